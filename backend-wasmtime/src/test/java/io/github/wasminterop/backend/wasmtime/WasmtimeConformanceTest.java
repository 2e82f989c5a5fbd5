package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;

class WasmtimeConformanceTest extends BackendConformance {

  @Override
  protected ConformanceTarget target() {
    return ConformanceTarget.of("wasmtime")
        .option("memory", "static")
        .wrapping(NativeProgram::guest);
  }
}
