package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.FuncType;
import io.github.kawamuray.wasmtime.Val;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.util.List;

/** Numbers and their types, between raw bits and Wasmtime. */
final class Values {
  private static final Val[] NO_VALUES = {};
  private static final long[] NO_BITS = {};

  private Values() {}

  static FuncType type(FunctionType type) {
    return new FuncType(types(type.parameters()), types(type.results()));
  }

  static Val[] toNative(List<ValueType> types, long[] bits) {
    if (bits.length == 0) {
      return NO_VALUES;
    }
    Val[] values = new Val[bits.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = toNative(types.get(i), bits[i]);
    }
    return values;
  }

  static Val toNative(ValueType type, long bits) {
    return switch (type) {
      case I32 -> Val.fromI32((int) bits);
      case I64 -> Val.fromI64(bits);
      case F32 -> Val.fromF32(Float.intBitsToFloat((int) bits));
      case F64 -> Val.fromF64(Double.longBitsToDouble(bits));
      default -> throw new IllegalArgumentException(type + " does not cross to Java");
    };
  }

  static long[] toBits(Val[] values) {
    if (values.length == 0) {
      return NO_BITS;
    }
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = toBits(values[i]);
    }
    return bits;
  }

  static long toBits(Val value) {
    return switch (value.getType()) {
      case I32 -> value.i32();
      case I64 -> value.i64();
      case F32 -> Float.floatToRawIntBits(value.f32());
      case F64 -> Double.doubleToRawLongBits(value.f64());
      default -> throw new IllegalArgumentException(value.getType() + " does not cross to Java");
    };
  }

  static ValueType type(Val.Type type) {
    return switch (type) {
      case I32 -> ValueType.I32;
      case I64 -> ValueType.I64;
      case F32 -> ValueType.F32;
      case F64 -> ValueType.F64;
      case V128 -> ValueType.V128;
      case FUNC_REF -> ValueType.FUNCREF;
      case EXTERN_REF -> ValueType.EXTERNREF;
    };
  }

  private static Val.Type[] types(List<ValueType> types) {
    return types.stream().map(Values::type).toArray(Val.Type[]::new);
  }

  private static Val.Type type(ValueType type) {
    return switch (type) {
      case I32 -> Val.Type.I32;
      case I64 -> Val.Type.I64;
      case F32 -> Val.Type.F32;
      case F64 -> Val.Type.F64;
      default -> throw new IllegalArgumentException(type + " does not cross to Java");
    };
  }
}
