package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import io.github.wasminterop.error.ConcurrentUseException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Chicory's interpreter for one thread at a time. It keeps the operands of all calls of an instance
 * on one stack, which two threads would corrupt.
 */
final class ConfinedMachine implements Machine {
  private final Machine interpreter;
  private final ReentrantLock turn = new ReentrantLock();

  ConfinedMachine(Instance instance) {
    interpreter = new InterpreterMachine(instance);
  }

  @Override
  public long[] call(int function, long[] arguments) {
    if (!turn.tryLock()) {
      throw new ConcurrentUseException(
          "another thread is in a call of this interpreted guest; let one thread at a time call it,"
              + " or give each thread an instance of its own");
    }
    try {
      return interpreter.call(function, arguments);
    } finally {
      turn.unlock();
    }
  }
}
