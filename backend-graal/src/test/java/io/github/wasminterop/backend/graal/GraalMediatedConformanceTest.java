package io.github.wasminterop.backend.graal;

import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;

/** The contract, with access through the runtime, and an owner's context of default options. */
class GraalMediatedConformanceTest extends BackendConformance {
  @Override
  protected ConformanceTarget target() {
    return ConformanceTarget.of("graal")
        .option("memory", "mediated")
        .wrapping(wasm -> NativeGuests.plain(wasm).guest());
  }
}
