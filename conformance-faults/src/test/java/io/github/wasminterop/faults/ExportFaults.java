package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Faults of what modules and instances tell of their imports and exports. */
final class ExportFaults {

  static final List<Fault> ALL =
      List.of(
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
                      },
                  "loading_11_01 02")
              .because("both look at the order of a module's exports"),
          instance(
              "instance-exports-sorted",
              "gives the exports of an instance by name",
              real -> new LinkedHashMap<>(new TreeMap<>(real)),
              "loading_11_02"),
          instance(
              "export-without-name-missing",
              "does not give the export whose name is empty",
              real -> without(real, ""),
              "loading_11_02"),
          instance(
                  "globals-missing",
                  "does not give constant globals",
                  real -> {
                    SequencedMap<String, BackendExtern> fewer = new LinkedHashMap<>(real);
                    fewer
                        .values()
                        .removeIf(each -> each instanceof BackendGlobal g && !g.type().mutable());
                    return fewer;
                  },
                  "loading_11_02",
                  "globals_14_01 03 04",
                  "wrapping_18_10",
                  "descriptors_20_01")
              .because("each reads a constant, or lists the exports"),
          instance(
                  "export-of-another-kind",
                  "gives a function for a constant global",
                  ExportFaults::anotherKind,
                  "loading_11_02",
                  "globals_14_01 03 04",
                  "wrapping_18_10",
                  "descriptors_20_01 02")
              .because("each reads a constant, or lists the exports"),
          instance(
                  "memories-mixed-up",
                  "gives the first memory for each memory",
                  ExportFaults::firstMemory,
                  "temporal_3_13",
                  "descriptors_20_07")
              .because("both have two memories"),
          Fault.of(
                  "imports-reversed",
                  "lists the imports of a module in reverse order",
                  () ->
                      new Seams() {
                        @Override
                        List<ImportType> imports(BackendModule real) {
                          return real.imports().reversed();
                        }
                      },
                  "loading_11_01",
                  "linking_12_01")
              .because("both look at the order of imports"),
          importType(
                  "import-table-type-wrong",
                  "tells the type of an imported table without its minimum",
                  type ->
                      type.type() instanceof TableType table
                          ? new ImportType(
                              type.module(),
                              type.name(),
                              new TableType(table.element(), 0, table.maximum()))
                          : type,
                  "loading_11_01",
                  "tables_15_06")
              .because("both look at the type, or link by it"),
          importType(
                  "import-global-type-wrong",
                  "says that imported constants are variables",
                  type ->
                      type.type() instanceof GlobalType global
                          ? new ImportType(
                              type.module(), type.name(), new GlobalType(global.value(), true))
                          : type,
                  "loading_11_01",
                  "linking_12_07",
                  "globals_14_06")
              .because("each looks at the type, or links by it"),
          importType(
                  "import-memory-type-wrong",
                  "tells the type of an imported memory without its maximum",
                  type ->
                      type.type() instanceof MemoryType memory
                          ? new ImportType(
                              type.module(), type.name(), MemoryType.of(memory.minimum()))
                          : type,
                  "threads_8_09",
                  "loading_11_01",
                  "linking_12_06")
              .because("each looks at the type, or links by it"),
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
                          : type,
                  "loading_11_01",
                  "linking_12_01",
                  "calling_13_05",
                  "proposals_19_10")
              .because("each looks at the type, or links by it"));

  private ExportFaults() {}

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
            first -> changed.replaceAll((_, each) -> each instanceof BackendMemory ? first : each));
    return changed;
  }
}
