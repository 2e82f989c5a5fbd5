package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Global;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.type.GlobalType;

/** A global in a store that a program made. */
final class WrappedGlobal implements BackendGlobal {
  private final WrappedStore store;
  private final Global global;
  private final GlobalType type;

  WrappedGlobal(WrappedStore store, Global global, GlobalType type) {
    this.store = store;
    this.global = global;
    this.type = type;
  }

  @Override
  public GlobalType type() {
    return type;
  }

  @Override
  public long get() {
    return store.use(open -> Values.toBits(global.get(open)));
  }

  @Override
  public void set(long value) {
    store.use(
        open -> {
          global.set(open, Values.toNative(type.value(), value));
          return 0L;
        });
  }
}
