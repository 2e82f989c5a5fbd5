package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.Global;
import com.dylibso.chicory.wasm.types.GlobalImport;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryImport;
import com.dylibso.chicory.wasm.types.MemorySection;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableImport;
import com.dylibso.chicory.wasm.types.TypeSection;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.ExternType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a module imports and exports, with the checks that Chicory leaves to instantiation or to the
 * first call.
 */
final class ModuleContents {
  private static final int SIMD_PREFIX = 0xFD;

  private final TypeSection types;
  private final List<FunctionType> functions = new ArrayList<>();
  private final List<TableType> tables = new ArrayList<>();
  private final List<MemoryType> memories = new ArrayList<>();
  private final List<GlobalType> globals = new ArrayList<>();
  private final List<ImportType> imports = new ArrayList<>();
  private final List<ExportType> exports = new ArrayList<>();

  private ModuleContents(WasmModule module) {
    types = module.typeSection();
    module.importSection().stream().forEach(this::addImport);
    addDefined(module);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      Export export = module.exportSection().getExport(i);
      if (!names.add(export.name())) {
        throw invalid("duplicate export name " + export.name());
      }
      addExport(export);
    }
  }

  /**
   * Lists and checks.
   *
   * @throws InvalidModuleException if something is missing or beyond Chicory
   */
  static ModuleContents of(WasmModule module) {
    for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
      for (AnnotatedInstruction instruction :
          module.codeSection().getFunctionBody(i).instructions()) {
        if (instruction.opcode().opcode() >>> Byte.SIZE == SIMD_PREFIX
            && !Release.CAPABILITIES.contains(Capability.SIMD)) {
          throw invalid(
              "it uses SIMD (%s), which this backend does not support"
                  .formatted(instruction.opcode()));
        }
      }
    }
    return new ModuleContents(module);
  }

  List<ImportType> imports() {
    return List.copyOf(imports);
  }

  List<ExportType> exports() {
    return List.copyOf(exports);
  }

  private void addImport(Import wanted) {
    ExternType type =
        switch (wanted) {
          case FunctionImport function -> add(functions, function(function.typeIndex()));
          case TableImport table ->
              add(tables, Types.table(table.entryType(), table.limits().min(), table.limits()));
          case MemoryImport memory -> add(memories, Types.memory(memory.limits()));
          case GlobalImport global ->
              add(globals, Types.global(global.type(), global.mutabilityType()));
          default ->
              throw invalid(
                  "import %s.%s is a tag of exceptions, which this backend does not support"
                      .formatted(wanted.module(), wanted.name()));
        };
    imports.add(new ImportType(wanted.module(), wanted.name(), type));
  }

  private void addDefined(WasmModule module) {
    for (int i = 0; i < module.functionSection().functionCount(); i++) {
      functions.add(function(module.functionSection().getFunctionType(i)));
    }
    for (int i = 0; i < module.tableSection().tableCount(); i++) {
      Table table = module.tableSection().getTable(i);
      tables.add(Types.table(table.elementType(), table.limits().min(), table.limits()));
    }
    int memoryCount = module.memorySection().map(MemorySection::memoryCount).orElse(0);
    for (int i = 0; i < memoryCount; i++) {
      memories.add(Types.memory(module.memorySection().orElseThrow().getMemory(i).limits()));
    }
    for (Global global : module.globalSection().globals()) {
      globals.add(Types.global(global.valueType(), global.mutabilityType()));
    }
  }

  private void addExport(Export export) {
    List<? extends ExternType> space =
        switch (export.exportType()) {
          case FUNCTION -> functions;
          case TABLE -> tables;
          case MEMORY -> memories;
          case GLOBAL -> globals;
          case TAG -> null;
        };
    if (space == null) {
      return;
    }
    if (export.index() < 0 || export.index() >= space.size()) {
      throw invalid(
          "export %s is %s %d, which is not there"
              .formatted(export.name(), export.exportType(), export.index()));
    }
    exports.add(new ExportType(export.name(), space.get(export.index())));
  }

  private FunctionType function(int typeIndex) {
    return Types.function(types.getType(typeIndex));
  }

  private static <T> T add(List<? super T> list, T element) {
    list.add(element);
    return element;
  }

  private static InvalidModuleException invalid(String reason) {
    return new InvalidModuleException("the module is invalid: " + reason, null);
  }
}
