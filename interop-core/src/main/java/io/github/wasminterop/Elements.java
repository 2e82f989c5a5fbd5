package io.github.wasminterop;

import io.github.wasminterop.error.TypeMismatchException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Elements outside a typed view: as bits of a size known at run time only, in arrays, in buffers.
 */
final class Elements {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A power of two, so that no element is cut. */
  private static final long FILL_CHUNK = 1 << 14;

  private Elements() {}

  /** Reads an integer of 1, 2, 4 or 8 bytes, zero-extended. */
  static long load(MemorySegment segment, long offset, int byteSize) {
    return switch (byteSize) {
      case 1 -> Byte.toUnsignedLong(segment.get(ValueLayout.JAVA_BYTE, offset));
      case 2 -> Short.toUnsignedLong(segment.get(SHORT, offset));
      case 4 -> Integer.toUnsignedLong(segment.get(INT, offset));
      default -> segment.get(LONG, offset);
    };
  }

  /** Writes the low bits of an integer as 1, 2, 4 or 8 bytes. */
  static void store(MemorySegment segment, long offset, int byteSize, long bits) {
    switch (byteSize) {
      case 1 -> segment.set(ValueLayout.JAVA_BYTE, offset, (byte) bits);
      case 2 -> segment.set(SHORT, offset, (short) bits);
      case 4 -> segment.set(INT, offset, (int) bits);
      default -> segment.set(LONG, offset, bits);
    }
  }

  /**
   * Sets all elements to the low bits of an integer.
   *
   * @param segment one element or more
   */
  static void fill(MemorySegment segment, int elementSize, long bits) {
    if (elementSize == 1) {
      segment.fill((byte) bits);
      return;
    }
    store(segment, 0, elementSize, bits);
    long size = segment.byteSize();
    for (long done = elementSize; done < size; ) { // from a beginning that stays in the cache
      long count = Math.min(Math.min(done, FILL_CHUNK), size - done);
      MemorySegment.copy(segment, 0, segment, done, count);
      done += count;
    }
  }

  /**
   * Copies with the bytes of each element reversed; {@code source} and {@code target} may be the
   * same.
   */
  static void swap(MemorySegment source, MemorySegment target, int elementSize) {
    ValueLayout layout =
        switch (elementSize) {
          case 1 -> ValueLayout.JAVA_BYTE;
          case 2 -> SHORT;
          case 4 -> INT;
          default -> LONG;
        };
    MemorySegment.copy(
        source,
        layout,
        0,
        target,
        layout.withOrder(ByteOrder.BIG_ENDIAN),
        0,
        source.byteSize() / elementSize);
  }

  /** The segment of some elements of an array. */
  static MemorySegment of(Object array, int index, int count) {
    MemorySegment all =
        switch (array) {
          case byte[] a -> MemorySegment.ofArray(a);
          case short[] a -> MemorySegment.ofArray(a);
          case int[] a -> MemorySegment.ofArray(a);
          case long[] a -> MemorySegment.ofArray(a);
          case float[] a -> MemorySegment.ofArray(a);
          case double[] a -> MemorySegment.ofArray(a);
          default ->
              throw new TypeMismatchException(
                  "not an array of elements: " + array.getClass().getTypeName());
        };
    long elementSize =
        all.byteSize() == 0 ? 1 : all.byteSize() / java.lang.reflect.Array.getLength(array);
    return all.asSlice(index * elementSize, count * elementSize);
  }

  /** Checks that a buffer is one of bytes or of the elements of a view. */
  static void checkClass(String subject, ElementType<?> type, Buffer buffer) {
    if (!(buffer instanceof ByteBuffer) && carrier(buffer) != type.layout().carrier()) {
      throw new TypeMismatchException(
          "%s: elements of type %s are not copied to or from a buffer of %s"
              .formatted(subject, type, carrier(buffer).getSimpleName()));
    }
  }

  /** The order of a buffer's elements; that of a {@link ByteBuffer}'s bytes is the guest's. */
  static ByteOrder order(Buffer buffer) {
    return switch (buffer) {
      case ShortBuffer b -> b.order();
      case IntBuffer b -> b.order();
      case LongBuffer b -> b.order();
      case FloatBuffer b -> b.order();
      case DoubleBuffer b -> b.order();
      case CharBuffer b -> b.order();
      case ByteBuffer _ -> ByteOrder.LITTLE_ENDIAN;
    };
  }

  private static Class<?> carrier(Buffer buffer) {
    return switch (buffer) {
      case ByteBuffer _ -> byte.class;
      case ShortBuffer _ -> short.class;
      case IntBuffer _ -> int.class;
      case LongBuffer _ -> long.class;
      case FloatBuffer _ -> float.class;
      case DoubleBuffer _ -> double.class;
      case CharBuffer _ -> char.class;
    };
  }
}
