package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Engine;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.type.TableType;
import org.jspecify.annotations.Nullable;

/** A table in a store of ours, to be passed on: the runtime's API has no way to its elements. */
final class WasmtimeTable implements BackendTable {
  private final Shared<Engine> engine;
  private final Named named;
  private final TableType declared;
  private volatile long size;
  private @Nullable WasmtimeFunction sizeFunction;

  WasmtimeTable(Shared<Engine> engine, Named named, TableType declared) {
    this.engine = engine;
    this.named = named;
    this.declared = declared;
    this.size = declared.minimum();
  }

  Named named() {
    return named;
  }

  @Override
  public TableType type() {
    try {
      size = Integer.toUnsignedLong((int) sizeFunction().call()[0]);
    } catch (ClosedException e) {
      // The size that it had when it was asked for last is as good as any.
    }
    return new TableType(declared.element(), size, declared.maximum());
  }

  private WasmtimeFunction sizeFunction() {
    named.store().enter();
    try {
      WasmtimeFunction result = sizeFunction;
      if (result == null) {
        result = Helpers.tableSize(engine, named, declared);
        sizeFunction = result;
      }
      return result;
    } finally {
      named.store().exit();
    }
  }
}
