package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.GlobalInstance;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ValueType;

/** A global. */
final class ChicoryGlobal implements BackendGlobal {
  private final GlobalInstance global;
  private final GlobalType type;

  ChicoryGlobal(GlobalInstance global) {
    this.global = global;
    this.type = Types.global(global);
  }

  /** A global of its own. */
  static ChicoryGlobal of(GlobalType type, long value) {
    ChicoryGlobal global =
        new ChicoryGlobal(Engine.global(Types.value(type.value()), Types.mutability(type)));
    global.set(value);
    return global;
  }

  GlobalInstance nativeGlobal() {
    return global;
  }

  @Override
  public GlobalType type() {
    return type;
  }

  @Override
  public long get() {
    return global.getValue();
  }

  @Override
  public void set(long value) {
    // The interpreter may look at all 64 bits of an i32, so they must not be garbage.
    global.setValue(type.value() == ValueType.I32 ? (int) value : value);
  }
}
