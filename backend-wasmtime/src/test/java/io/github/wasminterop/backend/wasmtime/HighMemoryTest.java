package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Memories beyond 2 GiB, of which the runtime does not tell the address. */
class HighMemoryTest {
  private static final long TWO_GIB = 1L << 31;
  private static final long PAGES_OF_TWO_GIB = TWO_GIB / MemoryType.PAGE_SIZE;

  @Test
  void aStaticMemoryIsReachedUpToFourGib() {
    try (WasmRuntime runtime = Guests.runtime("static")) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("unbounded_memory"));
      WasmMemory memory = guest.memory();
      U8View first = memory.bytes(8, 1);
      MemorySegment raw = first.segment();
      memory.grow(65_536 - memory.pages());
      U8View last = memory.bytes(4L * (1 << 30) - 1, 1);
      last.set(0, 200);
      first.set(0, 7);
      assertThat(last.get(0)).isEqualTo(200);
      assertThat(raw.get(ValueLayout.JAVA_BYTE, 0)).as("a segment of before").isEqualTo((byte) 7);
      assertThat(memory.byteSize()).isEqualTo(1L << 32);
    }
  }

  @Test
  void aDynamicMemoryIsReachedUntilItMoves() {
    try (WasmRuntime runtime = Guests.runtime("dynamic")) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(2));
      WasmInstance guest =
          runtime.instantiate(
              Guests.wasm("import_memory"), WasmImports.none().memory("env", "memory", memory));
      U8View view = memory.bytes(8, 1);
      memory.grow(PAGES_OF_TWO_GIB);
      view.set(0, 5);
      U8View last = memory.bytes(memory.byteSize() - 1, 1);
      last.set(0, 6);
      assertThat(guest.function("load8").call(8)).isEqualTo(5);
      assertThat(guest.function("load8").call((int) (memory.byteSize() - 1))).isEqualTo(6);
      MemorySegment raw = view.segment();
      assertThat(guest.function("grow").call(1)).isEqualTo((int) PAGES_OF_TWO_GIB + 2);
      assertThatThrownBy(() -> raw.get(ValueLayout.JAVA_BYTE, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> view.get(0))
          .isInstanceOf(MemoryLimitException.class)
          .hasMessageContaining("memory=static");
      assertThat(guest.function("load8").call(8)).as("the guest goes on").isEqualTo(5);
    }
  }

  @Test
  void aDynamicMemoryThatTheHostGrowsEndsItsSegmentsBeforeItMoves() {
    try (WasmRuntime runtime = Guests.runtime("dynamic")) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(2));
      MemorySegment raw = memory.bytes(8, 1).segment();
      memory.grow(1);
      assertThat(raw.scope().isAlive()).as("it has not moved").isTrue();
      memory.grow(PAGES_OF_TWO_GIB);
      assertThat(raw.scope().isAlive()).as("it has moved").isFalse();
    }
  }

  @Test
  void aDynamicMemoryWithAMaximumBelowThatKeepsItsSegments() {
    try (WasmRuntime runtime = Guests.runtime("dynamic")) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(2, 512));
      MemorySegment raw = memory.bytes(8, 1).segment();
      memory.grow(510);
      memory.bytes(8, 1).set(0, 3);
      assertThat(raw.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 3);
    }
  }

  @EachMemory
  void aMemoryMayBeginBeyondTwoGib(String mode) {
    try (WasmRuntime runtime = Guests.runtime(mode)) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(PAGES_OF_TWO_GIB + 1));
      U8View last = memory.bytes(memory.byteSize() - 1, 1);
      last.set(0, 9);
      WasmInstance guest =
          runtime.instantiate(
              Guests.wasm("import_memory"), WasmImports.none().memory("env", "memory", memory));
      assertThat(guest.function("load8").call((int) (memory.byteSize() - 1))).isEqualTo(9);
    }
  }
}
