package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.ChicoryConformanceTest.guest;

import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;

/** The contract with interpreted guests; wrapped are instances on our memory. */
class ChicoryInterpretedConformanceTest extends BackendConformance {

  @Override
  protected ConformanceTarget target() {
    return ConformanceTarget.of("chicory")
        .option("execution", "interpreted")
        .wrapping(wasm -> guest(wasm, NativeMemory::new));
  }
}
