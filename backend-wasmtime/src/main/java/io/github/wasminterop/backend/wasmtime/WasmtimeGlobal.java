package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Global;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.type.GlobalType;

/** A global in a store of ours. */
final class WasmtimeGlobal implements BackendGlobal {
  private final Named named;
  private final Global global;
  private final GlobalType type;

  /** To be called inside the store. */
  WasmtimeGlobal(Named named, GlobalType type) {
    this.named = named;
    this.global = named.store().handles().add(named.find().global());
    this.type = type;
  }

  Named named() {
    return named;
  }

  @Override
  public GlobalType type() {
    return type;
  }

  @Override
  public long get() {
    GuestStore store = named.store();
    store.enter();
    try {
      return Values.toBits(global.get(store.nativeStore()));
    } finally {
      store.exit();
    }
  }

  @Override
  public void set(long value) {
    GuestStore store = named.store();
    store.enter();
    try {
      global.set(store.nativeStore(), Values.toNative(type.value(), value));
    } finally {
      store.exit();
    }
  }
}
