package io.github.wasminterop.faults;

import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Faults of modules: loading, imports and exports, instances. */
final class LoadingFaults {
  private static final int START_SECTION = 8;

  static final List<Fault> ALL =
      List.of(
          Fault.of(
              "module-bytes-changed",
              "changes the array that holds a module",
              () ->
                  new Seams() {
                    @Override
                    BackendModule load(BackendRuntime real, byte[] wasm) {
                      BackendModule module = real.load(wasm);
                      wasm[wasm.length - 1] ^= 1;
                      return module;
                    }
                  }),
          Fault.of(
              "invalid-module-loaded",
              "takes a module that is not valid for an empty one",
              () ->
                  new Seams() {
                    @Override
                    BackendModule load(BackendRuntime real, byte[] wasm) {
                      try {
                        return real.load(wasm);
                      } catch (InvalidModuleException e) {
                        return real.load(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
                      }
                    }
                  }),
          Fault.of(
              "own-exception-for-invalid-module",
              "lets the runtime's exception for an invalid module out",
              () ->
                  new Seams() {
                    @Override
                    BackendModule load(BackendRuntime real, byte[] wasm) {
                      try {
                        return real.load(wasm);
                      } catch (InvalidModuleException e) {
                        throw new IllegalArgumentException("malformed", e);
                      }
                    }
                  }),
          Fault.of("start-not-run", "does not run the start function", StartNotRun::new),
          Fault.of(
              "module-exports-sorted",
              "lists the exports of a module by name",
              () ->
                  new Seams() {
                    @Override
                    List<ExportType> exports(BackendModule real) {
                      return real.exports().stream()
                          .sorted(Comparator.comparing(ExportType::name))
                          .toList();
                    }
                  }),
          instance(
              "instance-exports-sorted",
              "gives the exports of an instance by name",
              real -> new LinkedHashMap<>(new TreeMap<>(real))),
          instance(
              "export-without-name-missing",
              "does not give the export whose name is empty",
              real -> without(real, "")),
          instance(
              "globals-missing",
              "does not give constant globals",
              real -> {
                SequencedMap<String, BackendExtern> fewer = new LinkedHashMap<>(real);
                fewer
                    .values()
                    .removeIf(each -> each instanceof BackendGlobal g && !g.type().mutable());
                return fewer;
              }),
          instance(
              "export-of-another-kind",
              "gives a function for a constant global",
              LoadingFaults::anotherKind),
          instance(
              "memories-mixed-up",
              "gives the first memory for each memory",
              LoadingFaults::firstMemory),
          Fault.of(
              "imports-reversed",
              "lists the imports of a module in reverse order",
              () ->
                  new Seams() {
                    @Override
                    List<ImportType> imports(BackendModule real) {
                      return real.imports().reversed();
                    }
                  }),
          importType(
              "import-table-type-wrong",
              "tells the type of an imported table without its minimum",
              type ->
                  type.type() instanceof TableType table
                      ? new ImportType(
                          type.module(),
                          type.name(),
                          new TableType(table.element(), 0, table.maximum()))
                      : type),
          importType(
              "import-global-type-wrong",
              "says that imported constants are variables",
              type ->
                  type.type() instanceof GlobalType global
                      ? new ImportType(
                          type.module(), type.name(), new GlobalType(global.value(), true))
                      : type),
          importType(
              "import-memory-type-wrong",
              "tells the type of an imported memory without its maximum",
              type ->
                  type.type() instanceof MemoryType memory
                      ? new ImportType(
                          type.module(), type.name(), MemoryType.of(memory.minimum()))
                      : type),
          importType(
              "import-function-type-wrong",
              "tells the type of an imported function without its results",
              type ->
                  type.type() instanceof FunctionType function
                          && function.parameters().size() == 2
                      ? new ImportType(
                          type.module(),
                          type.name(),
                          new FunctionType(function.parameters(), List.of()))
                      : type),
          Fault.of("instances-shared", "gives the same instance again for a module", Shared::new),
          Fault.of(
              "own-exception-for-linking",
              "lets a ClassCastException out for a memory of another runtime",
              OtherRuntime::new));

  private LoadingFaults() {}

  /** What is given for the exports of an instance. */
  private interface Exports {
    SequencedMap<String, BackendExtern> of(SequencedMap<String, BackendExtern> real);
  }

  private static Fault instance(String name, String what, Exports fault, String... rules) {
    return Fault.of(
        name,
        what,
        () ->
            new Seams() {
              @Override
              SequencedMap<String, BackendExtern> exports(BackendInstance real) {
                return fault.of(real.exports());
              }
            },
        rules);
  }

  /** What is told of an import. */
  private interface Imports {
    ImportType of(ImportType real);
  }

  private static Fault importType(String name, String what, Imports fault, String... rules) {
    return Fault.of(
        name,
        what,
        () ->
            new Seams() {
              @Override
              List<ImportType> imports(BackendModule real) {
                return real.imports().stream().map(fault::of).toList();
              }
            },
        rules);
  }

  private static SequencedMap<String, BackendExtern> without(
      SequencedMap<String, BackendExtern> real, String name) {
    SequencedMap<String, BackendExtern> fewer = new LinkedHashMap<>(real);
    fewer.remove(name);
    return fewer;
  }

  private static SequencedMap<String, BackendExtern> anotherKind(
      SequencedMap<String, BackendExtern> real) {
    SequencedMap<String, BackendExtern> changed = new LinkedHashMap<>(real);
    real.values().stream()
        .filter(BackendFunction.class::isInstance)
        .findFirst()
        .ifPresent(
            function ->
                changed.replaceAll(
                    (_, each) ->
                        each instanceof BackendGlobal global && !global.type().mutable()
                            ? function
                            : each));
    return changed;
  }

  private static SequencedMap<String, BackendExtern> firstMemory(
      SequencedMap<String, BackendExtern> real) {
    SequencedMap<String, BackendExtern> changed = new LinkedHashMap<>(real);
    real.values().stream()
        .filter(BackendMemory.class::isInstance)
        .findFirst()
        .ifPresent(
            first ->
                changed.replaceAll((_, each) -> each instanceof BackendMemory ? first : each));
    return changed;
  }

  private static final class StartNotRun extends Seams {
    @Override
    BackendModule load(BackendRuntime real, byte[] wasm) {
      return real.load(withoutStart(wasm));
    }

    /** The fixtures' sections are all small enough for a size of at most two bytes. */
    private static byte[] withoutStart(byte[] wasm) {
      int at = 8;
      while (at + 1 < wasm.length) {
        boolean wide = wasm[at + 1] < 0;
        int size = wasm[at + 1] & 0x7f;
        int body = at + 2;
        if (wide) {
          size |= wasm[at + 2] << 7;
          body++;
        }
        if (wasm[at] == START_SECTION) {
          byte[] fewer = Arrays.copyOf(wasm, wasm.length - (body + size - at));
          System.arraycopy(wasm, body + size, fewer, at, fewer.length - at);
          return fewer;
        }
        at = body + size;
      }
      return wasm;
    }
  }

  private static final class Shared extends Seams {
    private final Map<BackendModule, BackendInstance> made = new IdentityHashMap<>();

    @Override
    synchronized BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      return made.computeIfAbsent(module, _ -> real.instantiate(module, imports, wasi));
    }
  }

  private static final class OtherRuntime extends Seams {
    private final List<BackendExtern> own = new CopyOnWriteArrayList<>();

    @Override
    LinearMemory linear(BackendMemory real) {
      own.add(real);
      return real.linear();
    }

    @Override
    BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      for (ImportValue value : imports.values()) {
        if (value instanceof BackendMemory memory && !own.contains(memory)) {
          throw new ClassCastException("a memory of another store");
        }
      }
      return real.instantiate(module, imports, wasi);
    }
  }
}
