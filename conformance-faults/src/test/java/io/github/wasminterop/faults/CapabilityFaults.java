package io.github.wasminterop.faults;

import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lies about what a backend can do. What core refuses before it asks the backend cannot be denied
 * wrongly: a backend may declare less than it has.
 */
final class CapabilityFaults {

  static final List<Fault> ALL =
      List.of(
          claimed("memory64-claimed", Capability.MEMORY64),
          claimed("simd-claimed", Capability.SIMD),
          claimed("serialized-calls-claimed", Capability.SERIALIZED_CALLS),
          denied("zero-copy-denied", Capability.ZERO_COPY),
          denied("multi-value-denied", Capability.MULTI_VALUE),
          denied("multi-memory-denied", Capability.MULTI_MEMORY),
          denied("shared-memory-denied", Capability.SHARED_MEMORY),
          denied("tables-denied", Capability.TABLES),
          Fault.of(
              "zero-copy-claimed",
              "declares ZERO_COPY, and gives no segments",
              () ->
                  new MediatedSeams(SegmentAccess::new) {
                    @Override
                    Set<Capability> capabilities(Set<Capability> real) {
                      return real;
                    }
                  }),
          Fault.of(
              "imported-globals-claimed",
              "declares IMPORTED_GLOBALS, and makes no globals",
              () ->
                  new Seams() {
                    @Override
                    BackendGlobal newGlobal(BackendRuntime real, GlobalType type, long value) {
                      throw missing(Capability.IMPORTED_GLOBALS);
                    }
                  }),
          Fault.of(
              "imported-tables-claimed",
              "declares IMPORTED_TABLES, and makes no tables",
              () ->
                  new Seams() {
                    @Override
                    BackendTable newTable(BackendRuntime real, TableType type) {
                      throw missing(Capability.IMPORTED_TABLES);
                    }
                  }),
          Fault.of(
              "imported-memories-claimed",
              "declares IMPORTED_MEMORIES, and makes no memories",
              () ->
                  new Seams() {
                    @Override
                    BackendMemory newMemory(BackendRuntime real, MemoryType type) {
                      throw missing(Capability.IMPORTED_MEMORIES);
                    }
                  }),
          Fault.of(
              "wasi-claimed",
              "declares WASI_PREVIEW1, and does not serve it",
              () ->
                  new Seams() {
                    @Override
                    BackendInstance instantiate(
                        BackendRuntime real,
                        BackendModule module,
                        Map<ImportType, ImportValue> imports,
                        @Nullable WasiOptions wasi) {
                      if (wasi != null) {
                        throw missing(Capability.WASI_PREVIEW1);
                      }
                      return real.instantiate(module, imports, null);
                    }
                  }),
          Fault.of(
              "wrap-claimed",
              "declares WRAP, and understands no instance",
              () ->
                  new Seams() {
                    @Override
                    BackendInstance wrap(WasmBackend real, Object nativeInstance) {
                      throw new TypeMismatchException("not an instance");
                    }
                  }),
          Fault.of(
              "new-memory-not-zero",
              "makes memories that are not empty",
              () ->
                  new Seams() {
                    @Override
                    BackendMemory newMemory(BackendRuntime real, MemoryType type) {
                      BackendMemory memory = real.newMemory(type);
                      SegmentAccess access = new SegmentAccess(memory);
                      if (access.byteSize() > 0) {
                        access.store(40_000, 1, 1);
                      }
                      return memory;
                    }
                  }),
          Fault.of(
              "new-memory-without-maximum",
              "makes memories without their maximum",
              () ->
                  new Seams() {
                    @Override
                    BackendMemory newMemory(BackendRuntime real, MemoryType type) {
                      return real.newMemory(
                          type.shared() ? type : MemoryType.of(type.minimum()));
                    }
                  }));

  private CapabilityFaults() {}

  private static UnsupportedCapabilityException missing(Capability capability) {
    return new UnsupportedCapabilityException("there is no such thing here", capability);
  }

  private static Fault claimed(String name, Capability capability, String... rules) {
    return Fault.of(
        name,
        "declares " + capability + ", and has it not",
        () -> GrowthFaults.claims(capability),
        rules);
  }

  private static Fault denied(String name, Capability capability, String... rules) {
    return Fault.of(
        name,
        "has " + capability + ", and does not declare it",
        () ->
            new Seams() {
              @Override
              Set<Capability> capabilities(Set<Capability> real) {
                Set<Capability> fewer = EnumSet.copyOf(real);
                fewer.remove(capability);
                return fewer;
              }
            },
        rules);
  }
}
