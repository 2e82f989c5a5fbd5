package io.github.wasminterop;

import io.github.wasminterop.error.ConcurrentUseException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread in at a time, as often as it likes, and refuses others. They don't wait: the
 * thread that is inside may be in the guest, and wait there for what the other one holds.
 */
final class ExclusiveUse {
  private final String subject;
  private final ReentrantLock lock = new ReentrantLock();

  ExclusiveUse(String subject) {
    this.subject = subject;
  }

  void enter() {
    if (!lock.tryLock()) {
      throw new ConcurrentUseException(
          subject + " is in use by another thread; use it from one thread at a time");
    }
  }

  void exit() {
    lock.unlock();
  }
}
