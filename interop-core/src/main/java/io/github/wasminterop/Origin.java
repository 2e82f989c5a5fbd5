package io.github.wasminterop;

import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.spi.WasmBackend;

/** What belongs to what: the backend that made a thing, and how long the thing lives. */
record Origin(WasmBackend backend, Lifetime lifetime) {

  WasmExtern extern(String name, BackendExtern extern) {
    return switch (extern) {
      case BackendFunction function -> new WasmFunction(this, name, function);
      case BackendMemory memory -> new WasmMemory(this, name, memory);
      case BackendGlobal global -> new WasmGlobal(this, name, global);
      case BackendTable table -> new WasmTable(this, name, table);
    };
  }
}
