package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.WasmExport;
import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Calling functions: boxed, by exact handles, and through bound interfaces. */
abstract class CallingRules extends RuleGroup {

  CallingRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  /** An interface to bind. */
  interface Values {
    long sum(int a, int b);

    void nothing();

    double mixed(int a, long b, float c, double d);

    @WasmExport("is_positive")
    boolean isPositive(int value);

    @WasmExport("f32_identity")
    float same(float value);

    default long doubled(int value) {
      return sum(value, value);
    }

    @Override
    boolean equals(Object other);

    @Override
    int hashCode();
  }

  /** An interface that the library may call by itself. */
  public interface Sums {
    /**
     * Adds.
     *
     * @param a a number
     * @param b another
     * @return their sum
     */
    long sum(int a, int b);

    /**
     * Adds to itself.
     *
     * @param value a number
     * @return twice as much
     */
    default long doubled(int value) {
      return sum(value, value);
    }
  }

  /** An interface that fits no export. */
  interface Misfit {
    int sum(int a, int b);

    void absent();

    @WasmExport("calls")
    int aGlobal();
  }

  @Test
  @DisplayName("Values at the edges of each type pass into the guest and back unchanged.")
  @Why("a cut or sign-extended value is a wrong answer without an error")
  void required_calling_13_01_valuesPassUnchanged() {
    WasmInstance instance = instance("values");
    List<Object> values =
        List.of(
            0,
            1,
            -1,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            0L,
            -1L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            0x8000_0000L,
            0f,
            -0f,
            1.5f,
            Float.MIN_VALUE,
            Float.MAX_VALUE,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            0d,
            -0d,
            Math.PI,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NaN);
    for (Object value : values) {
      String type =
          switch (value) {
            case Integer _ -> "i32";
            case Long _ -> "i64";
            case Float _ -> "f32";
            default -> "f64";
          };
      assertThat(instance.function(type + "_identity").call(value))
          .as("%s_identity(%s)", type, value)
          .isEqualTo(value);
    }
  }

  @Test
  @DisplayName("The payload of a NaN passes into the guest and back.")
  @Why("the SPI says that NaN payloads are kept")
  void required_calling_13_02_nanBitsPass() throws Throwable {
    WasmInstance instance = instance("values");
    float single = Float.intBitsToFloat(0x7fc1_2345);
    double wide = Double.longBitsToDouble(0xfff8_0000_dead_beefL);
    assertThat(instance.function("f32_bits").call(single)).as("f32").isEqualTo(0x7fc1_2345);
    assertThat(instance.function("f64_bits").call(wide))
        .as("f64")
        .isEqualTo(0xfff8_0000_dead_beefL);
    float f = (float) instance.function("f32_identity").handle().invokeExact(single);
    double d = (double) instance.function("f64_identity").handle().invokeExact(wide);
    assertThat(Float.floatToRawIntBits(f)).as("f32 back").isEqualTo(0x7fc1_2345);
    assertThat(Double.doubleToRawLongBits(d)).as("f64 back").isEqualTo(0xfff8_0000_dead_beefL);
  }

  @Test
  @DisplayName("Arguments arrive in their order, with mixed types and with many of them.")
  @Why("calling conventions differ between runtimes")
  void required_calling_13_03_orderOfArguments() {
    WasmInstance instance = instance("values");
    assertThat(instance.function("mixed").call(1, 2, 3, 4))
        .as("mixed(1, 2, 3, 4)")
        .isEqualTo(1234d);
    Object[] many = new Object[16];
    Arrays.fill(many, 0L);
    many[0] = 1L;
    many[1] = 10L;
    many[7] = 100L;
    many[15] = 1_000L;
    assertThat(instance.function("many").call(many)).as("many").isEqualTo(1 + 20 + 800 + 16_000L);
  }

  @Test
  @DisplayName("No result is null, one is boxed.")
  @Why("scripts call without knowing types")
  void required_calling_13_04_results() {
    WasmInstance instance = instance("values");
    assertThat(instance.function("nothing").call()).as("nothing()").isNull();
    assertThat(instance.function("sum").call(64, 4)).as("sum(64, 4)").isEqualTo(68L);
    assertThat(instance.function("sum").call(-1, 0)).as("sum(-1, 0)").isEqualTo(-1L);
  }

  @Test
  @DisplayName("Several results are a list in their order.")
  @Why("Rust and C++ return structs so")
  void optional_calling_13_05_multiValue() throws Throwable {
    needs(Capability.MULTI_VALUE);
    needs(Capability.HOST_FUNCTIONS);
    WasmImports imports =
        WasmImports.none()
            .function(
                "env",
                "swap",
                FunctionType.of(ValueType.I32, ValueType.I64)
                    .returning(ValueType.I64, ValueType.I32),
                (caller, arguments) -> new Object[] {arguments[1], arguments[0]});
    WasmInstance instance = instance("multi_value", imports);
    assertThat(instance.function("all").call(1, 2, 3, 4)).isEqualTo(List.of(1, 2L, 3f, 4d));
    assertThat(instance.function("swapped").call(1, 2)).isEqualTo(List.of(2L, 1));
    assertThat(instance.function("host_swapped").call(1, 2)).isEqualTo(List.of(2L, 1));
    List<?> exact = (List<?>) instance.function("swapped").handle().invokeExact(5, 6L);
    assertThat((Object) exact).as("through a handle").isEqualTo(List.of(6L, 5));
  }

  @Test
  @DisplayName("Numbers convert where nothing is lost, signed or unsigned, else they are refused.")
  @Why("a lossy conversion is a wrong argument")
  void required_calling_13_06_conversion() {
    WasmInstance instance = instance("values");
    WasmFunction i32 = instance.function("i32_identity");
    assertThat(i32.call(4_294_967_295L)).as("2^32 - 1 as i32").isEqualTo(-1);
    assertThat(i32.call((byte) -1)).as("a byte as i32").isEqualTo(-1);
    assertThat(i32.call(true)).as("true as i32").isEqualTo(1);
    assertThat(i32.call(BigInteger.TEN)).as("a BigInteger as i32").isEqualTo(10);
    WasmFunction i64 = instance.function("i64_identity");
    BigInteger top = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    assertThat(i64.call(top)).as("2^64 - 1 as i64").isEqualTo(-1L);
    assertThat(instance.function("f32_identity").call(0.5)).as("0.5 as f32").isEqualTo(0.5f);
    assertThat(instance.function("f64_identity").call(3)).as("3 as f64").isEqualTo(3d);
    notFor(i32, 1.0, "1", null, 1L << 32, (1L << 32) + 5, -(1L << 31) - 1, BigInteger.TWO.pow(33));
    notFor(
        i64,
        1.0f,
        "1",
        null,
        BigInteger.TWO.pow(64),
        BigInteger.TWO.pow(63).negate().subtract(BigInteger.ONE),
        true);
    notFor(instance.function("f32_identity"), 0.1, 16_777_217, "1", null, 1e300);
    notFor(instance.function("f64_identity"), Long.MAX_VALUE, "1", null);
  }

  @Test
  @DisplayName("A handle has the exact Java type of the function, and is the same each time.")
  @Why("invokeExact takes no other")
  void required_calling_13_07_exactHandles() throws Throwable {
    WasmInstance instance = instance("values");
    WasmFunction sum = instance.function("sum");
    assertThat(sum.type())
        .isEqualTo(FunctionType.of(ValueType.I32, ValueType.I32).returning(ValueType.I64));
    MethodHandle handle = sum.handle();
    assertThat(handle.type()).isEqualTo(MethodType.methodType(long.class, int.class, int.class));
    assertThat(sum.handle()).as("handle() again").isSameAs(handle);
    long total = (long) handle.invokeExact(Integer.MAX_VALUE, 1);
    assertThat(total).as("sum(2^31 - 1, 1)").isEqualTo(1L << 31);
    instance.function("nothing").handle().invokeExact();
    double mixed = (double) instance.function("mixed").handle().invokeExact(1, 2L, 3f, 4d);
    assertThat(mixed).as("mixed").isEqualTo(1234);
    int same = (int) instance.function("i32_identity").handle().invokeExact(-5);
    assertThat(same).as("i32_identity(-5)").isEqualTo(-5);
  }

  @Test
  @DisplayName("An interface whose methods fit exports can be bound and called.")
  @Why("applications want names and types")
  void required_calling_13_08_boundInterface() {
    WasmInstance instance = instance("values");
    Values values = instance.bind(Values.class);
    assertThat(values.sum(2, 3)).as("sum").isEqualTo(5);
    values.nothing();
    assertThat(values.mixed(4, 3, 2, 1)).as("mixed").isEqualTo(4321);
    assertThat(values.isPositive(5)).as("isPositive(5), for which the guest gives 16").isTrue();
    assertThat(values.isPositive(-5)).as("isPositive(-5)").isFalse();
    assertThat(values.same(1.25f)).as("same").isEqualTo(1.25f);
    assertThat(values.doubled(21)).as("a default method").isEqualTo(42);
    assertThat(instance.bind(Sums.class).doubled(4)).as("one of a public interface").isEqualTo(8);
    assertThat(values).as("equals itself").isEqualTo(values);
    assertThat(values).as("equals no other").isNotEqualTo(instance.bind(Values.class));
    assertThat(values).as("hashCode()").hasSameHashCodeAs(values);
    assertThat(values.toString()).as("toString()").contains("Values");
  }

  @Test
  @DisplayName("An interface that does not fit is refused, by a message that lists all misfits.")
  @Why("one at a time is one build at a time")
  void required_calling_13_09_misfits() {
    WasmInstance instance = instance("values");
    assertThat(refused(TypeMismatchException.class, "bind", () -> instance.bind(Misfit.class)))
        .hasMessageContainingAll("sum", "absent", "calls");
    refused(InvalidArgumentException.class, "bind(String)", () -> instance.bind(String.class));
  }

  @Test
  @DisplayName("A function can be called again and again, by each way in turn.")
  @Why("a stack that is not reset fails at the thousandth call")
  void required_calling_13_10_manyCalls() throws Throwable {
    WasmInstance instance = instance("values");
    Values values = instance.bind(Values.class);
    WasmFunction count = instance.function("count");
    MethodHandle handle = count.handle();
    for (int i = 0; i < 1_000; i++) {
      int exact = (int) handle.invokeExact(i);
      assertThat(exact).as("count by handle").isEqualTo(2 * i + 1);
      assertThat(count.call(i)).as("count by call").isEqualTo(2 * i + 2);
      assertThat(values.sum(i, i)).as("sum").isEqualTo(2L * i);
    }
  }

  private static void notFor(WasmFunction function, @Nullable Object... values) {
    for (Object value : values) {
      @Nullable Object[] arguments = {value};
      refused(
          TypeMismatchException.class,
          "%s(%s)".formatted(function.name(), value),
          () -> function.call(arguments));
    }
  }
}
