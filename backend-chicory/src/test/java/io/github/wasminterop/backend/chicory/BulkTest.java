package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.assertTraps;
import static io.github.wasminterop.backend.chicory.Guests.call;
import static io.github.wasminterop.backend.chicory.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.type.MemoryType;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Ranges and data segments, as the specification has them. */
class BulkTest {
  private static final int PAGE = 65_536;

  @EachExecution
  void fill(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("bulk"));
      WasmMemory memory = guest.memory();

      run(guest, "fill", 1, 0x1FF, 3);
      assertThat(memory.bytes(0, 5).copy()).containsExactly(0, -1, -1, -1, 0);
      run(guest, "fill", 0, 0, PAGE);
      assertThat(sum(memory)).isZero();
      run(guest, "fill", PAGE, 1, 0);
      for (int[] range :
          new int[][] {{PAGE - 1, 2}, {PAGE + 1, 0}, {0, PAGE + 1}, {1, -1}, {-1, 1}, {-1, 2}}) {
        assertOutOfBounds(() -> run(guest, "fill", range[0], 1, range[1]));
      }
      assertThat(sum(memory)).isZero();
    }
  }

  @EachExecution
  void copyWorksOnOverlappingRanges(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("bulk"));
      WasmMemory memory = guest.memory();

      run(guest, "copy", 18, 16, 6);
      assertThat(memory.readUtf8(16, 8)).isEqualTo("acactive");
      run(guest, "copy", 16, 18, 6);
      assertThat(memory.readUtf8(16, 8)).isEqualTo("activeve");
      run(guest, "copy", PAGE, PAGE, 0);
      byte[] before = memory.bytes(0, PAGE).copy();
      for (List<Integer> range :
          List.of(
              List.of(PAGE - 3, 16, 4),
              List.of(0, PAGE - 3, 4),
              List.of(PAGE + 1, 0, 0),
              List.of(0, PAGE + 1, 0),
              List.of(16, 17, -1),
              List.of(-1, 0, 1))) {
        assertOutOfBounds(() -> run(guest, "copy", range.toArray()));
      }
      assertThat(memory.bytes(0, PAGE).copy()).isEqualTo(before);
    }
  }

  @EachExecution
  void segmentsAreInitialisedFromUntilTheyAreDropped(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("bulk"));
      WasmMemory memory = guest.memory();

      run(guest, "init", 100, 2, 4);
      assertThat(memory.readUtf8(100, 4)).isEqualTo("ssiv");
      run(guest, "init", PAGE, 7, 0);
      byte[] before = memory.bytes(0, PAGE).copy();
      for (List<Integer> range :
          List.of(
              List.of(0, 0, 8),
              List.of(0, 8, 0),
              List.of(PAGE - 3, 0, 4),
              List.of(PAGE + 1, 0, 0),
              List.of(0, 1, -1),
              List.of(0, -1, 1))) {
        assertOutOfBounds(() -> run(guest, "init", range.toArray()));
      }
      assertThat(memory.bytes(0, PAGE).copy()).isEqualTo(before);

      run(guest, "drop");
      run(guest, "drop");
      run(guest, "init", 0, 0, 0);
      assertOutOfBounds(() -> run(guest, "init", 0, 0, 1));
    }
  }

  @EachExecution
  void anActiveSegmentIsDroppedOnceWritten(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("bulk"));
      assertThat(guest.memory().readUtf8(16, 6)).isEqualTo("active");
      run(guest, "init_active", 0, 0, 0);
      assertOutOfBounds(() -> run(guest, "init_active", 0, 0, 1));
    }
  }

  @EachExecution
  void droppingConcernsOneInstance(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution);
        WasmModule module = runtime.compile(Guests.wasm("bulk"))) {
      WasmInstance first = module.instantiate();
      WasmInstance second = module.instantiate();
      run(first, "drop");
      run(second, "init", 0, 0, 7);
      assertThat(second.memory().readUtf8(0, 7)).isEqualTo("passive");
    }
  }

  @EachExecution
  void segmentsAreWrittenInOrder(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("segments"));
      assertThat(guest.memory().readUtf8(8, 4)).isEqualTo("aabb");
      assertThat(guest.memory().readUtf8(PAGE - 1, 1)).isEqualTo("z");
    }
  }

  @EachExecution
  void aSegmentOutsideTrapsAndThoseBeforeItStay(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(1));
      WasmImports imports = WasmImports.none().memory("env", "memory", memory);

      assertOutOfBounds(() -> runtime.instantiate(Guests.wasm("segment_far_outside"), imports));
      assertThat(sum(memory)).isZero();
      assertOutOfBounds(() -> runtime.instantiate(Guests.wasm("segment_outside"), imports));
      assertThat(memory.readUtf8(0, 5)).isEqualTo("first");
      assertThat(memory.bytes(5, PAGE - 5).stream().sum()).isZero();
    }
  }

  @EachExecution
  void instructionsWorkOnTheMemoryThatTheyName(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("two_memories"));
      WasmMemory a = guest.memory("a");
      WasmMemory b = guest.memory("b");

      assertThat(b.readUtf8(100, 10)).isEqualTo("bytes of b");
      assertThat(call(guest, "grow_b", 2)).isOne();
      assertThat(guest.function("size").call()).isEqualTo(List.of(1, 3));
      run(guest, "store_b", 3 * PAGE - 1, 77);
      assertThat(call(guest, "load_b", 3 * PAGE - 1)).isEqualTo(77);
      run(guest, "b_to_a", 10, 100, 10);
      assertThat(a.readUtf8(10, 10)).isEqualTo("bytes of b");
      run(guest, "a_to_b", 2 * PAGE, 10, 5);
      assertThat(b.readUtf8(2 * PAGE, 5)).isEqualTo("bytes");
      run(guest, "fill_b", 2 * PAGE, 120, 4);
      assertThat(b.readUtf8(2 * PAGE, 5)).isEqualTo("xxxxs");
      run(guest, "init_b", 0, 0, 7);
      assertThat(b.readUtf8(0, 7)).isEqualTo("passive");
      assertThat(a.bytes(0, 7).stream().sum()).isZero();

      assertOutOfBounds(() -> run(guest, "a_to_b", 0, PAGE - 1, 2));
      assertOutOfBounds(() -> run(guest, "a_to_b", 3 * PAGE - 1, 0, 2));
      assertOutOfBounds(() -> run(guest, "a_to_b", 0, 0, -1));
      assertThat(b.readUtf8(0, 7)).isEqualTo("passive");
    }
  }

  private static long sum(WasmMemory memory) {
    return memory.bytes(0, memory.byteSize()).stream().asLongStream().sum();
  }

  private static void assertOutOfBounds(ThrowingCallable code) {
    assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, code);
  }
}
