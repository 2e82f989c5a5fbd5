package io.github.wasminterop.backend.graal;

import io.github.wasminterop.type.ValueType;
import java.util.List;
import org.graalvm.polyglot.Value;

/** Converts between raw bits and the boxes that GraalWasm takes, which are of the exact type. */
final class Bits {
  static final long[] NONE = {};

  private Bits() {}

  static Object box(ValueType type, long bits) {
    return switch (type) {
      case I32 -> (int) bits;
      case I64 -> bits;
      case F32 -> Float.intBitsToFloat((int) bits);
      case F64 -> Double.longBitsToDouble(bits);
      case V128, FUNCREF, EXTERNREF, REFERENCE ->
          throw new IllegalArgumentException("does not cross to Java: " + type);
    };
  }

  static Object[] box(List<ValueType> types, long[] bits) {
    Object[] boxes = new Object[types.size()];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = box(types.get(i), bits[i]);
    }
    return boxes;
  }

  static long unbox(ValueType type, Value value) {
    return switch (type) {
      case I32 -> value.asInt();
      case I64 -> value.asLong();
      case F32 -> Float.floatToRawIntBits(value.asFloat());
      case F64 -> Double.doubleToRawLongBits(value.asDouble());
      case V128, FUNCREF, EXTERNREF, REFERENCE ->
          throw new IllegalArgumentException("does not cross to Java: " + type);
    };
  }

  static long[] unbox(List<ValueType> types, Value[] values) {
    long[] bits = new long[types.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = unbox(types.get(i), values[i]);
    }
    return bits;
  }

  /** The results of a call, of which there is at least one. */
  static long[] results(List<ValueType> types, Value result) {
    if (types.size() == 1) {
      return new long[] {unbox(types.getFirst(), result)};
    }
    long[] bits = new long[types.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = unbox(types.get(i), result.getArrayElement(i));
    }
    return bits;
  }
}
