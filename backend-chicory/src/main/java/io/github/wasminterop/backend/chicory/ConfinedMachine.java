package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import io.github.wasminterop.error.ConcurrentUseException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Chicory's interpreter for one thread at a time. It keeps the operands of all calls of an instance
 * on one stack, which two threads would corrupt.
 */
class ConfinedMachine extends InterpreterMachine {
  private final ReentrantLock turn = new ReentrantLock();

  ConfinedMachine(Instance instance) {
    super(instance);
  }

  @Override
  public long[] call(int function, long[] arguments) {
    return alone(() -> super.call(function, arguments));
  }

  /** Does what enters the guest, unless another thread is in there. */
  final <T> T alone(Supplier<T> entry) {
    if (!turn.tryLock()) {
      throw new ConcurrentUseException(
          "another thread is in a call of this interpreted guest; let one thread at a time call it,"
              + " or give each thread an instance of its own");
    }
    try {
      return entry.get();
    } finally {
      turn.unlock();
    }
  }
}
