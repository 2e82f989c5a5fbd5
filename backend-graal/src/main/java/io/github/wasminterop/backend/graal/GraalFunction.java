package io.github.wasminterop.backend.graal;

import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.type.FunctionType;
import org.graalvm.polyglot.Value;

/** A function of a guest. */
final class GraalFunction implements BackendFunction {
  private final Guard guard;
  private final Value function;
  private final FunctionType type;

  GraalFunction(Guard guard, Value function, FunctionType type) {
    this.guard = guard;
    this.function = function;
    this.type = type;
  }

  @Override
  public FunctionType type() {
    return type;
  }

  @Override
  public long[] call(long... arguments) {
    int before = guard.enter();
    try {
      Object[] boxes = Bits.box(type.parameters(), arguments);
      if (type.results().isEmpty()) {
        function.executeVoid(boxes);
        return Bits.NONE;
      }
      return Bits.results(type.results(), function.execute(boxes));
    } catch (RuntimeException
        | Error e) { // guests, GraalWasm and host functions may throw anything
      throw Failures.of(e);
    } finally {
      guard.exit(before);
    }
  }

  Guard guard() {
    return guard;
  }

  Value value() {
    return function;
  }
}
