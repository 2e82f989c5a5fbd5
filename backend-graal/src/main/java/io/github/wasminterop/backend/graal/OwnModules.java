package io.github.wasminterop.backend.graal;

import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.ExternType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Modules that the library makes up: variants of given ones, and small ones of its own. */
final class OwnModules {
  /** The name of the one export of the small ones. */
  static final String EXPORT = "x";

  /** The first and second part of the name of their one import, if they have one. */
  static final String IMPORT = "x";

  private static final int LOCAL_GET = 0x20;
  private static final int MEMORY_GROW = 0x40;

  private OwnModules() {}

  /**
   * A variant of a module.
   *
   * @param module the module
   * @param moved the imports that get another first part of their name
   * @param movedTo that first part
   * @param startExport the name under which the start function is exported instead of being run; no
   *     matter if there is none
   */
  static byte[] variant(
      BinaryModule module,
      Collection<BinaryModule.Import> moved,
      String movedTo,
      String startExport) {
    Map<Integer, Consumer<BinaryWriter>> replaced = new HashMap<>();
    if (!moved.isEmpty()) {
      replaced.put(BinaryModule.IMPORTS, imports -> writeImports(imports, module, moved, movedTo));
    }
    if (module.start().isPresent()) {
      replaced.put(BinaryModule.EXPORTS, exports -> writeExports(exports, module, startExport));
    }
    BinaryWriter variant = BinaryWriter.module();
    for (BinaryModule.Section section : module.sections()) {
      // The exports come just before the start, which has no place in the variant.
      int id = section.id() == BinaryModule.START ? BinaryModule.EXPORTS : section.id();
      Consumer<BinaryWriter> contents = replaced.remove(id);
      if (contents != null) {
        variant.section(id, contents);
      } else if (section.id() != BinaryModule.START) {
        variant.raw(module.bytes(), section.start(), section.end());
      }
    }
    return variant.toByteArray();
  }

  /** A module that defines and exports a memory. */
  static byte[] memory(MemoryType type) {
    return exporting(BinaryModule.MEMORIES, type);
  }

  /** A module that defines and exports a table of {@code funcref} or {@code externref}. */
  static byte[] table(TableType type) {
    return exporting(BinaryModule.TABLES, type);
  }

  /** A module that imports a function and exports it. */
  static byte[] function(FunctionType type) {
    return BinaryWriter.module()
        .section(BinaryModule.TYPES, types -> types.unsigned(1).type(type))
        .section(BinaryModule.IMPORTS, imports -> imports.unsigned(1).importOf(IMPORT, IMPORT, 0))
        .section(BinaryModule.EXPORTS, exports -> writeExport(exports, ExternKind.FUNCTION))
        .toByteArray();
  }

  /** A module that imports a memory and exports a function that grows it. */
  static byte[] grower(MemoryType type) {
    ValueType address = type.memory64() ? ValueType.I64 : ValueType.I32;
    FunctionType grow = FunctionType.of(address).returning(address);
    return BinaryWriter.module()
        .section(BinaryModule.TYPES, types -> types.unsigned(1).type(grow))
        .section(
            BinaryModule.IMPORTS, imports -> imports.unsigned(1).importOf(IMPORT, IMPORT, type))
        .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
        .section(BinaryModule.EXPORTS, exports -> writeExport(exports, ExternKind.FUNCTION))
        .section(
            BinaryModule.CODE,
            code -> code.unsigned(1).code(body -> body.units(LOCAL_GET, 0, MEMORY_GROW, 0)))
        .toByteArray();
  }

  private static byte[] exporting(int section, ExternType type) {
    return BinaryWriter.module()
        .section(section, definitions -> definitions.unsigned(1).type(type))
        .section(BinaryModule.EXPORTS, exports -> writeExport(exports, type.kind()))
        .toByteArray();
  }

  private static void writeExport(BinaryWriter section, ExternKind kind) {
    section.unsigned(1).export(EXPORT, kind, 0);
  }

  private static void writeImports(
      BinaryWriter section,
      BinaryModule module,
      Collection<BinaryModule.Import> moved,
      String movedTo) {
    section.unsigned(module.imports().size());
    for (BinaryModule.Import each : module.imports()) {
      section
          .name(moved.contains(each) ? movedTo : each.type().module())
          .name(each.type().name())
          .raw(module.bytes(), each.kindStart(), each.end());
    }
  }

  private static void writeExports(BinaryWriter section, BinaryModule module, String startExport) {
    section.unsigned(module.exports().size() + 1L);
    for (BinaryModule.Export each : module.exports()) {
      section.export(each.type().name(), each.type().type().kind(), each.index());
    }
    section.export(startExport, ExternKind.FUNCTION, module.start().orElseThrow());
  }
}
