package io.github.wasminterop.backend.graal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendFunction;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Functions as the core of the library calls them. */
class FunctionsTest {

  @Test
  void aCallGivesAnArrayOfAllResults() {
    try (GraalRuntime runtime = GraalRuntime.open(true)) {
      Map<String, BackendExtern> exports =
          runtime.instantiate(runtime.load(Guests.wasm("plain")), Map.of(), null).exports();
      assertThat(((BackendFunction) exports.get("store")).call(0, 1)).isEmpty();
      assertThat(((BackendFunction) exports.get("load")).call(0)).containsExactly(1);
    }
  }
}
