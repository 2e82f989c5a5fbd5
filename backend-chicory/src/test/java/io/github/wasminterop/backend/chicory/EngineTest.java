package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.dylibso.chicory.compiler.internal.ClassLoadingCollector;
import com.dylibso.chicory.compiler.internal.Shaded;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import io.github.wasminterop.HostCode;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
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
  void aModuleThatTheCompilerFailsOnIsInterpreted() {
    byte[] wasm = withResults(300);
    ChicoryModule module = ChicoryModule.load(wasm, engine(Map.of()));
    assertThat(instance(module).getMachine()).isInstanceOf(ConfinedMachine.class);
    assertThat(module.code().reach()).isEqualTo(Memory.RUNTIME_MAX_PAGES);
    try (WasmRuntime runtime = Guests.runtime("compiled")) {
      Object results = runtime.instantiate(wasm).function("many").call();
      assertThat(results).isEqualTo(IntStream.range(0, 300).boxed().toList());
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

  @Test
  void compiledCodeAddsAnAddressAndItsOffsetUnsigned() throws Exception {
    byte[] original = new ClassLoadingCollector().resolve(Shaded.class);
    Class<?> patched = new Defining().define(Shaded.class.getName(), CompiledCode.patch(original));
    Method sum = patched.getMethod("getAddr", int.class, int.class);
    assertThat(sum.invoke(null, 5, 7)).isEqualTo(12);
    assertThat(sum.invoke(null, Integer.MIN_VALUE, 16)).isEqualTo(Integer.MIN_VALUE + 16);
    assertThat(sum.invoke(null, -17, 16)).isEqualTo(-1);
    assertThat(sum.invoke(null, Integer.MAX_VALUE, 1)).isEqualTo(Integer.MIN_VALUE);
    assertThatThrownBy(() -> sum.invoke(null, -16, 16))
        .hasRootCauseInstanceOf(WasmRuntimeException.class);
    Method other = patched.getMethod("i32_ge_u", int.class, int.class);
    assertThat(other.invoke(null, -1, 1)).isEqualTo(1);
    assertThat(other.invoke(null, 1, -1)).isEqualTo(0);
  }

  @Test
  void theCompilerIsPreparedOnce() {
    assertThat(CompiledCode.shaded()).isNotNull().isSameAs(CompiledCode.shaded());
  }

  @Test
  void anotherCompilerThanTheOneThatThisKnowsIsRefused() {
    byte[] original = new ClassLoadingCollector().resolve(Shaded.class);
    for (ClassTransform change :
        List.of(renamed("getAddr", "address"), renamed("isRefNull", "getAddr"))) {
      ClassFile classFile = ClassFile.of();
      byte[] other = classFile.transformClass(classFile.parse(original), change);
      assertThatThrownBy(() -> CompiledCode.patch(other))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("execution=interpreted");
    }
  }

  @Test
  void aCompiledGuestReachesBeyondTwoGibibytes() {
    Reservation.obstacle().ifPresent(Assumptions::abort);
    try (WasmRuntime runtime = WasmRuntime.load("chicory", Map.of("memory", "reserved"))) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(40_000, 40_000));
      WasmInstance guest =
          runtime.instantiate(
              Guests.wasm("high"), WasmImports.none().memory("env", "memory", memory));
      long high = 1L << 31;
      memory.data(high + 4096, 4).setI32(0, 42);
      assertThat(Guests.call(guest, "load+", high)).isEqualTo(42);
      assertThat(Guests.call(guest, "load", high)).isZero();
      assertThat(Guests.call(guest, "load", high + 4096)).isEqualTo(42);
      Guests.assertTraps(
          TrapKind.MEMORY_OUT_OF_BOUNDS, () -> Guests.run(guest, "load+", 0xFFFF_F000L));
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

  /** {@code many} has as many results, which is more than a method of the JVM has parameters. */
  private static byte[] withResults(int count) {
    FunctionType type = new FunctionType(List.of(), Collections.nCopies(count, ValueType.I32));
    return BinaryWriter.module()
        .section(BinaryModule.TYPES, types -> types.unsigned(1).type(type))
        .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
        .section(
            BinaryModule.EXPORTS,
            exports -> exports.unsigned(1).export("many", ExternKind.FUNCTION, 0))
        .section(
            BinaryModule.CODE,
            codes ->
                codes
                    .unsigned(1)
                    .code(
                        body -> {
                          for (int i = 0; i < count; i++) {
                            body.constant(ValueType.I32, i);
                          }
                        }))
        .toByteArray();
  }

  /** A change of a class that gives a method the name of another, which is dropped. */
  private static ClassTransform renamed(String from, String to) {
    ClassTransform without =
        ClassTransform.dropping(
            e -> e instanceof MethodModel method && method.methodName().equalsString(to));
    ClassTransform renaming =
        (out, element) -> {
          if (element instanceof MethodModel method && method.methodName().equalsString(from)) {
            out.withMethod(
                to,
                method.methodTypeSymbol(),
                method.flags().flagsMask(),
                m -> method.forEach(m::with));
          } else {
            out.with(element);
          }
        };
    return without.andThen(renaming);
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

  /** Loads a class as it is given. */
  private static final class Defining extends ClassLoader {

    Defining() {
      super(Shaded.class.getClassLoader());
    }

    Class<?> define(String name, byte[] bytes) {
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
