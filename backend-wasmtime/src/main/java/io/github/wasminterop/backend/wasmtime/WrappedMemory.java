package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Memory;
import io.github.kawamuray.wasmtime.WasmtimeException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.MediatedAccess;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.function.Function;

/** A memory in a store that a program made. The runtime is asked for its place at each access. */
final class WrappedMemory implements BackendMemory, MediatedAccess {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final WrappedStore store;
  private final Memory memory;
  private final OptionalLong maximum;
  private final LinearMemory linear = LinearMemory.mediated(this);
  private volatile long pages;

  WrappedMemory(WrappedStore store, Memory memory, OptionalLong maximum) {
    this.store = store;
    this.memory = memory;
    this.maximum = maximum;
    this.pages = byteSize() / MemoryType.PAGE_SIZE;
  }

  @Override
  public MemoryType type() {
    if (!linear.isClosed()) {
      try {
        pages = byteSize() / MemoryType.PAGE_SIZE;
      } catch (ClosedException e) {
        // The size that it had when it was asked for last is as good as any.
      }
    }
    return new MemoryType(pages, maximum, false, false);
  }

  @Override
  public LinearMemory linear() {
    return linear;
  }

  @Override
  public long grow(long delta) {
    return store.use(
        open -> {
          try {
            return delta > MemoryType.of(0).upperBound()
                ? -1L
                : Integer.toUnsignedLong(memory.grow(open, delta));
          } catch (WasmtimeException e) { // there is no room; nothing changed
            return -1L;
          }
        });
  }

  @Override
  public long byteSize() {
    return store.use(memory::dataSize);
  }

  @Override
  public void read(long address, MemorySegment target) {
    access(
        bytes -> {
          MemorySegment.copy(bytes, address, target, 0, target.byteSize());
          return 0L;
        });
  }

  @Override
  public void write(long address, MemorySegment source) {
    access(
        bytes -> {
          MemorySegment.copy(source, 0, bytes, address, source.byteSize());
          return 0L;
        });
  }

  @Override
  public long load(long address, int byteSize) {
    return access(
        bytes ->
            switch (byteSize) {
              case Byte.BYTES -> Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, address));
              case Short.BYTES -> Short.toUnsignedLong(bytes.get(SHORT, address));
              case Integer.BYTES -> Integer.toUnsignedLong(bytes.get(INT, address));
              default -> bytes.get(LONG, address);
            });
  }

  @Override
  public void store(long address, int byteSize, long value) {
    access(
        bytes -> {
          switch (byteSize) {
            case Byte.BYTES -> bytes.set(ValueLayout.JAVA_BYTE, address, (byte) value);
            case Short.BYTES -> bytes.set(SHORT, address, (short) value);
            case Integer.BYTES -> bytes.set(INT, address, (int) value);
            default -> bytes.set(LONG, address, value);
          }
          return 0L;
        });
  }

  private long access(Function<MemorySegment, Long> code) {
    return store.use(
        open -> {
          long now = memory.dataSize(open) / MemoryType.PAGE_SIZE;
          if (now > WasmtimeMemory.MOST_BUFFERED_PAGES) {
            throw new MemoryLimitException(
                "the wrapped memory has %d pages; wasmtime-java reaches memories of up to %d"
                    .formatted(now, WasmtimeMemory.MOST_BUFFERED_PAGES),
                now,
                null);
          }
          return code.apply(MemorySegment.ofBuffer(memory.buffer(open)));
        });
  }
}
