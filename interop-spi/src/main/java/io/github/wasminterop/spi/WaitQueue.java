package io.github.wasminterop.spi;

import io.github.wasminterop.type.WaitResult;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The threads that wait at addresses of one shared memory, for runtimes that leave waiting to their
 * host. Guests and Java code wait in the same queue, so that either can wake the other.
 *
 * <p>Safe for use by any number of threads.
 *
 * @see <a href="https://webassembly.github.io/threads/core/exec/instructions.html">Specification:
 *     memory.atomic.wait and memory.atomic.notify</a>
 */
public final class WaitQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, ArrayDeque<Waiter>> queues = new HashMap<>();

  /** A queue in which no thread waits. */
  public WaitQueue() {}

  /**
   * Waits until another thread notifies the address.
   *
   * @param address the address, unsigned
   * @param expected tells whether the value at the address is the expected one; asked in the same
   *     critical section that begins the wait, so that no notification after it is lost
   * @param nanos for how long, or a negative number for ever
   * @param owner for whom the thread waits: what {@link #wakeAll} names when that ends
   * @return how the wait ended
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public WaitResult await(long address, BooleanSupplier expected, long nanos, Object owner)
      throws InterruptedException {
    lock.lock();
    try {
      if (!expected.getAsBoolean()) {
        return WaitResult.NOT_EQUAL;
      }
      Waiter waiter = new Waiter(lock.newCondition(), owner);
      ArrayDeque<Waiter> queue = queues.computeIfAbsent(address, _ -> new ArrayDeque<>());
      queue.add(waiter);
      try {
        return waiter.await(nanos) ? WaitResult.WOKEN : WaitResult.TIMED_OUT;
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
   * @param address the address, unsigned
   * @param count how many at most, unsigned
   * @return how many were woken
   */
  public int wake(long address, int count) {
    lock.lock();
    try {
      ArrayDeque<Waiter> queue = queues.get(address);
      int woken = 0;
      while (queue != null && !queue.isEmpty() && Integer.compareUnsigned(woken, count) < 0) {
        if (queue.remove().wake()) {
          woken++;
        }
      }
      return woken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Wakes all threads that wait for one owner, wherever they do, to find that it has ended.
   *
   * @param owner the owner
   */
  @SuppressWarnings("ReferenceEquality") // an owner is itself only
  public void wakeAll(Object owner) {
    lock.lock();
    try {
      for (ArrayDeque<Waiter> queue : queues.values()) {
        queue.stream().filter(waiter -> waiter.owner == owner).forEach(Waiter::wake);
      }
    } finally {
      lock.unlock();
    }
  }

  /** {@return how many threads wait, wherever they do} */
  public int size() {
    lock.lock();
    try {
      return queues.values().stream().mapToInt(ArrayDeque::size).sum();
    } finally {
      lock.unlock();
    }
  }

  /** A waiting thread; used only under the lock. */
  private static final class Waiter {
    private final Condition condition;
    private final Object owner;
    private boolean woken;

    Waiter(Condition condition, Object owner) {
      this.condition = condition;
      this.owner = owner;
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

    /** Wakes the thread; false if it had been woken already, and has not got to run yet. */
    boolean wake() {
      boolean first = !woken;
      woken = true;
      condition.signal();
      return first;
    }
  }
}
