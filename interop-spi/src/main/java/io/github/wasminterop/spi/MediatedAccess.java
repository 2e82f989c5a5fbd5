package io.github.wasminterop.spi;

import java.lang.foreign.MemorySegment;

/**
 * Access to a memory whose bytes have no segment, through calls of its runtime.
 *
 * <p>Core passes only ranges that lie inside {@link #byteSize()}, asked just before.
 */
public interface MediatedAccess {

  /** {@return the current size in bytes} */
  long byteSize();

  /**
   * Reads bytes.
   *
   * @param address where the bytes start, unsigned
   * @param target the segment to fill, as many bytes as it has; not longer than 2 GiB
   */
  void read(long address, MemorySegment target);

  /**
   * Writes bytes, all or none.
   *
   * @param address where the bytes start, unsigned
   * @param source the bytes, all of the segment; not longer than 2 GiB
   */
  void write(long address, MemorySegment source);

  /**
   * Reads an integer in little-endian order.
   *
   * @param address where it starts, unsigned, of any alignment
   * @param byteSize its size: 1, 2, 4 or 8 bytes
   * @return the integer, zero-extended
   */
  long load(long address, int byteSize);

  /**
   * Writes an integer in little-endian order.
   *
   * @param address where it starts, unsigned, of any alignment
   * @param byteSize its size: 1, 2, 4 or 8 bytes
   * @param value the integer; bits above its size are ignored
   */
  void store(long address, int byteSize, long value);
}
