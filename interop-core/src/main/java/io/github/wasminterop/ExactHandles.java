package io.github.wasminterop;

import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Method handles between the exact Java type of a wasm function and the raw bits of the SPI. */
@SuppressWarnings("unused") // the small methods are reached through handles
final class ExactHandles {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle INVOKE =
      find(WasmFunction.class, "invoke", MethodType.methodType(long[].class, long[].class));
  private static final MethodHandle NOTHING =
      findStatic("nothing", MethodType.methodType(void.class, long[].class));
  private static final MethodHandle NO_RESULTS =
      findStatic("noResults", MethodType.methodType(long[].class));
  private static final MethodHandle ONE_RESULT =
      findStatic("oneResult", MethodType.methodType(long[].class, long.class));
  private static final MethodHandle FIRST =
      findStatic("first", MethodType.methodType(long.class, long[].class));
  private static final MethodHandle ALL =
      findStatic("all", MethodType.methodType(List.class, List.class, long[].class));
  private static final MethodHandle INT_TO_BITS =
      findStatic("bits", MethodType.methodType(long.class, int.class));
  private static final MethodHandle FLOAT_TO_BITS =
      findStatic("bits", MethodType.methodType(long.class, float.class));
  private static final MethodHandle DOUBLE_TO_BITS =
      findStatic("bits", MethodType.methodType(long.class, double.class));
  private static final MethodHandle BITS_TO_INT =
      findStatic("toInt", MethodType.methodType(int.class, long.class));
  private static final MethodHandle BITS_TO_FLOAT =
      findStatic("toFloat", MethodType.methodType(float.class, long.class));
  private static final MethodHandle BITS_TO_DOUBLE =
      findStatic("toDouble", MethodType.methodType(double.class, long.class));

  private ExactHandles() {}

  /** A handle of the function's exact Java type. */
  static MethodHandle of(WasmFunction function) {
    FunctionType type = function.type();
    MethodHandle handle =
        INVOKE.bindTo(function).asCollector(long[].class, type.parameters().size());
    for (int i = 0; i < type.parameters().size(); i++) {
      MethodHandle filter = toBits(type.parameters().get(i));
      if (filter != null) {
        handle = MethodHandles.filterArguments(handle, i, filter);
      }
    }
    handle =
        switch (type.results().size()) {
          case 0 -> MethodHandles.filterReturnValue(handle, NOTHING);
          case 1 ->
              result(MethodHandles.filterReturnValue(handle, FIRST), type.results().getFirst());
          default -> MethodHandles.filterReturnValue(handle, ALL.bindTo(type.results()));
        };
    return handle.asType(type.methodType());
  }

  /**
   * The other way round: a handle {@code (WasmInstance, long[])long[]} of raw bits.
   *
   * @param code a handle of a {@link WasmInstance} and the exact Java type
   */
  static MethodHandle raw(MethodHandle code, FunctionType type) {
    MethodHandle handle = code;
    for (int i = 0; i < type.parameters().size(); i++) {
      MethodHandle argument = fromBits(type.parameters().get(i));
      if (argument != null) {
        handle = MethodHandles.filterArguments(handle, i + 1, argument);
      }
    }
    if (type.results().isEmpty()) {
      handle = MethodHandles.filterReturnValue(handle, NO_RESULTS);
    } else {
      MethodHandle bits = toBits(type.results().getFirst());
      if (bits != null) {
        handle = MethodHandles.filterReturnValue(handle, bits);
      }
      handle = MethodHandles.filterReturnValue(handle, ONE_RESULT);
    }
    return handle.asSpreader(long[].class, type.parameters().size());
  }

  private static MethodHandle result(MethodHandle handle, ValueType type) {
    MethodHandle filter = fromBits(type);
    return filter == null ? handle : MethodHandles.filterReturnValue(handle, filter);
  }

  private static @Nullable MethodHandle fromBits(ValueType type) {
    return switch (type) {
      case I32 -> BITS_TO_INT;
      case F32 -> BITS_TO_FLOAT;
      case F64 -> BITS_TO_DOUBLE;
      case I64, V128, FUNCREF, EXTERNREF, REFERENCE -> null;
    };
  }

  private static @Nullable MethodHandle toBits(ValueType type) {
    return switch (type) {
      case I32 -> INT_TO_BITS;
      case F32 -> FLOAT_TO_BITS;
      case F64 -> DOUBLE_TO_BITS;
      case I64, V128, FUNCREF, EXTERNREF, REFERENCE -> null;
    };
  }

  private static void nothing(long[] results) {}

  private static long[] noResults() {
    return new long[0];
  }

  private static long[] oneResult(long bits) {
    return new long[] {bits};
  }

  private static long first(long[] results) {
    return results[0];
  }

  private static List<?> all(List<ValueType> types, long[] results) {
    return (List<?>) Objects.requireNonNull(Values.fromBits(types, results));
  }

  private static long bits(int value) {
    return Integer.toUnsignedLong(value);
  }

  private static long bits(float value) {
    return Float.floatToRawIntBits(value);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static int toInt(long bits) {
    return (int) bits;
  }

  private static float toFloat(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  private static double toDouble(long bits) {
    return Double.longBitsToDouble(bits);
  }

  private static MethodHandle find(Class<?> owner, String name, MethodType type) {
    try {
      return LOOKUP.findVirtual(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  private static MethodHandle findStatic(String name, MethodType type) {
    try {
      return LOOKUP.findStatic(ExactHandles.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }
}
