/**
 * The contracts that a backend of wasm-interop keeps, as JUnit test classes to extend.
 *
 * <p>Start at {@link io.github.wasminterop.conformance.BackendConformance}.
 */
module io.github.wasminterop.conformance {
  requires static transitive org.jspecify;
  requires transitive io.github.wasminterop;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires org.assertj.core;

  exports io.github.wasminterop.conformance;

  // To JUnit for the tests, to the library for the interface that a rule binds.
  opens io.github.wasminterop.conformance to
      io.github.wasminterop,
      org.junit.platform.commons;
}
