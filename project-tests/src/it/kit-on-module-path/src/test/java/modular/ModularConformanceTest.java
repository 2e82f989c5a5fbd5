package modular;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.backend.chicory.ChicoryBackend;
import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;
import io.github.wasminterop.spi.WasmBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole kit, and where it was loaded from. */
class ModularConformanceTest extends BackendConformance {
  @Override
  protected ConformanceTarget target() {
    return ConformanceTarget.of("chicory").option("execution", "interpreted");
  }

  @Test
  void theKitIsWhereItWasPut() {
    for (Class<?> type :
        List.of(
            BackendConformance.class,
            WasmRuntime.class,
            WasmBackend.class,
            ChicoryBackend.class,
            ModularConformanceTest.class)) {
      assertEquals(Boolean.getBoolean("kit.named"), type.getModule().isNamed(), type.toString());
    }
  }
}
