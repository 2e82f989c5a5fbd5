package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.ExternType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A module as it is given to Wasmtime, which is the user's with other names:
 *
 * <ul>
 *   <li>The start function is exported instead, and called by us: Wasmtime loses what it ends in.
 *   <li>{@code _start} and {@code _initialize} get other names: a linker of Wasmtime's makes a new
 *       instance for each call of the one, and calls the other itself.
 *   <li>The WASI functions that Java serves are imported from {@link #JAVA_WASI}.
 *   <li>A memory is imported from us instead of defined if Java must have it before the instance is
 *       there: for those WASI functions, or because it begins with a size from which on Wasmtime
 *       does not tell its address.
 * </ul>
 */
final class GuestCode {
  /** The module from which the WASI functions come that Java serves. */
  static final String JAVA_WASI = "\0" + WasiOptions.MODULE;

  static final Set<String> STREAM_FUNCTIONS = Set.of("fd_read", "fd_write");
  static final String EXIT_FUNCTION = "proc_exit";

  /** The names of the user's module, for which there is no number. */
  static final int USER_NAMES = -1;

  private static final String HIDDEN = "\0";
  private static final Set<String> SPECIAL = Set.of("_start", "_initialize");
  private static final LinkName MEMORY = new LinkName("\0", "memory");

  private final BinaryModule module;
  private final boolean importsMemory;

  GuestCode(byte[] wasm) {
    module = BinaryModule.parse(wasm);
    List<MemoryType> memories = module.definedMemories();
    importsMemory =
        memories.size() == 1
            && count(ExternKind.MEMORY) == 0
            && !memories.getFirst().memory64()
            && !memories.getFirst().shared()
            && (memories.getFirst().minimum() > WasmtimeMemory.MOST_BUFFERED_PAGES
                || imports().stream().anyMatch(GuestCode::isStream));
  }

  List<ImportType> imports() {
    return module.imports().stream().map(BinaryModule.Import::type).toList();
  }

  List<BinaryModule.Export> exports() {
    return module.exports();
  }

  boolean hasStart() {
    return module.start().isPresent();
  }

  /** The type of the memory that is imported instead of defined. */
  Optional<MemoryType> importedMemory() {
    return importsMemory ? Optional.of(module.definedMemories().getFirst()) : Optional.empty();
  }

  /** How many imports there are of a kind, and with it the index of the first definition. */
  int count(ExternKind kind) {
    return (int) imports().stream().filter(i -> i.type().kind() == kind).count();
  }

  /** How many pages the defined memories begin with. */
  long initialPages() {
    return module.definedMemories().stream().mapToLong(MemoryType::minimum).sum();
  }

  /** Whether others can import globals or tables from an instance. */
  boolean sharesState() {
    return module.exports().stream()
        .map(export -> export.type().type())
        .anyMatch(GuestCode::isState);
  }

  /** Whether something is a place of its own that no linker but its own can pass on. */
  static boolean isState(ExternType type) {
    return switch (type) {
      case GlobalType global -> global.mutable() || !global.value().isNumeric();
      case TableType _ -> true;
      case FunctionType _, MemoryType _ -> false;
    };
  }

  static boolean isStream(ImportType type) {
    return type.module().equals(WasiOptions.MODULE) && STREAM_FUNCTIONS.contains(type.name());
  }

  static boolean isExit(ImportType type) {
    return type.module().equals(WasiOptions.MODULE) && type.name().equals(EXIT_FUNCTION);
  }

  /** Under which name an instance exports what the user's module calls {@code name}. */
  String exportName(String name) {
    return SPECIAL.contains(name) ? hidden(name) : name;
  }

  String startName() {
    return hidden("start");
  }

  /**
   * Under which name the linker finds an import.
   *
   * @param space a number for which these names are its own, or {@link #USER_NAMES}
   * @param index which of the imports it is
   */
  LinkName linkName(int space, int index) {
    ImportType type = module.imports().get(index).type();
    if (space >= 0) {
      return new LinkName(HIDDEN + space, Integer.toString(index));
    }
    return isStream(type) || isExit(type)
        ? new LinkName(JAVA_WASI, type.name())
        : new LinkName(type.module(), type.name());
  }

  /** Under which name the linker finds the {@linkplain #importedMemory() memory}. */
  LinkName memoryName(int space) {
    return space >= 0 ? new LinkName(HIDDEN + space, MEMORY.name()) : MEMORY;
  }

  /**
   * The bytes for Wasmtime, with the link names of a space. A module that has something to import
   * or export has a section from the place on where it is written.
   */
  byte[] bytes(int space) {
    BinaryWriter out = BinaryWriter.module();
    boolean importsWritten = false;
    boolean exportsWritten = false;
    for (BinaryModule.Section section : module.sections()) {
      int order = section.id();
      if (!importsWritten && order >= BinaryModule.IMPORTS) {
        importsWritten = true;
        writeImports(out, space);
      }
      if (!exportsWritten && order >= BinaryModule.EXPORTS) {
        exportsWritten = true;
        writeExports(out);
      }
      boolean replaced =
          order == BinaryModule.IMPORTS
              || order == BinaryModule.EXPORTS
              || order == BinaryModule.START
              || (order == BinaryModule.MEMORIES && importsMemory);
      if (!replaced) {
        out.raw(module.bytes(), section.start(), section.end());
      }
    }
    return out.toByteArray();
  }

  private void writeImports(BinaryWriter out, int space) {
    if (module.imports().isEmpty() && !importsMemory) {
      return;
    }
    out.section(
        BinaryModule.IMPORTS,
        contents -> {
          int count = module.imports().size();
          contents.unsigned(count + (importsMemory ? 1 : 0));
          for (int i = 0; i < count; i++) {
            LinkName name = linkName(space, i);
            BinaryModule.Import entry = module.imports().get(i);
            contents.name(name.module()).name(name.name());
            contents.raw(module.bytes(), entry.kindStart(), entry.end());
          }
          if (importsMemory) {
            LinkName name = memoryName(space);
            contents.importOf(name.module(), name.name(), module.definedMemories().getFirst());
          }
        });
  }

  private void writeExports(BinaryWriter out) {
    List<BinaryModule.Export> exports = module.exports();
    if (exports.isEmpty() && !hasStart()) {
      return;
    }
    out.section(
        BinaryModule.EXPORTS,
        contents -> {
          contents.unsigned(exports.size() + (hasStart() ? 1 : 0));
          for (BinaryModule.Export export : exports) {
            contents.export(
                exportName(export.type().name()), export.type().type().kind(), export.index());
          }
          module
              .start()
              .ifPresent(index -> contents.export(startName(), ExternKind.FUNCTION, index));
        });
  }

  private String hidden(String name) {
    String result = HIDDEN + name;
    while (isExported(result)) {
      result = HIDDEN + result;
    }
    return result;
  }

  private boolean isExported(String name) {
    return module.exports().stream()
        .map(BinaryModule.Export::type)
        .map(ExportType::name)
        .anyMatch(name::equals);
  }
}
