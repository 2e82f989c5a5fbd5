package io.github.wasminterop.backend.chicory;

import io.github.wasminterop.error.ConcurrentUseException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One thread at a time. Chicory's interpreter keeps the operands of all calls of an instance on one
 * stack, which two threads would corrupt.
 */
final class Turn {
  private final ReentrantLock lock = new ReentrantLock();

  /** Does what enters the guest, unless another thread is in there. */
  <T> T alone(Supplier<T> entry) {
    if (!lock.tryLock()) {
      throw new ConcurrentUseException(
          "another thread is in a call of this interpreted guest; let one thread at a time call it,"
              + " or give each thread an instance of its own");
    }
    try {
      return entry.get();
    } finally {
      lock.unlock();
    }
  }
}
