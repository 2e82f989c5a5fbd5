package io.github.wasminterop;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.OutOfBoundsException;

/** The one place that decides whether a range lies inside another. All arithmetic is exact. */
final class Ranges {

  private Ranges() {}

  /**
   * Checks that {@code length} elements from {@code pointer} on lie inside a memory.
   *
   * @param pointer in bytes; a negative one stands for an unsigned number above 2<sup>63</sup>
   * @param length in elements; a negative one likewise
   */
  static void checkInMemory(
      String subject, long pointer, long length, int elementSize, long memorySize) {
    if (pointer < 0
        || pointer > memorySize
        || overflows(length, elementSize)
        || length * elementSize > memorySize - pointer) {
      throw new OutOfBoundsException(
          "%s: %s elements of %d bytes at address %s reach beyond the memory, which has %d bytes"
              .formatted(
                  subject,
                  Long.toUnsignedString(length),
                  elementSize,
                  Long.toUnsignedString(pointer),
                  memorySize),
          subject,
          pointer,
          byteLength(length, elementSize),
          memorySize);
    }
  }

  /**
   * Checks that {@code count} units from {@code index} on lie inside a view or an array of {@code
   * length} units.
   */
  static void checkInView(String subject, long index, long count, long length) {
    if (index < 0 || count < 0 || count > length || index > length - count) {
      throw outside(subject, index, count, length);
    }
  }

  static OutOfBoundsException outside(String subject, long index, long count, long length) {
    return new OutOfBoundsException(
        count == 1
            ? "%s: index %d is not in 0 <= index < %d".formatted(subject, index, length)
            : "%s: %d elements from index %d on are not inside its %d"
                .formatted(subject, count, index, length),
        subject,
        index,
        count,
        length);
  }

  /**
   * The size of {@code length} elements, or {@link Long#MAX_VALUE}, which fits no memory, if that
   * is above the range of a long.
   *
   * @param length in elements; a negative one stands for an unsigned number above 2<sup>63</sup>
   */
  static long byteLength(long length, long elementSize) {
    return overflows(length, elementSize) ? Long.MAX_VALUE : length * elementSize;
  }

  /** Without a division, which would take longer than all else that makes a view. */
  private static boolean overflows(long length, long elementSize) {
    return length < 0 || Math.multiplyHigh(length, elementSize) != 0 || length * elementSize < 0;
  }

  /** The sum of two non-negative numbers, or {@link Long#MAX_VALUE} if that is too large. */
  static long saturatedSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  static long checkNotNegative(String name, long value) {
    if (value < 0) {
      throw new InvalidArgumentException(name + " is negative: " + value);
    }
    return value;
  }
}
