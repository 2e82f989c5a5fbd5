/** The tests of somebody whose tests are a module, and require the kit as one. */
open module modular {
  requires io.github.wasminterop.backend.chicory;
  requires io.github.wasminterop.conformance;
}
