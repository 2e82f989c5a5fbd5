package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.github.wasminterop.error.OutOfBoundsException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a memory of another class is asked for. */
class MediatedMemoryTest {
  private static final int PAGE = 65_536;
  private static final int CHUNK = 1 << 20;

  private final List<List<Integer>> asked = new ArrayList<>();

  @Test
  void itIsNotAskedForWhatIsOutside() {
    MediatedMemory memory = new MediatedMemory(new ByteArrayMemory(new MemoryLimits(1)));
    MemorySegment eight = MemorySegment.ofArray(new byte[8]);
    MemorySegment more = MemorySegment.ofArray(new byte[PAGE + 1]);
    memory.store(PAGE - 8, 8, -1);
    assertThat(memory.load(PAGE - 8, 8)).isEqualTo(-1);
    memory.write(PAGE - 8, eight);
    memory.read(PAGE - 8, eight);
    for (long address : new long[] {-1, PAGE - 7, PAGE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertOutside(() -> memory.load(address, 8));
      assertOutside(() -> memory.store(address, 8, 1));
      assertOutside(() -> memory.read(address, eight));
      assertOutside(() -> memory.write(address, eight));
    }
    assertOutside(() -> memory.read(0, more));
    assertOutside(() -> memory.write(0, more));
    assertThat(memory.load(0, 8)).isZero();
    assertThat(memory.load(PAGE - 8, 8)).isZero();
  }

  @Test
  void rangesAreAskedForInPieces() {
    MediatedMemory memory = new MediatedMemory(memory(100, _ -> 100));
    MemorySegment two = MemorySegment.ofArray(new byte[2 * CHUNK]);
    memory.read(5, two);
    memory.write(7, two.asSlice(0, CHUNK + 3));
    memory.read(0, two.asSlice(0, 0));
    memory.write(0, two.asSlice(0, 0));
    assertThat(asked)
        .containsExactly(
            List.of(5, CHUNK), List.of(5 + CHUNK, CHUNK), List.of(7, CHUNK), List.of(7 + CHUNK, 3));
  }

  @Test
  void itIsAskedToGrowAsFarAsChicorysMemoriesDo() {
    MediatedMemory memory = new MediatedMemory(memory(100, _ -> 100));
    int most = Memory.RUNTIME_MAX_PAGES - 100;
    assertThat(memory.grow(0)).isEqualTo(100);
    assertThat(memory.grow(most)).isEqualTo(100);
    assertThat(memory.grow(most + 1)).isEqualTo(-1);
    assertThat(memory.grow(Memory.RUNTIME_MAX_PAGES + 100)).isEqualTo(-1);
    assertThat(memory.grow((1L << 32) + 1)).isEqualTo(-1);
    assertThat(asked).containsExactly(List.of(0), List.of(most));
  }

  @Test
  void aHostWithoutRoomIsAnAnswer() {
    MediatedMemory memory =
        new MediatedMemory(
            memory(
                100,
                _ -> {
                  throw new OutOfMemoryError("no room");
                }));
    assertThat(memory.grow(1)).isEqualTo(-1);
  }

  /** A memory that notes what it is asked for. */
  private Memory memory(int pages, IntUnaryOperator growth) {
    return (Memory)
        Proxy.newProxyInstance(
            Memory.class.getClassLoader(),
            new Class<?>[] {Memory.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "pages" -> pages;
                  case "grow" -> {
                    asked.add(List.of((int) arguments[0]));
                    yield growth.applyAsInt((int) arguments[0]);
                  }
                  case "readBytes" -> {
                    asked.add(List.of((int) arguments[0], (int) arguments[1]));
                    yield new byte[(int) arguments[1]];
                  }
                  case "write" -> {
                    asked.add(List.of((int) arguments[0], (int) arguments[3]));
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static void assertOutside(ThrowingCallable code) {
    assertThatThrownBy(code).isInstanceOf(OutOfBoundsException.class);
  }
}
