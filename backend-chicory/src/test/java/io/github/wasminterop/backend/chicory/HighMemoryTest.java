package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.assertTraps;
import static io.github.wasminterop.backend.chicory.Guests.call;
import static io.github.wasminterop.backend.chicory.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.wasminterop.DataView;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.type.MemoryType;
import org.junit.jupiter.api.Test;

/** A memory of more than 2 GiB, as far as this host has the room. */
class HighMemoryTest {
  private static final long PAGES = 32_768 + 16;
  private static final long SIZE = PAGES * MemoryType.PAGE_SIZE;
  private static final long HIGH = 0x8000_0000L;

  @Test
  void hostAndGuestReachBeyondTwoGibibytes() {
    try (WasmRuntime runtime = Guests.runtime("compiled");
        WasmRuntime interpreted = Guests.runtime("interpreted")) {
      WasmMemory memory = memory(runtime);
      WasmImports imports = WasmImports.none().memory("env", "memory", memory);
      WasmInstance guest = runtime.instantiate(Guests.wasm("high"), imports);
      DataView view = memory.data(HIGH, SIZE - HIGH);

      assertThat(call(guest, "size")).isEqualTo(PAGES);
      view.setI32(0, 1);
      view.setI32(4096, 2);
      assertThat(call(guest, "load", HIGH)).isOne();
      assertThat(call(guest, "load+", HIGH)).isEqualTo(2);
      assertThat(call(guest, "load+", HIGH - 4096)).as("offset crosses 2 GiB").isOne();
      run(guest, "store+", HIGH + 4, 3);
      assertThat(view.getI32(4100)).isEqualTo(3);
      run(guest, "store+", SIZE - 4100, 4);
      assertThat(view.getI32(SIZE - HIGH - 4)).isEqualTo(4);

      DataView border = memory.data(HIGH - 16, 32);
      for (int at = 0; at <= 28; at++) {
        border.setI32(at, 1000 + at);
        assertThat(call(guest, "load", HIGH - 16 + at)).isEqualTo(1000 + at);
        run(guest, "store+", HIGH - 16 + at - 4096, at);
        assertThat(border.getI32(at)).isEqualTo(at);
      }

      run(guest, "fill", SIZE - 3, 9, 3);
      run(guest, "copy", HIGH - 2, SIZE - 4, 4);
      assertThat(memory.bytes(HIGH - 2, 4).copy()).containsExactly(4, 9, 9, 9);

      for (long address : new long[] {SIZE - 4099, SIZE, 0xFFFF_F000L, 0xFFFF_FFFFL}) {
        assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "load+", address));
        assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "store+", address, 1));
      }
      assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "fill", SIZE - 3, 9, 4));
      assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "fill", HIGH, 9, HIGH));

      // A memory from elsewhere: the interpreter refuses what it does not reach.
      WasmInstance slow = interpreted.instantiate(Guests.wasm("high"), imports);
      assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(slow, "load", HIGH));
      assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(slow, "load+", HIGH));
      assertThat(call(slow, "load+", HIGH - 4096)).isEqualTo(view.getI32(0));
    }
  }

  private static WasmMemory memory(WasmRuntime runtime) {
    try {
      return runtime.newMemory(MemoryType.of(PAGES));
    } catch (MemoryLimitException e) {
      return abort(e.getMessage());
    }
  }
}
