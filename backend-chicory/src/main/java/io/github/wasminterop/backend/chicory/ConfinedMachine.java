package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import java.util.function.Supplier;

/** Chicory's interpreter for one thread at a time. */
class ConfinedMachine extends InterpreterMachine {
  private final Turn turn = new Turn();

  ConfinedMachine(Instance instance) {
    super(instance);
  }

  @Override
  public long[] call(int function, long[] arguments) {
    return alone(() -> super.call(function, arguments));
  }

  /** Does what enters the guest, unless another thread is in there. */
  final <T> T alone(Supplier<T> entry) {
    return turn.alone(entry);
  }
}
