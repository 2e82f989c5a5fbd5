import io.github.wasminterop.backend.chicory.ChicoryBackend;
import io.github.wasminterop.spi.WasmBackend;

/**
 * Runs guests on Chicory, a WebAssembly runtime in Java, with zero-copy access to their memories.
 */
module io.github.wasminterop.backend.chicory {
  requires transitive com.dylibso.chicory.runtime;
  requires com.dylibso.chicory.compiler;
  requires com.dylibso.chicory.wasi;
  requires transitive io.github.wasminterop.spi;

  exports io.github.wasminterop.backend.chicory;

  provides WasmBackend with
      ChicoryBackend;
}
