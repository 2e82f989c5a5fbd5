package io.github.wasminterop.faults;

import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.WasmBackend;
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
          claimed("memory64-claimed", Capability.MEMORY64, "proposals_19_12"),
          claimed("simd-claimed", Capability.SIMD, "proposals_19_14"),
          claimed(
                  "serialized-calls-claimed",
                  Capability.SERIALIZED_CALLS,
                  "threads_8_04",
                  "capabilities_19_17")
              .because("in both a second thread calls"),
          denied(
                  "zero-copy-denied",
                  Capability.ZERO_COPY,
                  "closing_3_37",
                  "live_4_09",
                  "capabilities_19_02",
                  "memories_22_06")
              .because("each asks a memory whether it is zero-copy"),
          denied("multi-value-denied", Capability.MULTI_VALUE, "proposals_19_10"),
          denied("multi-memory-denied", Capability.MULTI_MEMORY, "proposals_19_11"),
          denied("shared-memory-denied", Capability.SHARED_MEMORY, "proposals_19_13"),
          denied("atomic-wait-denied", Capability.ATOMIC_WAIT, "atomics_27_13"),
          denied("tables-denied", Capability.TABLES, "capabilities_19_09"),
          Fault.of(
                  "zero-copy-claimed",
                  "declares ZERO_COPY, and gives no segments",
                  () ->
                      new MediatedSeams(SegmentAccess::new) {
                        @Override
                        Set<Capability> capabilities(Set<Capability> real) {
                          return real;
                        }
                      },
                  "alignment_2_08 09",
                  "closing_3_37",
                  "temporal_3_06 07 09",
                  "live_4_07 08 09",
                  "atomic_6_05",
                  "cost_7_01",
                  "threads_8_09",
                  "copies_10_16",
                  "capabilities_19_02",
                  "memories_22_06",
                  "atomics_27_01 02 03 05 06 07 08 09 10 11 12 13")
              .because("each takes a segment because it may"),
          Fault.of(
                  "imported-globals-claimed",
                  "declares IMPORTED_GLOBALS, and makes no globals",
                  () ->
                      new Seams() {
                        @Override
                        BackendGlobal newGlobal(BackendRuntime real, GlobalType type, long value) {
                          throw missing(Capability.IMPORTED_GLOBALS);
                        }
                      },
                  "linking_12_07",
                  "globals_14_06",
                  "capabilities_19_07")
              .because("each makes a global"),
          Fault.of(
                  "imported-tables-claimed",
                  "declares IMPORTED_TABLES, and makes no tables",
                  () ->
                      new Seams() {
                        @Override
                        BackendTable newTable(BackendRuntime real, TableType type) {
                          throw missing(Capability.IMPORTED_TABLES);
                        }
                      },
                  "tables_15_06",
                  "capabilities_19_08")
              .because("both make a table"),
          Fault.of(
                  "imported-functions-claimed",
                  "declares IMPORTED_FUNCTIONS, and does not link functions of other guests",
                  () ->
                      new Seams() {
                        @Override
                        BackendInstance instantiate(
                            BackendRuntime real,
                            BackendModule module,
                            Map<ImportType, ImportValue> imports,
                            @Nullable WasiOptions wasi) {
                          if (imports.values().stream()
                              .anyMatch(BackendFunction.class::isInstance)) {
                            throw missing(Capability.IMPORTED_FUNCTIONS);
                          }
                          return real.instantiate(module, imports, wasi);
                        }
                      },
                  "temporal_3_01 02 03 04 05 06 07 09 10",
                  "linking_12_04 05",
                  "capabilities_19_05")
              .because("each is tried with a guest that imports a function of another's"),
          Fault.of(
                  "imported-memories-claimed",
                  "declares IMPORTED_MEMORIES, and makes no memories",
                  () ->
                      new Seams() {
                        @Override
                        BackendMemory newMemory(BackendRuntime real, MemoryType type) {
                          throw missing(Capability.IMPORTED_MEMORIES);
                        }
                      },
                  "closing_3_38",
                  "threads_8_09",
                  "linking_12_06",
                  "capabilities_19_06",
                  "memories_22_06")
              .because("each makes a memory"),
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
                      },
                  "wasi_17_01 02 03 04 05 06 07 09",
                  "capabilities_19_15")
              .because("each runs a guest that needs WASI"),
          Fault.of(
                  "wrap-claimed",
                  "declares WRAP, and understands no instance",
                  () ->
                      new Seams() {
                        @Override
                        BackendInstance wrap(WasmBackend real, Object nativeInstance) {
                          throw new TypeMismatchException("not an instance");
                        }
                      },
                  "wrapping_18_01 02 03 04 05 06 07 08 09",
                  "capabilities_19_16")
              .because("each wraps an instance"),
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
                  },
              "memories_22_06"),
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
                      },
                  "linking_12_06",
                  "memories_22_06")
              .because("both make a memory with a maximum"));

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
