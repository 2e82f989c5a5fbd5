package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Func;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.type.FunctionType;

/** A function in a store that a program made. */
final class WrappedFunction implements BackendFunction {
  private final WrappedStore store;
  private final Func function;
  private final FunctionType type;

  WrappedFunction(WrappedStore store, Func function, FunctionType type) {
    this.store = store;
    this.function = function;
    this.type = type;
  }

  @Override
  public FunctionType type() {
    return type;
  }

  @Override
  public long[] call(long... bits) {
    return store.use(
        open -> {
          StackSpace.check(true);
          return Values.toBits(function.call(open, Values.toNative(type.parameters(), bits)));
        });
  }
}
