package io.github.wasminterop.faults;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;
import io.github.wasminterop.conformance.NativeGuest;
import java.util.List;

/**
 * The kit for the backend with a fault. It is run by {@link KitRun} only, which says with which;
 * its name keeps it from being taken for a test of its own.
 */
class FaultyKit extends BackendConformance {
  static final ScopedValue<Fault> FAULT = ScopedValue.newInstance();

  @Override
  protected ConformanceTarget target() {
    String fault = FAULT.get().name();
    return ConformanceTarget.of(FaultyBackend.NAME)
        .option(FaultyBackend.FAULT.name(), fault)
        .wrapping(wasm -> nativeGuest(wasm, fault));
  }

  private static NativeGuest nativeGuest(byte[] wasm, String fault) {
    Instance instance =
        Instance.builder(Parser.parse(wasm)).withMemoryFactory(ByteArrayMemory::new).build();
    return new NativeGuest(
        List.of(new FaultyBackend.Handle(fault, instance)),
        List.of(new FaultyBackend.Handle(fault, instance.memory())),
        () -> {});
  }
}
