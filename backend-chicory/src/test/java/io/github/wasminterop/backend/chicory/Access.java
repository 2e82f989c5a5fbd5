package io.github.wasminterop.backend.chicory;

import java.util.List;

/**
 * A way to read and write a number in a memory.
 *
 * @param name its name in messages
 * @param size the number's size in bytes
 * @param aligned whether its address must be a multiple of its size
 * @param read gives the bits
 * @param write takes the bits; those above the size do not count
 */
record Access(String name, int size, boolean aligned, Read read, Write write) {
  static final List<Access> ALL =
      List.of(
          new Access("byte", 1, false, NativeMemory::read, (m, at, x) -> m.writeByte(at, (byte) x)),
          new Access(
              "short",
              2,
              false,
              NativeMemory::readShort,
              (m, at, x) -> m.writeShort(at, (short) x)),
          new Access(
              "u16", 2, false, NativeMemory::readU16, (m, at, x) -> m.writeShort(at, (short) x)),
          new Access("int", 4, false, NativeMemory::readInt, (m, at, x) -> m.writeI32(at, (int) x)),
          new Access("long", 8, false, NativeMemory::readLong, NativeMemory::writeLong),
          new Access(
              "float",
              4,
              false,
              (m, at) -> Float.floatToRawIntBits(m.readFloat(at)),
              (m, at, x) -> m.writeF32(at, Float.intBitsToFloat((int) x))),
          new Access(
              "double",
              8,
              false,
              (m, at) -> Double.doubleToRawLongBits(m.readDouble(at)),
              (m, at, x) -> m.writeF64(at, Double.longBitsToDouble(x))),
          new Access("f32", 4, false, NativeMemory::readF32, (m, at, x) -> m.writeI32(at, (int) x)),
          new Access("f64", 8, false, NativeMemory::readF64, NativeMemory::writeLong),
          new Access(
              "atomic byte",
              1,
              true,
              NativeMemory::atomicReadByte,
              (m, at, x) -> m.atomicWriteByte(at, (byte) x)),
          new Access(
              "atomic short",
              2,
              true,
              NativeMemory::atomicReadShort,
              (m, at, x) -> m.atomicWriteShort(at, (short) x)),
          new Access(
              "atomic int",
              4,
              true,
              NativeMemory::atomicReadInt,
              (m, at, x) -> m.atomicWriteInt(at, (int) x)),
          new Access(
              "atomic long", 8, true, NativeMemory::atomicReadLong, NativeMemory::atomicWriteLong));

  /** The number at an address, zero-extended. */
  long get(NativeMemory memory, long address) {
    return read.bits(memory, (int) address) & mask();
  }

  void set(NativeMemory memory, long address, long bits) {
    write.bits(memory, (int) address, bits);
  }

  /** What is left of bits in a number of this size. */
  long mask() {
    return -1L >>> (Long.SIZE - size * Byte.SIZE);
  }

  /** Reads at an address. */
  @FunctionalInterface
  interface Read {
    long bits(NativeMemory memory, int address);
  }

  /** Writes at an address. */
  @FunctionalInterface
  interface Write {
    void bits(NativeMemory memory, int address, long bits);
  }

  @Override
  public String toString() {
    return name;
  }
}
