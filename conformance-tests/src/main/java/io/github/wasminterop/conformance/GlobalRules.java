package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reading and writing globals. */
abstract class GlobalRules extends RuleGroup {

  GlobalRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("Constants of each type can be read.")
  @Why("toolchains export sizes and addresses so")
  void required_globals_14_01_constants() {
    WasmInstance instance = instance("values");
    Map<String, Object> constants =
        Map.of(
            "i32_constant", -2, "i64_constant", -3L, "f32_constant", 1.5f, "f64_constant", -2.25);
    constants.forEach(
        (name, value) -> {
          assertThat(instance.global(name).get()).as("global %s", name).isEqualTo(value);
          assertThat(instance.global(name).type().mutable()).as("%s is mutable", name).isFalse();
        });
  }

  @Test
  @DisplayName("What the host sets the guest gets, and the reverse, for each type.")
  @Why("a global is a variable of both sides")
  void required_globals_14_02_bothSides() {
    WasmInstance instance = instance("values");
    Map<String, List<Object>> values =
        Map.of(
            "i32", List.of(-1, Integer.MIN_VALUE, 0),
            "i64", List.of(-1L, Long.MIN_VALUE, 0x8000_0000L),
            "f32", List.of(-0f, Float.MAX_VALUE, Float.NaN),
            "f64", List.of(-0d, Double.MIN_VALUE, Double.NEGATIVE_INFINITY));
    values.forEach(
        (type, samples) -> {
          WasmGlobal global = instance.global(type + "_global");
          assertThat(global.type().mutable()).as("%s is mutable", global).isTrue();
          for (Object sample : samples) {
            global.set(sample);
            assertThat(instance.function(type + "_get").call())
                .as("what the guest gets after set(%s)", sample)
                .isEqualTo(sample);
          }
          for (Object sample : samples) {
            instance.function(type + "_set").call(sample);
            assertThat(global.get()).as("get() after the guest set %s", sample).isEqualTo(sample);
          }
        });
  }

  @Test
  @DisplayName("A global is read by the accessor of its type, an i32 also as an unsigned long.")
  @Why("addresses in globals are unsigned")
  void required_globals_14_03_typedAccess() {
    WasmInstance instance = instance("values");
    assertThat(instance.global("i32_constant").getInt()).isEqualTo(-2);
    assertThat(instance.global("i32_constant").getLong()).as("unsigned").isEqualTo((1L << 32) - 2);
    assertThat(instance.global("i64_constant").getLong()).isEqualTo(-3);
    assertThat(instance.global("f32_constant").getFloat()).isEqualTo(1.5f);
    assertThat(instance.global("f64_constant").getDouble()).isEqualTo(-2.25);
    Class<TypeMismatchException> mismatch = TypeMismatchException.class;
    refused(mismatch, "getInt of an i64", () -> instance.global("i64_constant").getInt());
    refused(mismatch, "getLong of an f64", () -> instance.global("f64_constant").getLong());
    refused(mismatch, "getFloat of an f64", () -> instance.global("f64_constant").getFloat());
    refused(mismatch, "getDouble of an f32", () -> instance.global("f32_constant").getDouble());
  }

  @Test
  @DisplayName("Setting a constant, or a value of the wrong type, is refused and changes nothing.")
  @Why("the guest's compiler relied on it")
  void required_globals_14_04_refusedSet() {
    WasmInstance instance = instance("values");
    Class<TypeMismatchException> mismatch = TypeMismatchException.class;
    assertThat(refused(mismatch, "set", () -> instance.global("i32_constant").set(7)))
        .hasMessageContaining("i32_constant");
    assertThat(instance.global("i32_constant").get()).isEqualTo(-2);
    refused(mismatch, "set(0.5)", () -> instance.global("i32_global").set(0.5));
    refused(mismatch, "set(2^40)", () -> instance.global("i32_global").set(1L << 40));
    refused(mismatch, "set(\"1\")", () -> instance.global("f64_global").set("1"));
    assertThat(instance.global("i32_global").get()).as("i32_global").isEqualTo(1);
    assertThat(instance.global("f64_global").get()).as("f64_global").isEqualTo(4d);
  }

  @Test
  @DisplayName("The payload of a NaN survives in a global.")
  @Why("engines box values in NaNs")
  void required_globals_14_05_nanBits() {
    WasmInstance instance = instance("values");
    double nan = Double.longBitsToDouble(0xfff8_0000_dead_beefL);
    instance.global("f64_global").set(nan);
    assertThat(Double.doubleToRawLongBits(instance.global("f64_global").getDouble()))
        .as("bits of getDouble()")
        .isEqualTo(0xfff8_0000_dead_beefL);
    instance.function("f32_set").call(Float.intBitsToFloat(0x7fc1_2345));
    assertThat(Float.floatToRawIntBits(instance.global("f32_global").getFloat()))
        .as("bits of getFloat()")
        .isEqualTo(0x7fc1_2345);
  }

  @Test
  @DisplayName("Globals of the host's can be imported, and are one variable for all.")
  @Why("stack pointers and settings are shared so")
  void optional_globals_14_06_imported() {
    needs(Capability.IMPORTED_GLOBALS);
    WasmGlobal constant = runtime().newGlobal(new GlobalType(ValueType.I64, false), Long.MIN_VALUE);
    WasmGlobal counter = runtime().newGlobal(new GlobalType(ValueType.I32, true), 10);
    WasmGlobal ratio = runtime().newGlobal(new GlobalType(ValueType.F64, true), 0.25);
    WasmInstance instance =
        instance(
            "import_globals",
            WasmImports.none()
                .global("env", "constant", constant)
                .global("env", "counter", counter)
                .global("env", "ratio", ratio));
    assertThat(instance.function("constant").call()).as("constant").isEqualTo(Long.MIN_VALUE);
    instance.function("bump").call();
    assertThat(counter.get()).as("counter after the guest's bump").isEqualTo(11);
    assertThat(ratio.get()).as("ratio after the guest's bump").isEqualTo(0.5);
    counter.set(100);
    assertThat(instance.function("counter_value").call()).as("what the guest gets").isEqualTo(100);
    assertThat(instance.global("counter").get()).as("the export of the import").isEqualTo(100);
    refused(TypeMismatchException.class, "constant.set(1)", () -> constant.set(1));
    refused(
        TypeMismatchException.class,
        "newGlobal(i32, 0.5)",
        () -> runtime().newGlobal(new GlobalType(ValueType.I32, true), 0.5));
  }
}
