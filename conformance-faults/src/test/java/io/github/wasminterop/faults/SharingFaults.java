package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Faults of memories that several guests have, or several names. */
final class SharingFaults {

  static final List<Fault> ALL =
      List.of(
          Fault.of(
                  "imported-memory-copied",
                  "gives a guest a copy of the memory that it imports from another",
                  ImportsCopy::new,
                  "temporal_3_01 02 03 04 05 06 07 09 10",
                  "live_4_11",
                  "linking_12_05 09")
              .because("each is tried with a guest that imports another's memory"),
          Fault.of(
              "exported-import-copied",
              "gives the host a copy of the memory that a guest imports and exports",
              ExportsCopy::new,
              "live_4_11"),
          Fault.of(
                  "second-name-missing",
                  "gives a memory under the first of its names only",
                  () ->
                      new Seams() {
                        @Override
                        SequencedMap<String, BackendExtern> exports(BackendInstance real) {
                          return oneNameEach(real.exports());
                        }
                      },
                  "descriptors_20_05 06")
              .because("both have a memory under two names"));

  private SharingFaults() {}

  private static SequencedMap<String, BackendExtern> oneNameEach(
      SequencedMap<String, BackendExtern> real) {
    Set<LinearMemory> known = Collections.newSetFromMap(new IdentityHashMap<>());
    SequencedMap<String, BackendExtern> fewer = new LinkedHashMap<>(real);
    fewer
        .values()
        .removeIf(each -> each instanceof BackendMemory memory && !known.add(memory.linear()));
    return fewer;
  }

  /** A memory of the host's with the same bytes. */
  private static BackendMemory copy(BackendRuntime runtime, BackendMemory memory) {
    BackendMemory copy = runtime.newMemory(memory.type());
    MemorySegment bytes = Objects.requireNonNull(memory.linear().segment());
    Objects.requireNonNull(copy.linear().segment()).copyFrom(bytes);
    return copy;
  }

  /** Tells the memories of guests from those that the host made. */
  private abstract static class Sharing extends Seams {
    private final Set<ImportValue> hosts = ConcurrentHashMap.newKeySet();

    @Override
    BackendMemory newMemory(BackendRuntime real, MemoryType type) {
      BackendMemory memory = real.newMemory(type);
      hosts.add(memory);
      return memory;
    }

    boolean isOfGuest(ImportValue value) {
      return value instanceof BackendMemory && !hosts.contains(value);
    }
  }

  private static final class ImportsCopy extends Sharing {
    @Override
    BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      Map<ImportType, ImportValue> changed = new HashMap<>(imports);
      changed.replaceAll(
          (_, value) -> isOfGuest(value) ? copy(real, (BackendMemory) value) : value);
      return real.instantiate(module, changed, wasi);
    }
  }

  private static final class ExportsCopy extends Sharing {
    private final Map<BackendExtern, BackendMemory> copies = new ConcurrentHashMap<>();

    @Override
    BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      BackendInstance made = real.instantiate(module, imports, wasi);
      for (ImportValue value : imports.values()) {
        if (isOfGuest(value)) {
          BackendMemory memory = (BackendMemory) value;
          copies.put(memory, copy(real, memory));
        }
      }
      return made;
    }

    @Override
    SequencedMap<String, BackendExtern> exports(BackendInstance real) {
      SequencedMap<String, BackendExtern> changed = new LinkedHashMap<>(real.exports());
      changed.replaceAll(
          (_, extern) -> {
            BackendMemory copy = copies.get(extern);
            return copy == null ? extern : copy;
          });
      return changed;
    }
  }
}
