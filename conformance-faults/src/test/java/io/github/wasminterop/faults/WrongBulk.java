package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendMemory;
import java.lang.foreign.MemorySegment;

/** Ways of access to bytes in bulk that are wrong. */
final class WrongBulk {
  private static final int PAGE = 65_536;

  private WrongBulk() {}

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

  static final class ReadEven extends SegmentAccess {
    ReadEven(BackendMemory memory) {
      super(memory);
    }

    @Override
    public void read(long address, MemorySegment target) {
      super.read(address, even(target));
    }
  }

  static final class WriteEven extends SegmentAccess {
    WriteEven(BackendMemory memory) {
      super(memory);
    }

    @Override
    public void write(long address, MemorySegment source) {
      super.write(address, even(source));
    }
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

  private static MemorySegment even(MemorySegment bytes) {
    return bytes.asSlice(0, bytes.byteSize() & -2);
  }

  private static MemorySegment inFirstPage(long address, MemorySegment bytes) {
    return bytes.asSlice(0, Math.min(bytes.byteSize(), PAGE - address % PAGE));
  }
}
