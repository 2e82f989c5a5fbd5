package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.type.MemoryType;
import org.junit.jupiter.api.Test;

/** The memory of guests that are interpreted. */
class InterpretedMemoryTest {

  @Test
  void itEndsBelowTwoGibibytesInsteadOfWrongTraps() {
    try (WasmRuntime runtime = Guests.runtime("interpreted")) {
      assertThatThrownBy(() -> runtime.newMemory(MemoryType.of(32_768)))
          .isInstanceOf(MemoryLimitException.class)
          .hasMessageContaining("32767");
      WasmMemory memory = runtime.newMemory(MemoryType.of(1));
      assertThatThrownBy(() -> memory.grow(32_767)).isInstanceOf(MemoryLimitException.class);
      assertThat(memory.pages()).isOne();
    }
    assertThatThrownBy(() -> new NativeMemory(new MemoryLimits(32_768)))
        .isInstanceOf(MemoryLimitException.class);
  }
}
