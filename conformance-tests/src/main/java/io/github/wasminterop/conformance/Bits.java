package io.github.wasminterop.conformance;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.WasmView;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Elements in arrays and buffers as zero-extended bits. */
final class Bits {

  private Bits() {}

  /** The bits of an array's elements. */
  static List<Long> of(Object array) {
    return switch (array) {
      case byte[] a -> list(a.length, i -> Byte.toUnsignedLong(a[i]));
      case short[] a -> list(a.length, i -> Short.toUnsignedLong(a[i]));
      case int[] a -> list(a.length, i -> Integer.toUnsignedLong(a[i]));
      case long[] a -> list(a.length, i -> a[i]);
      case float[] a -> list(a.length, i -> Integer.toUnsignedLong(Float.floatToRawIntBits(a[i])));
      case double[] a -> list(a.length, i -> Double.doubleToRawLongBits(a[i]));
      default -> throw new IllegalArgumentException(array.getClass().getName());
    };
  }

  /** The bits of a buffer's elements, from 0 to its limit, whatever its position. */
  static List<Long> of(Buffer buffer) {
    int length = buffer.limit();
    return switch (buffer) {
      case ByteBuffer b -> list(length, i -> Byte.toUnsignedLong(b.get(i)));
      case ShortBuffer b -> list(length, i -> Short.toUnsignedLong(b.get(i)));
      case IntBuffer b -> list(length, i -> Integer.toUnsignedLong(b.get(i)));
      case LongBuffer b -> list(length, b::get);
      case FloatBuffer b ->
          list(length, i -> Integer.toUnsignedLong(Float.floatToRawIntBits(b.get(i))));
      case DoubleBuffer b -> list(length, i -> Double.doubleToRawLongBits(b.get(i)));
      default -> throw new IllegalArgumentException(buffer.toString());
    };
  }

  /** An array of a type's element class. */
  static Object array(ElementType<?> type, int length) {
    return Array.newInstance(type.layout().carrier(), length);
  }

  /** An array of a type's element class with these bits. */
  static Object array(ElementType<?> type, List<Long> bits) {
    Object array = array(type, bits.size());
    for (int i = 0; i < bits.size(); i++) {
      long value = bits.get(i);
      switch (array) {
        case byte[] a -> a[i] = (byte) value;
        case short[] a -> a[i] = (short) value;
        case int[] a -> a[i] = (int) value;
        case long[] a -> a[i] = value;
        case float[] a -> a[i] = Float.intBitsToFloat((int) value);
        case double[] a -> a[i] = Double.longBitsToDouble(value);
        default -> throw new IllegalArgumentException(type.name());
      }
    }
    return array;
  }

  /** A buffer of a type's element class, of which only the order is fixed. */
  static Buffer buffer(ElementType<?> type, int length, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(length * type.byteSize()).order(order);
    Class<?> carrier = type.layout().carrier();
    return carrier == short.class
        ? bytes.asShortBuffer()
        : carrier == int.class
            ? bytes.asIntBuffer()
            : carrier == long.class
                ? bytes.asLongBuffer()
                : carrier == float.class
                    ? bytes.asFloatBuffer()
                    : carrier == double.class ? bytes.asDoubleBuffer() : bytes;
  }

  /** Puts bits as the elements of a buffer, from 0 on. */
  static void put(Buffer buffer, List<Long> bits) {
    for (int i = 0; i < bits.size(); i++) {
      long value = bits.get(i);
      switch (buffer) {
        case ByteBuffer b -> b.put(i, (byte) value);
        case ShortBuffer b -> b.put(i, (short) value);
        case IntBuffer b -> b.put(i, (int) value);
        case LongBuffer b -> b.put(i, value);
        case FloatBuffer b -> b.put(i, Float.intBitsToFloat((int) value));
        case DoubleBuffer b -> b.put(i, Double.longBitsToDouble(value));
        default -> throw new IllegalArgumentException(buffer.toString());
      }
    }
  }

  /** The view, seen so that any array may be passed; a wrong one fails. */
  @SuppressWarnings("unchecked") // only the tests that pass arrays of array(type, …) use it
  static WasmView<Object, ?> loose(WasmView<?, ?> view) {
    return (WasmView<Object, ?>) view;
  }

  /** The little-endian bytes of elements. */
  static byte[] bytes(List<Long> bits, int elementSize) {
    byte[] bytes = new byte[bits.size() * elementSize];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (bits.get(i / elementSize) >>> (i % elementSize * 8));
    }
    return bytes;
  }

  private static List<Long> list(int length, IntToLongFunction element) {
    return IntStream.range(0, length).mapToLong(element).boxed().toList();
  }
}
