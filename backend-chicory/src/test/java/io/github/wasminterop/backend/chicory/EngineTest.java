package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import io.github.wasminterop.HostCode;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is Chicory's alone. */
class EngineTest {
  private static final FunctionType UNARY = FunctionType.of(ValueType.I32).returning(ValueType.I32);
  private static final int ADDITIONS = 40_000;

  @Test
  void guestsAreCompiledUnlessToldOtherwise() {
    Engine compiled = engine(Map.of());
    for (String name : List.of("accesses", "atomics", "bulk", "traps", "two_memories", "tag")) {
      Instance instance = instance(ChicoryModule.load(Guests.wasm(name), compiled));
      assertThat(instance.getMachine()).as(name).isNotInstanceOf(ConfinedMachine.class);
    }
    Instance large = instance(ChicoryModule.load(Modules.withLongFunction(ADDITIONS), compiled));
    assertThat(large.getMachine()).isNotInstanceOf(ConfinedMachine.class);
    Engine interpreted = engine(Map.of("execution", "interpreted"));
    Instance told = instance(ChicoryModule.load(Guests.wasm("bulk"), interpreted));
    assertThat(told.getMachine()).isInstanceOf(ConfinedMachine.class);
  }

  @Test
  void aFunctionTooLargeToCompileIsInterpreted() {
    try (WasmRuntime runtime = Guests.runtime("compiled")) {
      WasmInstance guest = runtime.instantiate(Modules.withLongFunction(ADDITIONS));
      assertThat(Guests.call(guest, "long", 2)).isEqualTo(2L + ADDITIONS);
    }
  }

  @Test
  void aGuestThatIsInterpretedInPartHasTheLimitsOfTheInterpreter() throws Exception {
    AtomicReference<Throwable> refusal = new AtomicReference<>();
    HostCode calledByAnotherThread =
        (guest, arguments) -> {
          if ((int) arguments[0] == 2) {
            Runnable call = () -> refusal.set(catchThrowable(() -> Guests.call(guest, "long", 0)));
            Thread.ofPlatform().start(call).join();
          }
          return arguments[0];
        };
    WasmImports imports = WasmImports.none().function("env", "host", UNARY, calledByAnotherThread);
    try (WasmRuntime runtime = Guests.runtime("compiled")) {
      WasmInstance guest = runtime.instantiate(interpretedInPart(), imports);
      assertThat(Guests.call(guest, "long", 2)).isEqualTo(2L + ADDITIONS);
      assertThat(refusal.get()).isInstanceOf(ConcurrentUseException.class);
      assertThatThrownBy(() -> guest.memory().grow(32_767))
          .isInstanceOf(MemoryLimitException.class);
      assertThat(guest.memory().pages()).isOne();
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

  /** A guest with a memory, whose {@code long} calls the host and is too large to compile. */
  private static byte[] interpretedInPart() {
    return BinaryWriter.module()
        .section(BinaryModule.TYPES, types -> types.unsigned(1).type(UNARY))
        .section(BinaryModule.IMPORTS, imports -> imports.unsigned(1).importOf("env", "host", 0))
        .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
        .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(MemoryType.of(1)))
        .section(
            BinaryModule.EXPORTS,
            exports ->
                exports
                    .unsigned(2)
                    .export("memory", ExternKind.MEMORY, 0)
                    .export("long", ExternKind.FUNCTION, 1))
        .section(
            BinaryModule.CODE,
            codes ->
                codes
                    .unsigned(1)
                    .code(
                        body -> {
                          body.units(0x20, 0, 0x10, 0); // local.get 0, call 0
                          for (int i = 0; i < ADDITIONS; i++) {
                            body.units(0x41, 1, 0x6a); // i32.const 1, i32.add
                          }
                        }))
        .toByteArray();
  }

  private static Engine engine(Map<String, String> options) {
    return new Engine(BackendOptions.resolve(List.of(Release.EXECUTION), options));
  }

  private static Instance instance(ChicoryModule module) {
    return Instance.builder(module.wasm())
        .withMachineFactory(module.code().machines())
        .withImportValues(
            ImportValues.builder()
                .addFunction(
                    new ImportFunction("env", "host", Types.function(UNARY), (_, bits) -> bits))
                .build())
        .build();
  }
}
