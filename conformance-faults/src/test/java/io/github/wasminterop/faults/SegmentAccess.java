package io.github.wasminterop.faults;

import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.MediatedAccess;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** Access to a memory through its segment, which the caller does not get to see. */
class SegmentAccess implements MediatedAccess {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final BackendMemory memory;

  SegmentAccess(BackendMemory memory) {
    this.memory = memory;
  }

  private MemorySegment segment() {
    return Objects.requireNonNull(memory.linear().segment());
  }

  @Override
  public long byteSize() {
    return segment().byteSize();
  }

  @Override
  public void read(long address, MemorySegment target) {
    alive(
        segment -> {
          MemorySegment.copy(segment, address, target, 0, target.byteSize());
          return 0;
        });
  }

  @Override
  public void write(long address, MemorySegment source) {
    alive(
        segment -> {
          MemorySegment.copy(source, 0, segment, address, source.byteSize());
          return 0;
        });
  }

  @Override
  public long load(long address, int byteSize) {
    return alive(
        segment ->
            switch (byteSize) {
              case 1 -> Byte.toUnsignedLong(segment.get(ValueLayout.JAVA_BYTE, address));
              case 2 -> Short.toUnsignedLong(segment.get(SHORT, address));
              case 4 -> Integer.toUnsignedLong(segment.get(INT, address));
              default -> segment.get(LONG, address);
            });
  }

  @Override
  public void store(long address, int byteSize, long value) {
    alive(
        segment -> {
          switch (byteSize) {
            case 1 -> segment.set(ValueLayout.JAVA_BYTE, address, (byte) value);
            case 2 -> segment.set(SHORT, address, (short) value);
            case 4 -> segment.set(INT, address, (int) value);
            default -> segment.set(LONG, address, value);
          }
          return 0;
        });
  }

  /** Another thread may close or move the memory meanwhile. */
  private long alive(ToLongFunction<MemorySegment> use) {
    MemorySegment segment = segment();
    try {
      return use.applyAsLong(segment);
    } catch (IllegalStateException e) {
      throw memory.linear().isClosed()
          ? new ClosedException("the memory is closed", "memory")
          : new ConcurrentUseException("another thread grew the memory during this access");
    }
  }
}
