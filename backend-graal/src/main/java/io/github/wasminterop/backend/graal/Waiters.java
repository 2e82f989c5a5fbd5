package io.github.wasminterop.backend.graal;

import io.github.wasminterop.error.BackendException;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.graalvm.polyglot.Value;

/**
 * The threads that wait at addresses of the shared memories of a store.
 *
 * @see <a href="https://webassembly.github.io/threads/core/exec/instructions.html">Specification:
 *     memory.atomic.wait and memory.atomic.notify</a>
 */
final class Waiters {
  private static final int WOKEN = 0;
  private static final int NOT_EQUAL = 1;
  private static final int TIMED_OUT = 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Place, ArrayDeque<Waiter>> queues = new HashMap<>();

  private record Place(Value memory, long address) {}

  /**
   * Waits until another thread notifies the address.
   *
   * @param arguments memory, address, expected value, timeout in nanoseconds (for ever if
   *     negative), whether the value has 64 bits
   */
  Integer await(Value... arguments) {
    Place place = new Place(arguments[0], arguments[1].asLong());
    long nanos = arguments[3].asLong();
    lock.lock();
    try {
      // In the critical section that begins the wait, so that no later notification is lost.
      if (current(place, arguments[4].asBoolean()) != arguments[2].asLong()) {
        return NOT_EQUAL;
      }
      Waiter waiter = new Waiter(lock.newCondition());
      ArrayDeque<Waiter> queue = queues.computeIfAbsent(place, _ -> new ArrayDeque<>());
      queue.add(waiter);
      try {
        return waiter.await(nanos) ? WOKEN : TIMED_OUT;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HostCode.Thrown(
            new BackendException("the thread was interrupted while the guest waited", e));
      } finally {
        queue.remove(waiter);
        if (queue.isEmpty()) {
          queues.remove(place, queue);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Wakes threads, the one that waits longest first.
   *
   * @param arguments memory, address, how many at most (unsigned)
   */
  Integer wake(Value... arguments) {
    int limit = arguments[2].asInt();
    lock.lock();
    try {
      ArrayDeque<Waiter> queue = queues.get(new Place(arguments[0], arguments[1].asLong()));
      int woken = 0;
      while (queue != null && !queue.isEmpty() && Integer.compareUnsigned(woken, limit) < 0) {
        queue.remove().wake();
        woken++;
      }
      return woken;
    } finally {
      lock.unlock();
    }
  }

  private static long current(Place place, boolean wide) {
    return wide
        ? place.memory().readBufferLong(ByteOrder.LITTLE_ENDIAN, place.address())
        : place.memory().readBufferInt(ByteOrder.LITTLE_ENDIAN, place.address());
  }

  /** A waiting thread; used only under the lock. */
  private static final class Waiter {
    private final Condition condition;
    private boolean woken;

    Waiter(Condition condition) {
      this.condition = condition;
    }

    boolean await(long nanos) throws InterruptedException {
      long remaining = nanos;
      while (!woken && (nanos < 0 || remaining > 0)) {
        if (nanos < 0) {
          condition.await();
        } else {
          remaining = condition.awaitNanos(remaining);
        }
      }
      return woken;
    }

    void wake() {
      woken = true;
      condition.signal();
    }
  }
}
