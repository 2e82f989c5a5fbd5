package io.github.wasminterop.faults;

import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.spi.BackendMemory;
import java.lang.foreign.MemorySegment;
import java.util.function.LongUnaryOperator;

/** Ways of access to single elements that are wrong, and of telling the size. */
final class WrongAccess {
  private WrongAccess() {}

  /** Goes to another address than it was told. */
  static final class Moved extends SegmentAccess {
    private final LongUnaryOperator move;

    Moved(BackendMemory memory, LongUnaryOperator move) {
      super(memory);
      this.move = move;
    }

    @Override
    public void read(long address, MemorySegment target) {
      super.read(move.applyAsLong(address), target);
    }

    @Override
    public void write(long address, MemorySegment source) {
      super.write(move.applyAsLong(address), source);
    }

    @Override
    public long load(long address, int byteSize) {
      return super.load(move.applyAsLong(address), byteSize);
    }

    @Override
    public void store(long address, int byteSize, long value) {
      super.store(move.applyAsLong(address), byteSize, value);
    }
  }

  static final class SizeAsInt extends SegmentAccess {
    SizeAsInt(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long byteSize() {
      return (int) super.byteSize();
    }
  }

  static final class LastByteHidden extends SegmentAccess {
    LastByteHidden(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long load(long address, int byteSize) {
      check(address, byteSize);
      return super.load(address, byteSize);
    }

    @Override
    public void store(long address, int byteSize, long value) {
      check(address, byteSize);
      super.store(address, byteSize, value);
    }

    private void check(long address, int byteSize) {
      if (address + byteSize >= byteSize()) {
        throw new BackendException("the address is outside the memory", null);
      }
    }
  }

  static final class TooLong extends SegmentAccess {
    TooLong(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long byteSize() {
      return super.byteSize() + 8;
    }
  }

  static final class TooShort extends SegmentAccess {
    TooShort(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long byteSize() {
      return Math.max(0, super.byteSize() - 8);
    }
  }

  static final class BigEndian extends SegmentAccess {
    BigEndian(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long load(long address, int byteSize) {
      long value = super.load(address, byteSize);
      return byteSize == 2 ? swapped(value) : value;
    }

    @Override
    public void store(long address, int byteSize, long value) {
      super.store(address, byteSize, byteSize == 2 ? swapped(value) : value);
    }

    private static long swapped(long value) {
      return Short.toUnsignedLong(Short.reverseBytes((short) value));
    }
  }

  static final class NansQuiet extends SegmentAccess {
    private static final int SINGLE = 1 << 22;
    private static final long DOUBLE = 1L << 51;

    NansQuiet(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long load(long address, int byteSize) {
      long bits = super.load(address, byteSize);
      return byteSize == 4 && Float.isNaN(Float.intBitsToFloat((int) bits))
          ? bits | SINGLE
          : byteSize == 8 && Double.isNaN(Double.longBitsToDouble(bits)) ? bits | DOUBLE : bits;
    }
  }

  static final class SignExtended extends SegmentAccess {
    SignExtended(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long load(long address, int byteSize) {
      int unused = 64 - 8 * byteSize;
      return super.load(address, byteSize) << unused >> unused;
    }
  }

  static final class StoreTooWide extends SegmentAccess {
    StoreTooWide(BackendMemory memory) {
      super(memory);
    }

    @Override
    public void store(long address, int byteSize, long value) {
      boolean fits = address + 8 <= byteSize();
      super.store(address, fits ? 8 : byteSize, value);
    }
  }

  static final class StoreLost extends SegmentAccess {
    StoreLost(BackendMemory memory) {
      super(memory);
    }

    @Override
    public void store(long address, int byteSize, long value) {
      if (byteSize != 1 || (byte) value != -1) {
        super.store(address, byteSize, value);
      }
    }
  }

  static final class AlignedOnly extends SegmentAccess {
    AlignedOnly(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long load(long address, int byteSize) {
      check(address, byteSize);
      return super.load(address, byteSize);
    }

    @Override
    public void store(long address, int byteSize, long value) {
      check(address, byteSize);
      super.store(address, byteSize, value);
    }

    private static void check(long address, int byteSize) {
      if (address % byteSize != 0) {
        throw new BackendException("the address is not aligned", null);
      }
    }
  }
}
