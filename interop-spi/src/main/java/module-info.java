/**
 * What a WebAssembly runtime provides to wasm-interop, and the vocabulary that both sides share:
 * the types of the WebAssembly specification and the one family of exceptions.
 *
 * <p>Code that only <em>uses</em> guests depends on {@code io.github.wasminterop}, which passes
 * this module on.
 */
module io.github.wasminterop.spi {
  requires static transitive org.jspecify;

  exports io.github.wasminterop.error;
  exports io.github.wasminterop.spi;
  exports io.github.wasminterop.spi.binary;
  exports io.github.wasminterop.type;
}
