package io.github.wasminterop;

import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.ValueType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wasm values between boxed Java objects and the raw bits of the SPI. */
final class Values {
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  private Values() {}

  /**
   * The bits of a boxed value: any integral number that fits the type signed or unsigned, a {@code
   * Boolean} for {@code i32} (false is 0, true is 1), and for floating-point types any number that
   * converts exactly.
   *
   * @param subject what the value is for, in messages
   */
  static long toBits(ValueType type, @Nullable Object value, String subject) {
    Long bits =
        switch (type) {
          case I32 ->
              value instanceof Boolean flag ? Long.valueOf(flag ? 1 : 0) : i32(integral(value));
          case I64 -> i64(integral(value));
          case F32 -> f32(value);
          case F64 -> f64(value);
          case V128, FUNCREF, EXTERNREF, REFERENCE -> null;
        };
    if (bits == null) {
      throw new TypeMismatchException(
          "%s: %s is not a value of type %s"
              .formatted(
                  subject,
                  value == null ? "null" : value + " (" + value.getClass().getSimpleName() + ")",
                  type));
    }
    return bits;
  }

  /** The boxed value of bits: Integer, Long, Float or Double. */
  static Object fromBits(ValueType type, long bits) {
    return switch (type) {
      case I32 -> (int) bits;
      case I64 -> bits;
      case F32 -> Float.intBitsToFloat((int) bits);
      case F64 -> Double.longBitsToDouble(bits);
      case V128, FUNCREF, EXTERNREF, REFERENCE ->
          throw new TypeMismatchException("no Java value for a " + type);
    };
  }

  static long[] toBits(List<ValueType> types, @Nullable Object[] values, String subject) {
    if (types.size() != values.length) {
      throw new TypeMismatchException(
          "%s takes %d arguments %s and was given %d"
              .formatted(subject, types.size(), types, values.length));
    }
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = toBits(types.get(i), values[i], subject);
    }
    return bits;
  }

  /**
   * The results of a function as one object: null for none, the boxed value for one, a list for
   * several.
   */
  static @Nullable Object fromBits(List<ValueType> types, long[] bits) {
    return switch (types.size()) {
      case 0 -> null;
      case 1 -> fromBits(types.getFirst(), bits[0]);
      default -> {
        List<Object> values = new ArrayList<>(bits.length);
        for (int i = 0; i < types.size(); i++) {
          values.add(fromBits(types.get(i), bits[i]));
        }
        yield List.copyOf(values);
      }
    };
  }

  private static @Nullable BigInteger integral(@Nullable Object value) {
    return switch (value) {
      case Byte v -> BigInteger.valueOf(v);
      case Short v -> BigInteger.valueOf(v);
      case Integer v -> BigInteger.valueOf(v);
      case Long v -> BigInteger.valueOf(v);
      case BigInteger v -> v;
      case null, default -> null;
    };
  }

  private static @Nullable Long i32(@Nullable BigInteger value) {
    return value != null
            && value.bitLength() <= 32
            && value.longValue() >= Integer.MIN_VALUE
            && value.longValue() <= MAX_U32
        ? value.longValue()
        : null;
  }

  private static @Nullable Long i64(@Nullable BigInteger value) {
    return value != null
            && (value.bitLength() <= 63 || (value.signum() > 0 && value.bitLength() == 64))
        ? value.longValue()
        : null;
  }

  private static @Nullable Long f32(@Nullable Object value) {
    if (value instanceof Float number) {
      return (long) Float.floatToRawIntBits(number);
    }
    Long wide = f64(value);
    if (wide == null) {
      return null;
    }
    double number = Double.longBitsToDouble(wide);
    float narrow = (float) number;
    return Double.compare(narrow, number) == 0
        ? Long.valueOf(Float.floatToRawIntBits(narrow))
        : null;
  }

  private static @Nullable Long f64(@Nullable Object value) {
    return switch (value) {
      case Double number -> Double.doubleToRawLongBits(number);
      case Float number -> Double.doubleToRawLongBits(number);
      case null, default -> {
        BigInteger whole = integral(value);
        yield whole != null && isExactAsDouble(whole)
            ? Long.valueOf(Double.doubleToRawLongBits(whole.doubleValue()))
            : null;
      }
    };
  }

  private static boolean isExactAsDouble(BigInteger value) {
    BigInteger magnitude = value.abs();
    return magnitude.bitLength() <= Double.MAX_EXPONENT + 1
        && magnitude.bitLength() - magnitude.getLowestSetBit() <= Double.PRECISION;
  }
}
