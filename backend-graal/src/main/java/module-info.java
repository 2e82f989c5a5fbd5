/** The backend of wasm-interop for GraalWasm. Programs need it only at run time. */
module io.github.wasminterop.backend.graal {
  requires transitive io.github.wasminterop.spi;
  requires org.graalvm.polyglot;
  requires static org.jspecify;

  exports io.github.wasminterop.backend.graal;

  provides io.github.wasminterop.spi.WasmBackend with
      io.github.wasminterop.backend.graal.GraalBackend;
}
