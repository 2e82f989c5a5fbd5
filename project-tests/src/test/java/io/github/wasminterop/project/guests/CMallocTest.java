package io.github.wasminterop.project.guests;

import static io.github.wasminterop.ElementType.F64;
import static io.github.wasminterop.ElementType.I32;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.F64View;
import io.github.wasminterop.I32View;
import io.github.wasminterop.Pointer;
import io.github.wasminterop.RangeDescriptor;
import io.github.wasminterop.StructType;
import io.github.wasminterop.ValueDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** C with a libc: {@code malloc} and {@code free}, C strings, out-parameters and lists. */
@ParameterizedClass
@EnumSource
class CMallocTest extends GuestTest {
  private static final StructType<Word> WORD = StructType.of(Word.class);

  @Override
  String file() {
    return "c-malloc/c-malloc.wasm";
  }

  @Test
  void whatIsAllocatedIsCountedUntilItIsFreed() {
    List<Long> pointers = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      pointers.add(address("malloc", i));
    }
    assertThat(pointers).doesNotHaveDuplicates().allMatch(pointer -> pointer % 8 == 0);
    assertThat(call("live_allocations")).isEqualTo(100);
    pointers.forEach(pointer -> call("free", pointer.intValue()));
    call("free", 0);
    assertThat(call("live_allocations")).isEqualTo(0);
  }

  @Test
  void whatCannotBeAllocatedIsNull() {
    assertThat(call("malloc", -1)).isEqualTo(0);
    assertThat(call("live_allocations")).isEqualTo(0);
  }

  @Test
  void viewsOutliveTheGrowthOfTheHeap() {
    I32View values = memory().view(I32, address("malloc", 400), 100);
    values.copyFrom(new int[100]);
    values.set(99, 1 << 30);
    long before = memory().byteSize();
    assertThat(address("malloc", 1 << 20)).isPositive();
    assertThat(memory().byteSize()).isGreaterThan(before);
    values.set(0, 1 << 30);
    assertThat(call("total", (int) values.pointer(), 100)).isEqualTo(1L << 31);
  }

  @Test
  void aStringGoesInAndComesOut() {
    GuestText name = text("malloc", "Zoë 🌍");
    long greeting = address("greet", (int) name.pointer());
    assertThat(memory().readText(greeting, C_STRING)).isEqualTo("Hello, Zoë 🌍!");
    assertThat(call("live_allocations")).isEqualTo(2);
    call("free", (int) greeting);
    call("free", (int) name.pointer());
    assertThat(call("live_allocations")).isEqualTo(0);
  }

  @Test
  void anOutParameterIsFilled() {
    long out = address("malloc", 8);
    assertThat(call("squares", (int) out, 5)).isEqualTo(1);
    F64View squares = guest().view(F64, RangeDescriptor.at(ValueDescriptor.of(out)));
    assertThat(squares.copy()).containsExactly(0, 1, 4, 9, 16);
    assertThat(call("squares", (int) out, 1 << 28)).as("2 GiB").isEqualTo(0);
    squares.refresh();
    assertThat(squares.length()).as("as it was").isEqualTo(5);
    call("free", (int) squares.pointer());
    call("free", (int) out);
    assertThat(call("live_allocations")).isEqualTo(0);
  }

  @Test
  void theGuestSortsWhatTheHostWrote() {
    F64View values = memory().view(F64, address("malloc", 32), 4);
    values.copyFrom(new double[] {3, -1, Double.POSITIVE_INFINITY, 2});
    call("sort", (int) values.pointer(), 4);
    assertThat(values.copy()).containsExactly(-1, 2, 3, Double.POSITIVE_INFINITY);
  }

  @Test
  void aListIsFollowedFromNodeToNode() {
    GuestText text = text("malloc", "  to be or  not ");
    long head = address("words", (int) text.pointer());
    List<String> words = new ArrayList<>();
    for (Pointer<Word> at = new Pointer<>(head); !at.isNull(); ) {
      Word word = memory().readStruct(WORD, at.address());
      words.add(memory().readUtf8(word.text.address(), word.length));
      at = word.next;
    }
    assertThat(words).containsExactly("to", "be", "or", "not");
    assertThat(call("live_allocations")).isEqualTo(5);
    call("free_words", (int) head);
    assertThat(call("live_allocations")).isEqualTo(1);
  }

  record Word(Pointer<Byte> text, char length, Pointer<Word> next) {}
}
