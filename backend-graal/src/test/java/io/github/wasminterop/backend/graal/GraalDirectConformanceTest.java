package io.github.wasminterop.backend.graal;

import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;

/** The contract, with zero-copy views, and an owner's context that gives access to everything. */
class GraalDirectConformanceTest extends BackendConformance {
  @Override
  protected ConformanceTarget target() {
    return ConformanceTarget.of("graal")
        .option("memory", "direct")
        .wrapping(wasm -> NativeGuests.withBindings(wasm).guest());
  }
}
