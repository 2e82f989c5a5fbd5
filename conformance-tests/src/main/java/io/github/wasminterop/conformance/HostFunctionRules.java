package io.github.wasminterop.conformance;

import static io.github.wasminterop.type.ValueType.F32;
import static io.github.wasminterop.type.ValueType.F64;
import static io.github.wasminterop.type.ValueType.I32;
import static io.github.wasminterop.type.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.error.HostFunctionException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.FunctionType;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Host functions: values, callers, exceptions, re-entrance. */
abstract class HostFunctionRules extends RuleGroup {
  private static final FunctionType UNARY = FunctionType.of(I32).returning(I32);

  HostFunctionRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @BeforeEach
  void needsHostFunctions() {
    needs(Capability.HOST_FUNCTIONS);
  }

  @Test
  @DisplayName("Values of each type arrive at a host function and go back unchanged, in order.")
  @Why("a cut or sign-extended value is a wrong answer without an error")
  void optional_hostfunctions_16_01_values() {
    List<Object> mixed = new ArrayList<>();
    int[] nothing = {0};
    WasmInstance instance =
        instance(
            "host",
            echoes()
                .function(
                    "env",
                    "mixed",
                    FunctionType.of(I32, I64, F32, F64).returning(F64),
                    (caller, arguments) -> {
                      mixed.addAll(List.of(arguments));
                      return 2.5;
                    })
                .function(
                    "env",
                    "nothing",
                    FunctionType.of(),
                    (caller, arguments) -> {
                      nothing[0]++;
                      return null;
                    }));
    for (int value : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertThat(instance.function("i32").call(value)).as("i32").isEqualTo(value);
    }
    for (long value : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0x8000_0000L}) {
      assertThat(instance.function("i64").call(value)).as("i64").isEqualTo(value);
    }
    for (float value : new float[] {-0f, 1.5f, Float.MIN_VALUE, Float.NaN}) {
      assertThat(instance.function("f32").call(value)).as("f32").isEqualTo(value);
    }
    for (double value : new double[] {-0d, Math.E, Double.MIN_VALUE, Double.NaN}) {
      assertThat(instance.function("f64").call(value)).as("f64").isEqualTo(value);
    }
    assertThat(instance.function("mixed").call()).as("mixed").isEqualTo(2.5);
    assertThat(mixed).as("arguments of mixed").containsExactly(1, 2L, 3f, 4d);
    assertThat(instance.function("nothing").call()).as("nothing").isNull();
    assertThat(nothing[0]).as("calls of nothing").isEqualTo(1);
  }

  @Test
  @DisplayName("The caller is the instance that imports the function: its memory and functions.")
  @Why("a host function reads its arguments from the caller's memory")
  void optional_hostfunctions_16_02_caller() {
    List<Object> seen = new ArrayList<>();
    WasmImports imports =
        callback(
            (caller, arguments) -> {
              seen.add(caller.memory().bytes(1024, 1).get(0));
              return caller.function("size").call();
            });
    Guest first = new Guest(instance("callback", imports));
    Guest second = new Guest(instance("callback", imports));
    first.store8(1024, 1);
    second.store8(1024, 2);
    second.grow(1);
    assertThat(first.call("run", 0)).as("what the first's callback gave").isEqualTo(2);
    assertThat(second.call("run", 0)).as("what the second's callback gave").isEqualTo(3);
    assertThat(seen).as("what the callbacks read").containsExactly(1, 2);
  }

  @Test
  @DisplayName("A method handle can be a host function, with or without the caller.")
  @Why("hot callbacks must not box")
  void optional_hostfunctions_16_03_methodHandles() throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodHandle plain =
        lookup.findStatic(Math.class, "negateExact", MethodType.methodType(int.class, int.class));
    MethodHandle withCaller =
        lookup.findStatic(
            HostFunctionRules.class,
            "byteAt",
            MethodType.methodType(int.class, WasmInstance.class, int.class));
    assertThat(
            instance("callback", WasmImports.none().function("env", "callback", plain))
                .function("run")
                .call(5))
        .as("negateExact")
        .isEqualTo(-5);
    Guest guest =
        new Guest(instance("callback", WasmImports.none().function("env", "callback", withCaller)));
    guest.store8(1030, 77);
    assertThat(guest.call("run", 1030)).as("byteAt(caller, 1030)").isEqualTo(77);
    refused(
        TypeMismatchException.class,
        "a handle of a String",
        () -> WasmImports.none().function("env", "x", MethodHandles.constant(String.class, "")));
  }

  @Test
  @DisplayName("An unchecked exception or error of a host function comes out as the same object.")
  @Why("the host's own errors are the host's business")
  void optional_hostfunctions_16_04_uncheckedExceptions() {
    List<Throwable> thrown =
        List.of(
            new IllegalStateException("on purpose"),
            new ArithmeticException(),
            new UnsupportedOperationException("on purpose"),
            new AssertionError("on purpose"),
            new Error("on purpose"));
    for (Throwable each : thrown) {
      WasmInstance instance =
          instance(
              "callback",
              callback(
                  (caller, arguments) -> {
                    if (each instanceof RuntimeException e) {
                      throw e;
                    }
                    throw (Error) each;
                  }));
      assertThat(catchThrowable(() -> instance.function("run").call(0)))
          .as("what came out of call")
          .isSameAs(each);
      assertThat(catchThrowable(() -> instance.function("run").handle().invoke(0)))
          .as("what came out of a handle")
          .isSameAs(each);
      assertThat(instance.function("size").call()).as("a call afterwards").isEqualTo(2);
    }
  }

  @Test
  @DisplayName(
      "A checked exception is the cause of a HostFunctionException that names the function.")
  @Why("a call from Java does not declare it")
  void optional_hostfunctions_16_05_checkedException() {
    IOException thrown = new IOException("disk full");
    WasmInstance instance =
        instance(
            "callback",
            callback(
                (caller, arguments) -> {
                  throw thrown;
                }));
    HostFunctionException refusal =
        refused(HostFunctionException.class, "run(0)", () -> instance.function("run").call(0));
    assertThat(refusal.getCause()).as("getCause()").isSameAs(thrown);
    assertThat(refusal.function()).as("function()").isEqualTo("env.callback");
    assertThat(refusal).hasMessageContaining("disk full");
  }

  @Test
  @DisplayName("An exception passes through guest and host in turn, many calls deep.")
  @Why("callbacks nest")
  void optional_hostfunctions_16_06_exceptionThroughNestedCalls() {
    IllegalStateException thrown = new IllegalStateException("at the bottom");
    int[] depth = {0};
    WasmInstance instance =
        instance(
            "callback",
            callback(
                (caller, arguments) -> {
                  depth[0]++;
                  if ((int) arguments[0] == 0) {
                    throw thrown;
                  }
                  return caller.function("run").call((int) arguments[0] - 1);
                }));
    assertThat(catchThrowable(() -> instance.function("run").call(20))).isSameAs(thrown);
    assertThat(depth[0]).as("callbacks").isEqualTo(21);
    assertThat(instance.function("size").call()).as("a call afterwards").isEqualTo(2);
  }

  @Test
  @DisplayName(
      "A trap within a callback's own call can be caught there, or comes out as a"
          + " TrapException.")
  @Why("a host function may try something")
  void optional_hostfunctions_16_07_trapWithinCallback() {
    Throwable[] caught = new Throwable[1];
    WasmInstance instance =
        instance(
            "callback",
            callback(
                (caller, arguments) -> {
                  if ((int) arguments[0] == 0) {
                    return caller.function("trap").call() == null ? 1 : 2;
                  }
                  caught[0] = catchThrowable(() -> caller.function("trap").call());
                  return 3;
                }));
    assertThat(instance.function("run").call(1)).as("run(1), which catches").isEqualTo(3);
    assertThat(caught[0]).as("what it caught").isExactlyInstanceOf(TrapException.class);
    refused(
        TrapException.class, "run(0), which lets it pass", () -> instance.function("run").call(0));
  }

  @Test
  @DisplayName("A result of the wrong number or type is a TypeMismatchException of the call.")
  @Why("the guest would compute with garbage")
  void optional_hostfunctions_16_08_wrongResults() {
    List<Object> wrong = List.of("text", 0.5, 1L << 40, List.of(1, 2), new Object[0]);
    for (Object result : wrong) {
      WasmInstance instance = instance("callback", callback((caller, arguments) -> result));
      assertThat(
              refused(
                  TypeMismatchException.class,
                  "a host function that returns " + result,
                  () -> instance.function("run").call(0)))
          .hasMessageContaining("env.callback");
    }
    WasmInstance none = instance("callback", callback((caller, arguments) -> null));
    refused(TypeMismatchException.class, "null", () -> none.function("run").call(0));
  }

  @Test
  @DisplayName("The payload of a NaN passes to a host function and back.")
  @Why("the SPI says that NaN payloads are kept")
  void optional_hostfunctions_16_09_nanBits() {
    Guest guest = new Guest(instance("host", allEchoes()));
    double wide = Double.longBitsToDouble(0xfff8_0000_dead_beefL);
    float single = Float.intBitsToFloat(0x7fc1_2345);
    double d = (double) guest.call("f64", wide);
    float f = (float) guest.call("f32", single);
    assertThat(Double.doubleToRawLongBits(d)).as("f64").isEqualTo(0xfff8_0000_dead_beefL);
    assertThat(Float.floatToRawIntBits(f)).as("f32").isEqualTo(0x7fc1_2345);
  }

  @Test
  @DisplayName("A host function may make, use and close another guest.")
  @Why("guests load plugins")
  void optional_hostfunctions_16_10_guestWithinGuest() {
    WasmInstance instance =
        instance(
            "callback",
            callback(
                (caller, arguments) -> {
                  try (WasmInstance other = instance("no_memory")) {
                    return other.function("answer").call();
                  }
                }));
    assertThat(instance.function("run").call(0)).as("run(0)").isEqualTo(42);
  }

  private static Object first(WasmInstance caller, Object[] arguments) {
    return arguments[0];
  }

  @SuppressWarnings("unused") // reached through a handle
  private static int byteAt(WasmInstance caller, int address) {
    return caller.memory().bytes(address, 1).get(0);
  }

  private static WasmImports echoes() {
    return WasmImports.none()
        .function("env", "i32", UNARY, HostFunctionRules::first)
        .function("env", "i64", FunctionType.of(I64).returning(I64), HostFunctionRules::first)
        .function("env", "f32", FunctionType.of(F32).returning(F32), HostFunctionRules::first)
        .function("env", "f64", FunctionType.of(F64).returning(F64), HostFunctionRules::first);
  }

  private static WasmImports allEchoes() {
    return echoes()
        .function(
            "env",
            "mixed",
            FunctionType.of(I32, I64, F32, F64).returning(F64),
            (caller, arguments) -> arguments[3])
        .function("env", "nothing", FunctionType.of(), (caller, arguments) -> null);
  }
}
