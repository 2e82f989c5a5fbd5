/**
 * Typed, live, zero-copy views of the linear memory of WebAssembly guests, over whichever runtime
 * is on the class path.
 *
 * <p>Start at {@link io.github.wasminterop.WasmRuntime} to load a guest, or at {@link
 * io.github.wasminterop.WasmInstance#wrap} for one that already runs.
 */
module io.github.wasminterop {
  requires transitive io.github.wasminterop.spi;
  requires static transitive org.jspecify;

  exports io.github.wasminterop;
  exports io.github.wasminterop.abi;

  uses io.github.wasminterop.spi.WasmBackend;
}
