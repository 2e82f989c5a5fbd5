package io.github.wasminterop.spi;

import io.github.wasminterop.type.GlobalType;

/** A global of a runtime. */
public non-sealed interface BackendGlobal extends BackendExtern {

  @Override
  GlobalType type();

  /** {@return the value as raw bits; called only if its type is numeric} */
  long get();

  /**
   * Sets the value.
   *
   * @param value the value as raw bits; called only if the type is numeric and mutable
   */
  void set(long value);
}
