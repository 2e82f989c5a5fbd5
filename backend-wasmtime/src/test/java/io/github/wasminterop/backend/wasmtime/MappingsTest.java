package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import org.junit.jupiter.api.Test;

/** How many mappings there is room for, before and after things are made. */
class MappingsTest {
  private final int room = room();

  @Test
  void theLastOneIsGivenAndNoMore() {
    Mappings all = new Mappings();
    all.claim(room);
    try {
      assertThatThrownBy(() -> all.claim(1))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("close instances");
    } finally {
      all.release();
    }
    assertThat(room()).isEqualTo(room);
    all.release();
    assertThat(room()).as("what is given back twice").isEqualTo(room);
  }

  @Test
  void anInstanceGivesBackWhatItTakes() {
    try (WasmRuntime runtime = Guests.runtime("static");
        WasmModule module = runtime.compile(Guests.wasm("memory"))) {
      WasmInstance guest = module.instantiate();
      assertThat(room()).isEqualTo(room - Mappings.STORE - Mappings.INSTANCE - Mappings.MEMORY);
      guest.close();
      assertThat(room()).isEqualTo(room);
    }
  }

  @Test
  void aHostFunctionTakesSome() {
    try (WasmRuntime runtime = Guests.runtime("static");
        WasmInstance guest = Guests.calling(runtime, (_, n) -> n)) {
      assertThat(guest.function("run").call(1)).isEqualTo(1);
      assertThat(room())
          .isEqualTo(
              room - Mappings.STORE - Mappings.INSTANCE - Mappings.MEMORY - Mappings.FUNCTION);
    }
    assertThat(room()).isEqualTo(room);
  }

  @Test
  void whatTheHostMakesTakesSomeUntilTheRuntimeIsClosed() {
    try (WasmRuntime runtime = Guests.runtime("static")) {
      runtime.newMemory(MemoryType.of(1));
      assertThat(room()).isEqualTo(room - Mappings.STORE - Mappings.MEMORY);
      runtime.newGlobal(new GlobalType(ValueType.I32, true), 1);
      assertThat(room()).isEqualTo(room - Mappings.STORE - Mappings.MEMORY - Mappings.INSTANCE);
    }
    assertThat(room()).isEqualTo(room);
  }

  private static int room() {
    Mappings all = new Mappings();
    int claimed = 0;
    try {
      for (int step = 1 << 15; step > 0; step >>= 1) {
        try {
          all.claim(step);
          claimed += step;
        } catch (BackendException e) {
          // A smaller step may fit.
        }
      }
    } finally {
      all.release();
    }
    return claimed;
  }
}
