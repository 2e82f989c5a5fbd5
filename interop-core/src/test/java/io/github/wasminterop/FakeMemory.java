package io.github.wasminterop;

import io.github.wasminterop.FakeBackends.Alpha;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.type.MemoryType;

/** A memory without a guest, which does what runtimes seldom do. */
record FakeMemory(MemoryType type, LinearMemory linear) implements BackendMemory {

  static WasmMemory of(LinearMemory linear) {
    return of(MemoryType.of(1, 2), linear);
  }

  static WasmMemory of(MemoryType type, LinearMemory linear) {
    return new WasmMemory(
        new Origin(new Alpha(), Lifetime.root("fake", () -> {})),
        "heap",
        new FakeMemory(type, linear));
  }

  @Override
  public long grow(long delta) {
    throw new AssertionError("asked to grow by " + delta);
  }
}
