package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.spi.LinearMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a view looks for its memory anew, and which views have which fast path. */
class ViewBindingTest {
  private static final long MAX_BUFFER = Integer.MAX_VALUE - 8;

  /** The others go to the segment, whatever the index is. */
  private static final List<ElementType<?>> BY_BUFFER =
      List.of(ElementType.I8, ElementType.U8, ElementType.F32, ElementType.F64);

  static List<ElementType<?>> types() {
    return List.of(
        ElementType.I8,
        ElementType.U8,
        ElementType.I16,
        ElementType.U16,
        ElementType.I32,
        ElementType.U32,
        ElementType.I64,
        ElementType.U64,
        ElementType.F16,
        ElementType.F32,
        ElementType.F64);
  }

  /** GraalWasm's old buffers, for instance, stay readable: nothing but the generation tells. */
  @ParameterizedTest
  @MethodSource("types")
  void noAccessUsesWhatTheMemoryLeftBehind(ElementType<?> type) throws Exception {
    for (Class<?> index : List.of(int.class, long.class)) {
      Moving memory = new Moving();
      WasmView<?, ?> view = memory.heap.view(type, 8, 2);
      Method get = view.getClass().getMethod("get", index);
      Method set = view.getClass().getMethod("set", index, get.getReturnType());
      Object zero = get.invoke(view, at(index, 0));
      memory.moveToOnes();
      Object ones = get.invoke(view, at(index, 0));
      assertThat(ones).as("get(%s) after the move", index).isNotEqualTo(zero);
      MemorySegment before = memory.now;
      memory.moveToOnes();
      set.invoke(view, at(index, 0), zero);
      assertThat(memory.now.get(ValueLayout.JAVA_BYTE, 8))
          .as("where set(%s) wrote", index)
          .isZero();
      assertThat(before.get(ValueLayout.JAVA_BYTE, 8)).as("what was left behind").isNotZero();
      assertThat(get.invoke(view, at(index, 1))).as("the neighbour").isEqualTo(ones);
    }
  }

  /** What the JVM sees happen within a loop, it compiles into the loop: see RATIONALE.md. */
  @ParameterizedTest
  @MethodSource("types")
  void aViewIsBoundWhenItIsMadeRefreshedOrUsed(ElementType<?> type) throws Exception {
    Moving memory = new Moving();
    AtomicLong pointer = new AtomicLong(8);
    WasmView<?, ?> view =
        WasmInstance.ofMemory(memory.heap)
            .view(type, ValueDescriptor.computed(pointer::get), ValueDescriptor.of(2));
    assertBound(view, "made");
    pointer.set(16);
    view.refresh();
    assertBound(view, "refreshed");
    Method get = view.getClass().getMethod("get", int.class);
    memory.moveToOnes();
    Object value = get.invoke(view, 0);
    assertBound(view, "read");
    memory.moveToOnes();
    view.getClass().getMethod("set", int.class, get.getReturnType()).invoke(view, 0, value);
    assertBound(view, "written");
  }

  private static void assertBound(WasmView<?, ?> view, String done) {
    if (BY_BUFFER.contains(view.elementType())) {
      assertThat(view.elementsGeneration).as(done).isEqualTo(view.linear.generation());
    }
    assertThat(view.generation).as(done).isEqualTo(view.linear.generation());
  }

  @Test
  void anUnalignedViewHasNoFastPath() {
    Moving memory = new Moving();
    F32View view =
        WasmInstance.ofMemory(memory.heap)
            .view(ViewDescriptor.of(ElementType.F32).ptr(9).length(2).unaligned());
    assertThat(view.get(0)).isZero();
    assertThat(view.elementsGeneration).isNotEqualTo(view.linear.generation());
    assertThat(view.generation).isNotEqualTo(view.linear.generation());
  }

  /** The JDK wraps a little less than 2 GiB, and says so by an exception of its own. */
  @Test
  void aViewMayBeTooLongForABuffer() {
    WasmMemory vast = vast();
    U8View fits = vast.bytes(0, MAX_BUFFER);
    assertThat(fits.elementsGeneration).isEqualTo(fits.linear.generation());
    assertThat(fits.buffer().capacity()).isEqualTo(Integer.MAX_VALUE - 8);
    for (long size : new long[] {MAX_BUFFER + 1, Integer.MAX_VALUE, 1L << 31, 1L << 32}) {
      U8View longer = vast.bytes(0, size);
      assertThat(longer.elementsGeneration).isNotEqualTo(longer.linear.generation());
      assertThat(longer.generation).isEqualTo(longer.linear.generation());
      assertThatThrownBy(longer::buffer)
          .isInstanceOfSatisfying(
              OutOfBoundsException.class,
              e -> {
                assertThat(e.size()).isEqualTo(size);
                assertThat(e.limit()).isEqualTo(MAX_BUFFER);
              });
    }
  }

  @Test
  void aViewThatIsTooLongForAnArrayIsNotCopied() {
    U8View view = vast().bytes(0, 1L << 32);
    byte[] target = new byte[8];
    assertThatThrownBy(view::copy).isInstanceOf(OutOfBoundsException.class);
    assertThatThrownBy(() -> view.copyInto(target)).isInstanceOf(OutOfBoundsException.class);
    assertThatCode(() -> view.copyFrom(new byte[0])).doesNotThrowAnyException();
  }

  /** As many addresses as a 32-bit guest can have; none of them is read. */
  @SuppressWarnings("restricted")
  private static WasmMemory vast() {
    return FakeMemory.of(LinearMemory.of(MemorySegment.NULL.reinterpret(1L << 32)));
  }

  private static Object at(Class<?> index, int value) {
    Object indexes = Array.newInstance(index, 1);
    Array.setInt(indexes, 0, value);
    return Array.get(indexes, 0);
  }

  /** A memory that moves, and leaves what it was readable. */
  private static final class Moving {
    private MemorySegment now = Arena.ofAuto().allocate(64, 8);
    private final LinearMemory linear = LinearMemory.of(now);
    private final WasmMemory heap = FakeMemory.of(linear);

    void moveToOnes() {
      now = Arena.ofAuto().allocate(64, 8).fill((byte) 1);
      linear.replace(now);
    }
  }
}
