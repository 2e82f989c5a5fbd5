package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Engine;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Finds out what the exports of an instance are, one object for each thing. */
final class Exports {

  private Exports() {}

  /**
   * The exports; to be called inside the store.
   *
   * @param given what was imported
   * @param named where the instance is
   * @param memory the memory that the module defines and we made, or null
   */
  static SequencedMap<String, BackendExtern> of(
      Shared<Engine> engine,
      WasmtimeInstance instance,
      GuestCode code,
      Map<ImportType, ImportValue> given,
      Named named,
      @Nullable WasmtimeMemory memory) {
    Map<Place, BackendExtern> known = imported(code, given);
    if (memory != null) {
      known.put(new Place(ExternKind.MEMORY, 0), memory);
    }
    SequencedMap<String, BackendExtern> exports = new LinkedHashMap<>();
    for (BinaryModule.Export export : code.exports()) {
      String name = export.type().name();
      Named source = named.with(code.exportName(name));
      exports.put(
          name,
          known.computeIfAbsent(
              Place.of(export),
              _ ->
                  switch (export.type().type()) {
                    case FunctionType type -> new WasmtimeFunction(source, type);
                    case GlobalType type -> new WasmtimeGlobal(source, type);
                    case TableType type -> new WasmtimeTable(engine, source, type);
                    case MemoryType type -> instance.define(WasmtimeMemory.of(source, type));
                  }));
    }
    return Collections.unmodifiableSequencedMap(exports);
  }

  /** One of the things of a kind that a module imports or defines. */
  record Place(ExternKind kind, int index) {
    static Place of(BinaryModule.Export export) {
      return new Place(export.type().type().kind(), export.index());
    }
  }

  private static Map<Place, BackendExtern> imported(
      GuestCode code, Map<ImportType, ImportValue> given) {
    Map<Place, BackendExtern> known = new HashMap<>();
    for (ExternKind kind : ExternKind.values()) {
      int index = 0;
      for (ImportType type : code.imports()) {
        if (type.type().kind() == kind) {
          if (given.get(type) instanceof BackendExtern extern) {
            known.put(new Place(kind, index), extern);
          }
          index++;
        }
      }
    }
    return known;
  }
}
