package io.github.wasminterop.spi;

import io.github.wasminterop.type.ExternType;

/** What is given for an import: something that the backend made, or Java code. */
public sealed interface ImportValue permits BackendExtern, HostFunction {

  /**
   * The type that the value has now; for a memory or table, with its current size as minimum.
   *
   * @return the type
   */
  ExternType type();
}
