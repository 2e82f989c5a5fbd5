package io.github.wasminterop.faults;

import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.spi.BackendMemory;
import java.lang.foreign.MemorySegment;
import java.util.function.LongUnaryOperator;

/** Ways of access to bytes that are wrong. */
final class WrongAccess {
  private static final int PAGE = 65_536;

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
      return super.byteSize() - 8;
    }
  }

  static final class BigEndian extends SegmentAccess {
    BigEndian(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long load(long address, int byteSize) {
      return Long.reverseBytes(super.load(address, byteSize)) >>> (64 - 8 * byteSize);
    }

    @Override
    public void store(long address, int byteSize, long value) {
      super.store(address, byteSize, Long.reverseBytes(value) >>> (64 - 8 * byteSize));
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

  static final class FirstPage extends SegmentAccess {
    FirstPage(BackendMemory memory) {
      super(memory);
    }

    @Override
    public void write(long address, MemorySegment source) {
      super.write(address, inFirstPage(address, source));
    }
  }

  static final class ReadFirstPage extends SegmentAccess {
    ReadFirstPage(BackendMemory memory) {
      super(memory);
    }

    @Override
    public void read(long address, MemorySegment target) {
      super.read(address, inFirstPage(address, target));
    }
  }

  private static MemorySegment inFirstPage(long address, MemorySegment bytes) {
    return bytes.asSlice(0, Math.min(bytes.byteSize(), PAGE - address % PAGE));
  }

  static final class Snapshot extends SegmentAccess {
    private byte[] copy = {};

    Snapshot(BackendMemory memory) {
      super(memory);
    }

    @Override
    public void read(long address, MemorySegment target) {
      if (copy.length == 0 && byteSize() < 1 << 20) {
        copy = new byte[(int) byteSize()];
        super.read(0, MemorySegment.ofArray(copy));
      }
      if (address + target.byteSize() > copy.length) {
        super.read(address, target);
      } else {
        target.copyFrom(MemorySegment.ofArray(copy).asSlice(address, target.byteSize()));
      }
    }
  }
}
