package io.github.wasminterop.backend.graal;

import io.github.wasminterop.spi.MediatedAccess;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.graalvm.polyglot.Value;

/** Access to a memory through the buffer methods of its {@code Value}. */
final class ValueAccess implements MediatedAccess {
  private static final int CHUNK = 1 << 16;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);

  private final Guard guard;
  private final Value memory;

  ValueAccess(Guard guard, Value memory) {
    this.guard = guard;
    this.memory = memory;
  }

  @Override
  public long byteSize() {
    int before = guard.enter();
    try {
      return memory.getBufferSize();
    } catch (RuntimeException | Error e) {
      throw Failures.of(e);
    } finally {
      guard.exit(before);
    }
  }

  @Override
  public void read(long address, MemorySegment target) {
    int before = guard.enter();
    try {
      if (target.heapBase().orElse(null) instanceof byte[] array) {
        memory.readBuffer(address, array, (int) target.address(), (int) target.byteSize());
        return;
      }
      byte[] chunk = new byte[(int) Math.min(CHUNK, target.byteSize())];
      for (long done = 0; done < target.byteSize(); done += chunk.length) {
        int size = (int) Math.min(chunk.length, target.byteSize() - done);
        memory.readBuffer(address + done, chunk, 0, size);
        MemorySegment.copy(chunk, 0, target, ValueLayout.JAVA_BYTE, done, size);
      }
    } catch (RuntimeException | Error e) {
      throw Failures.of(e);
    } finally {
      guard.exit(before);
    }
  }

  @Override
  public void write(long address, MemorySegment source) {
    int before = guard.enter();
    try {
      long size = source.byteSize();
      long longs = size - size % Long.BYTES;
      for (long i = 0; i < longs; i += Long.BYTES) {
        memory.writeBufferLong(ORDER, address + i, source.get(LONG, i));
      }
      for (long i = longs; i < size; i++) {
        memory.writeBufferByte(address + i, source.get(ValueLayout.JAVA_BYTE, i));
      }
    } catch (RuntimeException | Error e) {
      throw Failures.of(e);
    } finally {
      guard.exit(before);
    }
  }

  @Override
  public long load(long address, int byteSize) {
    int before = guard.enter();
    try {
      return switch (byteSize) {
        case 1 -> Byte.toUnsignedLong(memory.readBufferByte(address));
        case 2 -> Short.toUnsignedLong(memory.readBufferShort(ORDER, address));
        case 4 -> Integer.toUnsignedLong(memory.readBufferInt(ORDER, address));
        default -> memory.readBufferLong(ORDER, address);
      };
    } catch (RuntimeException | Error e) {
      throw Failures.of(e);
    } finally {
      guard.exit(before);
    }
  }

  @Override
  public void store(long address, int byteSize, long value) {
    int before = guard.enter();
    try {
      switch (byteSize) {
        case 1 -> memory.writeBufferByte(address, (byte) value);
        case 2 -> memory.writeBufferShort(ORDER, address, (short) value);
        case 4 -> memory.writeBufferInt(ORDER, address, (int) value);
        default -> memory.writeBufferLong(ORDER, address, value);
      }
    } catch (RuntimeException | Error e) {
      throw Failures.of(e);
    } finally {
      guard.exit(before);
    }
  }
}
