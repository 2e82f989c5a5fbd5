package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.ChicoryConformanceTest.guest;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;

/** The contract with interpreted guests; wrapped are instances on a memory of Chicory's own. */
class ChicoryInterpretedConformanceTest extends BackendConformance {

  @Override
  protected ConformanceTarget target() {
    return ConformanceTarget.of("chicory")
        .option("execution", "interpreted")
        .wrapping(wasm -> guest(wasm, ByteArrayMemory::new));
  }
}
