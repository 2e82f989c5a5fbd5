package io.github.wasminterop;

import io.github.wasminterop.abi.BitField;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Bit-fields in memory, byte by byte: those of packed structs begin at any bit and reach over up to
 * nine bytes, and what lies beside them is left alone.
 */
final class BitRun {

  private BitRun() {}

  /** The number of bytes that hold the bits. */
  static int byteSize(BitField bits) {
    return (bits.shift() + bits.width() + 7) / 8;
  }

  /** What a byte contributes to the value, not yet cut to its width. */
  static long part(BitField bits, int index, int value) {
    int position = 8 * index - bits.shift();
    long unsigned = value & 0xFFL;
    return position < 0 ? unsigned >>> -position : unsigned << position;
  }

  /** The value, cut to its width, with its sign. */
  static long value(BitField bits, long parts) {
    int unused = Long.SIZE - bits.width();
    return bits.signed() ? parts << unused >> unused : parts << unused >>> unused;
  }

  /** A byte with the bits of the value that belong into it. */
  static byte merged(BitField bits, int index, int before, long value) {
    int position = 8 * index - bits.shift();
    long wanted = value & (-1L >>> (Long.SIZE - bits.width()));
    long all = -1L >>> (Long.SIZE - bits.width());
    long mask = position < 0 ? all << -position : all >>> position;
    long here = position < 0 ? wanted << -position : wanted >>> position;
    return (byte) ((before & ~mask) | (here & mask));
  }

  /** Reads the value. */
  static long load(BitField bits, MemorySegment segment, long offset) {
    long parts = 0;
    for (int i = 0; i < byteSize(bits); i++) {
      parts |= part(bits, i, segment.get(ValueLayout.JAVA_BYTE, offset + i));
    }
    return value(bits, parts);
  }

  /** Writes the low bits of a value. */
  static void store(BitField bits, MemorySegment segment, long offset, long value) {
    for (int i = 0; i < byteSize(bits); i++) {
      byte before = segment.get(ValueLayout.JAVA_BYTE, offset + i);
      segment.set(ValueLayout.JAVA_BYTE, offset + i, merged(bits, i, before, value));
    }
  }
}
