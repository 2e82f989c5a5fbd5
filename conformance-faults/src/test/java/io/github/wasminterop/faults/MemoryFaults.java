package io.github.wasminterop.faults;

import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.MediatedAccess;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/** Faults of the access to bytes that a backend offers instead of a segment. */
final class MemoryFaults {
  private static final int PAGE = 65_536;

  static final List<Fault> ALL =
      List.of(
          access(
              "address-31-bits",
              "cuts addresses to 31 bits",
              m -> new Moved(m, address -> address & 0x7fff_ffffL)).compiled(),
          access(
              "address-sign-extended",
              "takes addresses for signed 32-bit numbers",
              m -> new Moved(m, address -> (int) address)).compiled(),
          access("size-31-bits", "tells sizes as a signed 32-bit number", SizeAsInt::new).compiled(),
          access("last-byte-hidden", "refuses the last byte of the memory", LastByteHidden::new),
          access("size-too-long", "says that the memory is 8 bytes longer", TooLong::new),
          access("size-too-short", "says that the memory is 8 bytes shorter", TooShort::new),
          access("big-endian", "reads and writes integers in big-endian order", BigEndian::new),
          access("load-sign-extended", "sign-extends what it loads", SignExtended::new),
          access("store-too-wide", "stores 8 bytes whatever the size", StoreTooWide::new),
          access("store-lost", "does not store bytes of 0xff", StoreLost::new),
          access("aligned-only", "refuses integers that are not aligned", AlignedOnly::new),
          access("write-first-page", "writes in bulk up to a page border only", FirstPage::new),
          access("read-first-page", "reads in bulk up to a page border only", ReadFirstPage::new),
          access("snapshot", "reads in bulk from a copy", Snapshot::new));

  private MemoryFaults() {}

  private static Fault access(
      String name, String what, Function<BackendMemory, MediatedAccess> access, String... rules) {
    return Fault.of(name, what, () -> new MediatedSeams(access), rules);
  }

  /** Goes to another address than it was told. */
  private static final class Moved extends SegmentAccess {
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

  private static final class SizeAsInt extends SegmentAccess {
    SizeAsInt(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long byteSize() {
      return (int) super.byteSize();
    }
  }

  private static final class LastByteHidden extends SegmentAccess {
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

  private static final class TooLong extends SegmentAccess {
    TooLong(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long byteSize() {
      return super.byteSize() + 8;
    }
  }

  private static final class TooShort extends SegmentAccess {
    TooShort(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long byteSize() {
      return super.byteSize() - 8;
    }
  }

  private static final class BigEndian extends SegmentAccess {
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

  private static final class SignExtended extends SegmentAccess {
    SignExtended(BackendMemory memory) {
      super(memory);
    }

    @Override
    public long load(long address, int byteSize) {
      int unused = 64 - 8 * byteSize;
      return super.load(address, byteSize) << unused >> unused;
    }
  }

  private static final class StoreTooWide extends SegmentAccess {
    StoreTooWide(BackendMemory memory) {
      super(memory);
    }

    @Override
    public void store(long address, int byteSize, long value) {
      boolean fits = address + 8 <= byteSize();
      super.store(address, fits ? 8 : byteSize, value);
    }
  }

  private static final class StoreLost extends SegmentAccess {
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

  private static final class AlignedOnly extends SegmentAccess {
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

  private static final class FirstPage extends SegmentAccess {
    FirstPage(BackendMemory memory) {
      super(memory);
    }

    @Override
    public void write(long address, MemorySegment source) {
      super.write(address, inFirstPage(address, source));
    }
  }

  private static final class ReadFirstPage extends SegmentAccess {
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

  private static final class Snapshot extends SegmentAccess {
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
