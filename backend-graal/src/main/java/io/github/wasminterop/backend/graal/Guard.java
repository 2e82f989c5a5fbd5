package io.github.wasminterop.backend.graal;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread at a time use instances that share memories, globals or tables. GraalWasm itself
 * would let several in, and a memory that one of them grows is then freed under the others.
 *
 * <p>Instances that have only shared memories in common have guards of their own, for those
 * memories never move.
 */
final class Guard {
  private final Store store;
  private final boolean own;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * A guard.
   *
   * @param own whether it is the store's own, which the store asks whether it is held; those that
   *     it has beside that one tell it
   */
  Guard(Store store, boolean own) {
    this.store = store;
    this.own = own;
  }

  Store store() {
    return store;
  }

  /**
   * Runs code of the runtime.
   *
   * @throws io.github.wasminterop.error.ClosedException if the store is closed
   * @throws RuntimeException what {@link Failures} makes of what the code throws
   */
  <T> T get(Supplier<T> code) {
    int before = enter();
    try {
      return code.get();
    } catch (RuntimeException | Error e) { // GraalWasm throws what it likes
      throw Failures.of(e);
    } finally {
      exit(before);
    }
  }

  /** The same for code that gives nothing. */
  void run(Runnable code) {
    get(
        () -> {
          code.run();
          return this;
        });
  }

  /**
   * Enters.
   *
   * @return what to give to {@link #exit}
   * @throws io.github.wasminterop.error.ClosedException if the store is closed
   */
  int enter() {
    lock.lock();
    int before = lock.getHoldCount() - 1;
    if (before == 0) {
      if (!own) {
        store.begin();
      }
      if (!store.isOpen()) {
        exit(before);
        throw Failures.closed();
      }
    }
    return before;
  }

  /** Leaves, also on behalf of inner calls that had no stack left to do it themselves. */
  void exit(int before) {
    while (lock.getHoldCount() > before + 1) {
      lock.unlock();
    }
    lock.unlock();
    if (before == 0) {
      if (!own) {
        store.end();
      }
      if (!store.isOpen()) {
        store.closeIfLeft();
      }
    }
  }

  /** Whether a thread is inside. */
  boolean isHeld() {
    return lock.isLocked();
  }
}
