package io.github.wasminterop.spi;

import io.github.wasminterop.type.WaitResult;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Waiting by way of a {@link WaitQueue}, for backends whose guests wait in one too.
 *
 * @param queue the queue of the memory
 * @param memory the bytes of the memory, which must have a segment; a backend that closes it calls
 *     {@link WaitQueue#wakeAll} with it
 */
public record QueuedWaits(WaitQueue queue, LinearMemory memory) implements AtomicWaits {
  private static final VarHandle INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  private static final VarHandle LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  @Override
  public WaitResult await(long address, int expected, long nanos) throws InterruptedException {
    MemorySegment bytes = bytes();
    return queue.await(
        address,
        () -> !memory.isClosed() && (int) INT.getVolatile(bytes, address) == expected,
        nanos,
        memory);
  }

  @Override
  public WaitResult await(long address, long expected, long nanos) throws InterruptedException {
    MemorySegment bytes = bytes();
    return queue.await(
        address,
        () -> !memory.isClosed() && (long) LONG.getVolatile(bytes, address) == expected,
        nanos,
        memory);
  }

  @Override
  public int wake(long address, int count) {
    return queue.wake(address, count);
  }

  private MemorySegment bytes() {
    return Objects.requireNonNull(memory.segment());
  }
}
