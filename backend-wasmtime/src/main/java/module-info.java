import io.github.wasminterop.backend.wasmtime.WasmtimeBackend;
import io.github.wasminterop.spi.WasmBackend;

/** Runs guests on Wasmtime, with zero-copy access to their memories. */
module io.github.wasminterop.backend.wasmtime {
  requires transitive io.github.wasminterop.spi;
  requires wasmtime.java;

  exports io.github.wasminterop.backend.wasmtime;

  provides WasmBackend with
      WasmtimeBackend;
}
