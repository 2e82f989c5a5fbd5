package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Func;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.type.FunctionType;
import org.jspecify.annotations.Nullable;

/** A function in a store of ours. */
final class WasmtimeFunction implements BackendFunction {
  private final Named named;
  private final FunctionType type;
  private @Nullable Func function;

  WasmtimeFunction(Named named, FunctionType type) {
    this.named = named;
    this.type = type;
  }

  GuestStore store() {
    return named.store();
  }

  @Override
  public FunctionType type() {
    return type;
  }

  @Override
  public long[] call(long... bits) {
    GuestStore store = named.store();
    store.enterGuest();
    try {
      return Values.toBits(
          nativeFunction().call(store.nativeStore(), Values.toNative(type.parameters(), bits)));
    } catch (Throwable e) { // host code may throw anything
      throw store.failure(e);
    } finally {
      store.exitGuest();
    }
  }

  /** To be called inside the store. */
  Func nativeFunction() {
    Func result = function;
    if (result == null) {
      result = named.store().handles().add(named.find().func());
      function = result;
    }
    return result;
  }
}
