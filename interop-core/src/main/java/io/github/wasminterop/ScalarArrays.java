package io.github.wasminterop;

import io.github.wasminterop.abi.BitField;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.error.InvalidArgumentException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.ByteOrder;

/** Numbers in a struct, of any scalar, from and to Java's primitive types and arrays of them. */
final class ScalarArrays {

  private ScalarArrays() {}

  /** The size of a primitive type in bytes. */
  static int byteSize(Class<?> primitive) {
    return switch (primitive.getName()) {
      case "boolean", "byte" -> 1;
      case "short", "char" -> 2;
      case "int", "float" -> 4;
      default -> 8;
    };
  }

  /** The layout of a primitive type, little-endian and at any address. */
  static ValueLayout layout(Class<?> primitive) {
    ValueLayout layout =
        switch (primitive.getName()) {
          case "byte", "boolean" -> ValueLayout.JAVA_BYTE;
          case "short" -> ValueLayout.JAVA_SHORT_UNALIGNED;
          case "char" -> ValueLayout.JAVA_CHAR_UNALIGNED;
          case "int" -> ValueLayout.JAVA_INT_UNALIGNED;
          case "long" -> ValueLayout.JAVA_LONG_UNALIGNED;
          case "float" -> ValueLayout.JAVA_FLOAT_UNALIGNED;
          default -> ValueLayout.JAVA_DOUBLE_UNALIGNED;
        };
    return layout.withOrder(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether a scalar has the very bits of a primitive type. */
  static boolean isSame(Class<?> primitive, Content.Plain number) {
    return byteSize(primitive) == number.byteSize()
        && primitive != boolean.class
        && number.scalar() != Scalar.F16;
  }

  /** Reads an array of a primitive type. */
  static Object read(
      Class<?> primitive, Content.Plain number, int count, MemorySegment segment, long offset) {
    Object array = Array.newInstance(primitive, count);
    if (isSame(primitive, number)) {
      MemorySegment.copy(segment, layout(primitive), offset, array, 0, count);
    } else {
      for (int i = 0; i < count; i++) {
        long at = offset + (long) i * number.byteSize();
        switch (array) {
          case float[] floats -> floats[i] = (float) real(number.byteSize(), segment, at);
          case double[] doubles -> doubles[i] = real(number.byteSize(), segment, at);
          case boolean[] booleans -> booleans[i] = integerAt(number, segment, at) != 0;
          case short[] shorts -> shorts[i] = (short) integerAt(number, segment, at);
          case char[] chars -> chars[i] = (char) integerAt(number, segment, at);
          case int[] ints -> ints[i] = (int) integerAt(number, segment, at);
          default -> ((long[]) array)[i] = integerAt(number, segment, at);
        }
      }
    }
    return array;
  }

  /** Writes an array of a primitive type. */
  static void write(
      String field, Content.Plain number, MemorySegment segment, long offset, Object array) {
    int count = Array.getLength(array);
    Class<?> primitive = array.getClass().getComponentType();
    if (isSame(primitive, number)) {
      MemorySegment.copy(array, 0, segment, layout(primitive), offset, count);
      return;
    }
    BitField range = range(number.scalar(), 8 * number.byteSize());
    for (int i = 0; i < count; i++) {
      long at = offset + (long) i * number.byteSize();
      switch (array) {
        case float[] floats -> storeReal(number.byteSize(), segment, at, floats[i]);
        case double[] doubles -> storeReal(number.byteSize(), segment, at, doubles[i]);
        case boolean[] booleans ->
            Elements.store(segment, at, number.byteSize(), booleans[i] ? 1 : 0);
        default -> {
          long value = array instanceof char[] chars ? chars[i] : Array.getLong(array, i);
          Elements.store(segment, at, number.byteSize(), checked(field, range, value));
        }
      }
    }
  }

  /** What an integer scalar, or so many bits of it, can hold. */
  static BitField range(Scalar scalar, int bits) {
    return new BitField(0, bits, scalar.isSigned());
  }

  /** Refuses a number that a field cannot hold. */
  static long checked(String field, BitField range, long value) {
    if (!range.fits(value)) {
      throw new InvalidArgumentException(
          "%s cannot hold %d: it is %d to %s"
              .formatted(field, value, range.minimum(), Long.toUnsignedString(range.maximum())));
    }
    return value;
  }

  /** Reads an integer with its sign. */
  static long integer(int byteSize, boolean signed, MemorySegment segment, long offset) {
    long bits = Elements.load(segment, offset, byteSize);
    int unused = Long.SIZE - 8 * byteSize;
    return signed ? bits << unused >> unused : bits;
  }

  /** Writes the low bits of an integer. */
  static void storeInteger(int byteSize, MemorySegment segment, long offset, long value) {
    Elements.store(segment, offset, byteSize, value);
  }

  /** Reads a binary16, binary32 or binary64 number. */
  static double real(int byteSize, MemorySegment segment, long offset) {
    long bits = Elements.load(segment, offset, byteSize);
    return switch (byteSize) {
      case 2 -> Float.float16ToFloat((short) bits);
      case 4 -> Float.intBitsToFloat((int) bits);
      default -> Double.longBitsToDouble(bits);
    };
  }

  /** Writes a number, rounded to the nearest that there is. */
  static void storeReal(int byteSize, MemorySegment segment, long offset, double value) {
    long bits =
        switch (byteSize) {
          case 2 -> Float.floatToFloat16((float) value);
          case 4 -> Float.floatToRawIntBits((float) value);
          default -> Double.doubleToRawLongBits(value);
        };
    Elements.store(segment, offset, byteSize, bits);
  }

  private static long integerAt(Content.Plain number, MemorySegment segment, long offset) {
    return integer(number.byteSize(), number.scalar().isSigned(), segment, offset);
  }
}
