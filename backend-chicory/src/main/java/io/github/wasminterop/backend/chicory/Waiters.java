package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The threads that wait at addresses of a shared memory.
 *
 * @see <a href="https://webassembly.github.io/threads/core/exec/instructions.html">Specification:
 *     memory.atomic.wait and memory.atomic.notify</a>
 */
final class Waiters {
  static final int WOKEN = 0;
  static final int NOT_EQUAL = 1;
  static final int TIMED_OUT = 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, ArrayDeque<Waiter>> queues = new HashMap<>();

  /**
   * Waits until another thread notifies the address.
   *
   * @param expected whether the value at the address is the expected one; asked in the same
   *     critical section that begins the wait, so that no notification after it is lost
   * @param nanos for how long, or a negative number for ever
   */
  int await(long address, BooleanSupplier expected, long nanos) {
    lock.lock();
    try {
      if (!expected.getAsBoolean()) {
        return NOT_EQUAL;
      }
      Waiter waiter = new Waiter(lock.newCondition());
      ArrayDeque<Waiter> queue = queues.computeIfAbsent(address, _ -> new ArrayDeque<>());
      queue.add(waiter);
      try {
        return waiter.await(nanos) ? WOKEN : TIMED_OUT;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ChicoryInterruptedException("interrupted while waiting at an address", e);
      } finally {
        queue.remove(waiter);
        if (queue.isEmpty()) {
          queues.remove(address, queue);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Wakes threads, the one that waits longest first.
   *
   * @param count how many at most, unsigned
   * @return how many were woken
   */
  int wake(long address, int count) {
    lock.lock();
    try {
      ArrayDeque<Waiter> queue = queues.get(address);
      if (queue == null) {
        return 0;
      }
      int woken = 0;
      while (Integer.compareUnsigned(woken, count) < 0 && !queue.isEmpty()) {
        queue.remove().wake();
        woken++;
      }
      return woken;
    } finally {
      lock.unlock();
    }
  }

  /** {@return how many threads wait, wherever they do} */
  int count() {
    lock.lock();
    try {
      return queues.values().stream().mapToInt(ArrayDeque::size).sum();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all threads, wherever they wait. */
  void wakeAll() {
    lock.lock();
    try {
      queues.values().forEach(queue -> queue.forEach(Waiter::wake));
    } finally {
      lock.unlock();
    }
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
