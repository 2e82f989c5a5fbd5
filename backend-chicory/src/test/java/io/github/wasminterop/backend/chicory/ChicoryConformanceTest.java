package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;
import io.github.wasminterop.conformance.NativeGuest;
import java.util.List;
import java.util.function.Function;

/** The contract with compiled guests; wrapped are instances on our memory. */
class ChicoryConformanceTest extends BackendConformance {

  @Override
  protected ConformanceTarget target() {
    return ConformanceTarget.of("chicory").wrapping(wasm -> guest(wasm, NativeMemory::new));
  }

  static NativeGuest guest(byte[] wasm, Function<MemoryLimits, Memory> memories) {
    Instance instance = Instance.builder(Parser.parse(wasm)).withMemoryFactory(memories).build();
    return new NativeGuest(List.of(instance), List.of(instance.memory()), () -> {});
  }
}
