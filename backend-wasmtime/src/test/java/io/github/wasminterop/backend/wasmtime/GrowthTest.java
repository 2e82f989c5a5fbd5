package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kawamuray.wasmtime.Engine;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Where memories stay and where they may move, of which a few pages are touched. */
class GrowthTest {
  private static final long RESERVED = (1L << 31) / MemoryType.PAGE_SIZE;

  @Test
  void aStaticMemoryStaysWhereItIs() {
    try (WasmRuntime runtime = Guests.runtime("static")) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(1));
      WasmInstance guest = importing(runtime, memory);
      MemorySegment raw = memory.bytes(8, 1).segment();
      memory.grow(RESERVED + 1);
      guest.function("store8").call(8, 7);
      assertThat(raw.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 7);
    }
  }

  @EachMemory
  void aMemoryMayBeginWithoutPages(String mode) {
    try (WasmRuntime runtime = Guests.runtime(mode)) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(0));
      assertThat(memory.pages()).isZero();
      assertThat(memory.grow(1)).isZero();
      assertThat(memory.bytes(65_535, 1).get(0)).isZero();
    }
  }

  @Test
  void theBindingToAStaticMemoryOutlivesCalls() {
    try (BackendRuntime runtime = Guests.backend("static")) {
      BackendMemory memory = runtime.newMemory(MemoryType.of(1));
      memory.linear().segment();
      int bound = memory.linear().generation();
      memory.grow(1);
      assertThat(memory.linear().generation()).isEqualTo(bound);
    }
  }

  @Test
  void aDynamicMemoryKeepsItsSegmentsAsFarAsRoomIsReserved() {
    try (WasmRuntime runtime = Guests.runtime("dynamic")) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(2));
      MemorySegment raw = memory.bytes(8, 1).segment();
      assertThat(memory.grow(RESERVED)).isEqualTo(2);
      U8View last = memory.bytes(memory.byteSize() - 1, 1);
      last.set(0, 5);
      assertThat(last.get(0)).isEqualTo(5);
      assertThat(raw.scope().isAlive()).isTrue();
    }
  }

  @Test
  void aDynamicMemoryThatCannotOutgrowItsRoomKeepsItsSegmentsThroughCalls() {
    assertThat(isAliveAfterCall(MemoryType.of(2, 2 + RESERVED))).isTrue();
    assertThat(isAliveAfterCall(MemoryType.of(2, 3 + RESERVED))).isFalse();
  }

  @Test
  void anImpossibleGrowthLeavesSegmentsAsTheyAre() {
    try (BackendRuntime runtime = Guests.backend("dynamic")) {
      BackendMemory memory = runtime.newMemory(MemoryType.of(2));
      MemorySegment raw = Objects.requireNonNull(memory.linear().segment());
      assertThat(memory.grow(65_535)).isEqualTo(-1);
      assertThat(memory.type().minimum()).isEqualTo(2);
      assertThat(raw.scope().isAlive()).isTrue();
    }
  }

  @Test
  void aGrowthThatWasmtimeRefusesIsNone() {
    NativeLibrary.load();
    try (Shared<Engine> engine = new Shared<>("the engine", new Engine())) {
      GuestStore store = new GuestStore(engine, null, false);
      store.enter();
      Named named = new Named(store, store.linker(), "small", "memory");
      Helpers.instantiate(engine, store, store.linker(), "small", exporting(MemoryType.of(1, 1)));
      WasmtimeMemory memory = WasmtimeMemory.of(named, MemoryType.of(1));
      assertThat(memory.grow(1)).isEqualTo(-1);
      assertThat(memory.type().minimum()).isEqualTo(1);
      store.release();
      store.exit();
    }
  }

  @Test
  void whatAHostFunctionTakesOfADynamicMemoryEndsWithIt() {
    AtomicReference<MemorySegment> taken = new AtomicReference<>();
    try (WasmRuntime runtime = Guests.runtime("dynamic")) {
      WasmInstance guest =
          runtime.instantiate(
              Guests.caller(1, "callback"),
              Guests.callback(
                  (caller, n) -> {
                    taken.set(caller.memory().bytes(0, 1).segment());
                    return n;
                  }));
      assertThat(guest.function("run").call(3)).isEqualTo(3);
      assertThat(taken.get().scope().isAlive()).isFalse();
    }
  }

  private static boolean isAliveAfterCall(MemoryType type) {
    try (WasmRuntime runtime = Guests.runtime("dynamic")) {
      WasmMemory memory = runtime.newMemory(type);
      WasmInstance guest = importing(runtime, memory);
      MemorySegment raw = memory.bytes(8, 1).segment();
      assertThat(guest.function("load8").call(8)).isEqualTo(0);
      return raw.scope().isAlive();
    }
  }

  private static WasmInstance importing(WasmRuntime runtime, WasmMemory memory) {
    return runtime.instantiate(
        Guests.wasm("import_memory"), WasmImports.none().memory("env", "memory", memory));
  }

  private static BinaryWriter exporting(MemoryType type) {
    return BinaryWriter.module()
        .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(type))
        .section(
            BinaryModule.EXPORTS,
            exports -> exports.unsigned(1).export("memory", ExternKind.MEMORY, 0));
  }
}
