package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is Chicory's alone. */
class EngineTest {

  @Test
  void guestsAreCompiledUnlessToldOtherwise() {
    Engine compiled = engine(Map.of());
    for (String name : List.of("accesses", "atomics", "bulk", "traps", "two_memories", "tag")) {
      Instance instance = instance(ChicoryModule.load(Guests.wasm(name), compiled));
      assertThat(instance.getMachine()).as(name).isNotInstanceOf(ConfinedMachine.class);
    }
    Instance large = instance(ChicoryModule.load(Modules.withLongFunction(40_000), compiled));
    assertThat(large.getMachine()).isNotInstanceOf(ConfinedMachine.class);
    Engine interpreted = engine(Map.of("execution", "interpreted"));
    Instance told = instance(ChicoryModule.load(Guests.wasm("bulk"), interpreted));
    assertThat(told.getMachine()).isInstanceOf(ConfinedMachine.class);
  }

  @Test
  void aFunctionTooLargeToCompileIsInterpreted() {
    try (WasmRuntime runtime = Guests.runtime("compiled")) {
      int additions = 40_000;
      WasmInstance guest = runtime.instantiate(Modules.withLongFunction(additions));
      assertThat(Guests.call(guest, "long", 2)).isEqualTo(2L + additions);
    }
  }

  @EachExecution
  void vectorsAreRefused(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      assertThatThrownBy(() -> runtime.compile(Guests.wasm("simd")))
          .isInstanceOf(InvalidModuleException.class)
          .hasMessageContaining("SIMD");
    }
  }

  private static Engine engine(Map<String, String> options) {
    return new Engine(BackendOptions.resolve(List.of(Release.EXECUTION), options));
  }

  private static Instance instance(ChicoryModule module) {
    return Instance.builder(module.wasm())
        .withMachineFactory(module.machines())
        .withImportValues(
            ImportValues.builder()
                .addFunction(
                    new ImportFunction(
                        "env",
                        "host",
                        Types.function(FunctionType.of(ValueType.I32).returning(ValueType.I32)),
                        (_, bits) -> bits))
                .build())
        .build();
  }
}
