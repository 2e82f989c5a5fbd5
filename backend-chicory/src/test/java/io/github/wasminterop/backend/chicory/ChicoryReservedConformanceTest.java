package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.ChicoryConformanceTest.guest;

import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;

/** The contract with memories whose maximum is reserved; wrapped are instances on our memory. */
class ChicoryReservedConformanceTest extends BackendConformance {

  @Override
  protected ConformanceTarget target() {
    return ConformanceTarget.of("chicory")
        .option("memory", "reserved")
        .wrapping(wasm -> guest(wasm, NativeMemory::new));
  }
}
