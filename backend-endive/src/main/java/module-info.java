import io.github.wasminterop.backend.endive.EndiveBackend;
import io.github.wasminterop.spi.WasmBackend;

/**
 * Runs guests on Endive, a WebAssembly runtime in Java, with zero-copy access to their memories.
 */
module io.github.wasminterop.backend.endive {
  requires transitive run.endive.runtime;
  requires run.endive.wasi;
  requires transitive io.github.wasminterop.spi;

  exports io.github.wasminterop.backend.endive;

  provides WasmBackend with
      EndiveBackend;
}
