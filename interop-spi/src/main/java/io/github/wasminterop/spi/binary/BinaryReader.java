package io.github.wasminterop.spi.binary;

import io.github.wasminterop.error.InvalidModuleException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a range of a module in the binary format. Whatever the bytes are, it ends in a value or in
 * {@link InvalidModuleException}, and never outside of the range.
 */
final class BinaryReader {
  private static final int MORE = 0x80;

  private final byte[] bytes;
  private final int end;
  private int position;

  BinaryReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = Math.min(start, end);
    this.end = end;
  }

  int position() {
    return position;
  }

  boolean hasMore() {
    return position < end;
  }

  int u8() {
    if (position >= end) {
      throw malformed("it ends too early");
    }
    return Byte.toUnsignedInt(bytes[position++]);
  }

  long u32() {
    return unsigned(Integer.SIZE);
  }

  /** An unsigned number of 64 bits; above {@link Long#MAX_VALUE} it comes out negative. */
  long u64() {
    return unsigned(Long.SIZE);
  }

  /** A signed number of up to 64 bits. */
  long signed() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int unit = u8();
      value |= (long) (unit & ~MORE) << shift;
      if ((unit & MORE) == 0) {
        int unused = Long.SIZE - shift - 7;
        return unused > 0 ? value << unused >> unused : value;
      }
    }
    throw malformed("a number is too long");
  }

  /** A number of things that take at least a byte each. */
  int count() {
    long count = u32();
    if (count > end - position) {
      throw malformed("%d are announced where %d bytes are left".formatted(count, end - position));
    }
    return (int) count;
  }

  /** An index below {@code size}. */
  int index(int size, String of) {
    long index = u32();
    if (index >= size) {
      throw malformed("there is no %s %d, only %d".formatted(of, index, size));
    }
    return (int) index;
  }

  void vector(Runnable element) {
    int count = count();
    for (int i = 0; i < count; i++) {
      element.run();
    }
  }

  String name() {
    int length = count();
    ByteBuffer name = ByteBuffer.wrap(bytes, position, length);
    position += length;
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(name).toString();
    } catch (CharacterCodingException e) {
      throw malformed("a name is not UTF-8");
    }
  }

  void skip(int size) {
    if (size > end - position) {
      throw malformed("it ends too early");
    }
    position += size;
  }

  boolean skipIf(int unit) {
    boolean found = hasMore() && Byte.toUnsignedInt(bytes[position]) == unit;
    if (found) {
      position++;
    }
    return found;
  }

  InvalidModuleException malformed(String what) {
    return new InvalidModuleException(
        "the module is malformed at byte %d: %s".formatted(position, what), null);
  }

  private long unsigned(int bits) {
    long value = 0;
    for (int shift = 0; shift < bits; shift += 7) {
      int unit = u8();
      int payload = unit & ~MORE;
      if (bits - shift < 7 && payload >>> (bits - shift) != 0) {
        throw malformed("a number does not fit %d bits".formatted(bits));
      }
      value |= (long) payload << shift;
      if ((unit & MORE) == 0) {
        return value;
      }
    }
    throw malformed("a number is too long");
  }
}
