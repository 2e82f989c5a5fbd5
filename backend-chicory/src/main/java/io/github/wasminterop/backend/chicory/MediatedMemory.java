package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.MediatedAccess;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A memory of a class that is not ours, such as those that Chicory makes by default. Its bytes have
 * no address, so each access is a call, and a range goes through arrays.
 */
final class MediatedMemory implements BackendMemory, MediatedAccess {
  private static final int CHUNK = 1 << 20;

  private final Memory memory;
  private final LinearMemory linear = LinearMemory.mediated(this);

  MediatedMemory(Memory memory) {
    this.memory = memory;
  }

  Memory nativeMemory() {
    return memory;
  }

  @Override
  public MemoryType type() {
    int maximum = memory.maximumPages();
    return Types.memory(
        memory.pages(),
        maximum == Memory.RUNTIME_MAX_PAGES ? MemoryLimits.MAX_PAGES : maximum,
        memory.shared());
  }

  @Override
  public LinearMemory linear() {
    return linear;
  }

  @Override
  public long grow(long delta) {
    if (delta > Memory.RUNTIME_MAX_PAGES - memory.pages()) {
      return -1;
    }
    try {
      return memory.grow((int) delta);
    } catch (OutOfMemoryError e) {
      return -1;
    }
  }

  @Override
  public long byteSize() {
    return memory.pages() * MemoryType.PAGE_SIZE;
  }

  @Override
  public void read(long address, MemorySegment target) {
    check(address, target.byteSize());
    for (long done = 0; done < target.byteSize(); done += CHUNK) {
      int size = (int) Math.min(CHUNK, target.byteSize() - done);
      byte[] chunk = memory.readBytes((int) (address + done), size);
      MemorySegment.copy(chunk, 0, target, ValueLayout.JAVA_BYTE, done, size);
    }
  }

  @Override
  public void write(long address, MemorySegment source) {
    check(address, source.byteSize());
    for (long done = 0; done < source.byteSize(); done += CHUNK) {
      int size = (int) Math.min(CHUNK, source.byteSize() - done);
      byte[] chunk = source.asSlice(done, size).toArray(ValueLayout.JAVA_BYTE);
      memory.write((int) (address + done), chunk, 0, size);
    }
  }

  @Override
  public long load(long address, int byteSize) {
    check(address, byteSize);
    int at = (int) address;
    return switch (byteSize) {
      case Byte.BYTES -> Byte.toUnsignedLong(memory.read(at));
      case Short.BYTES -> Short.toUnsignedLong(memory.readShort(at));
      case Integer.BYTES -> Integer.toUnsignedLong(memory.readInt(at));
      default -> memory.readLong(at);
    };
  }

  @Override
  public void store(long address, int byteSize, long value) {
    check(address, byteSize);
    int at = (int) address;
    switch (byteSize) {
      case Byte.BYTES -> memory.writeByte(at, (byte) value);
      case Short.BYTES -> memory.writeShort(at, (short) value);
      case Integer.BYTES -> memory.writeI32(at, (int) value);
      default -> memory.writeLong(at, value);
    }
  }

  /** Checks in exact arithmetic; the memory's own check may add ints. */
  private void check(long address, long size) {
    long limit = byteSize();
    if (address < 0 || size > limit || address > limit - size) {
      throw new OutOfBoundsException(
          "%d bytes at address %d are outside the memory of %d bytes"
              .formatted(size, address, limit),
          "memory",
          address,
          size,
          limit);
    }
  }
}
