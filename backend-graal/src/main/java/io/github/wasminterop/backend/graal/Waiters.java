package io.github.wasminterop.backend.graal;

import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.spi.WaitQueue;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.polyglot.Value;

/**
 * The threads that wait at addresses of the shared memories of a store, which GraalWasm leaves to
 * its embedder.
 */
final class Waiters {
  private final Map<Value, WaitQueue> queues = new ConcurrentHashMap<>();

  /** Lets the guests of a store wait and notify. Call it inside the store's context. */
  void serve(Embedder embedder) {
    embedder.onWait(this::await);
    embedder.onNotify(this::wake);
  }

  /** The queue of a memory. Call it inside the store's context. */
  WaitQueue of(Value memory) {
    return queues.computeIfAbsent(memory, _ -> new WaitQueue());
  }

  /**
   * A guest waits.
   *
   * @param arguments memory, address, expected value, timeout in nanoseconds (for ever if
   *     negative), whether the value has 64 bits
   */
  private Integer await(Value... arguments) {
    Value memory = arguments[0];
    long address = arguments[1].asLong();
    long expected = arguments[2].asLong();
    boolean wide = arguments[4].asBoolean();
    try {
      return switch (of(memory)
          .await(
              address,
              () -> current(memory, address, wide) == expected,
              arguments[3].asLong(),
              this)) {
        case WOKEN -> 0;
        case NOT_EQUAL -> 1;
        case TIMED_OUT -> 2;
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostCode.Thrown(
          new BackendException("the thread was interrupted while the guest waited", e));
    }
  }

  /**
   * A guest notifies.
   *
   * @param arguments memory, address, how many at most (unsigned)
   */
  private Integer wake(Value... arguments) {
    return of(arguments[0]).wake(arguments[1].asLong(), arguments[2].asInt());
  }

  private static long current(Value memory, long address, boolean wide) {
    return wide
        ? memory.readBufferLong(ByteOrder.LITTLE_ENDIAN, address)
        : memory.readBufferInt(ByteOrder.LITTLE_ENDIAN, address);
  }
}
