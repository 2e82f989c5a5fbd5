package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;

class WasmtimeDynamicConformanceTest extends BackendConformance {

  @Override
  protected ConformanceTarget target() {
    return ConformanceTarget.of("wasmtime")
        .option("memory", "dynamic")
        .wrapping(NativeProgram::guest);
  }
}
