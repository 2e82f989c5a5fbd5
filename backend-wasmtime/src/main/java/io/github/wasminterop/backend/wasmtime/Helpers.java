package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Engine;
import io.github.kawamuray.wasmtime.Linker;
import io.github.kawamuray.wasmtime.Module;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.ExternType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Small modules of our own, for what Wasmtime's API has no method for. All methods but {@link
 * #instantiate} use the linker of the store, and are to be called inside it.
 */
final class Helpers {
  private static final String NAME = "x";

  private Helpers() {}

  /** Instantiates a module; to be called inside the store. */
  static void instantiate(
      Shared<Engine> engine, GuestStore store, Linker linker, String name, BinaryWriter module) {
    Engine open = engine.acquire();
    try (Module compiled = Module.fromBinary(open, module.toByteArray())) {
      store.mappings().claim(Mappings.INSTANCE);
      linker.module(store.nativeStore(), name, compiled);
    } finally {
      engine.release();
    }
  }

  /** A new global. */
  static Named global(Shared<Engine> engine, GuestStore store, GlobalType type, long value) {
    Named named = new Named(store, store.linker(), "\0host" + store.next(), NAME);
    instantiate(engine, store, named.linker(), named.module(), global(type, value, NAME));
    return named;
  }

  /** Defines an import as a constant. */
  static void constant(
      Shared<Engine> engine,
      GuestStore store,
      Linker linker,
      LinkName name,
      GlobalType type,
      long value) {
    instantiate(engine, store, linker, name.module(), global(type, value, name.name()));
  }

  /** A new table. */
  static Named table(Shared<Engine> engine, GuestStore store, TableType type) {
    Named named = new Named(store, store.linker(), "\0host" + store.next(), NAME);
    instantiate(
        engine,
        store,
        named.linker(),
        named.module(),
        BinaryWriter.module()
            .section(BinaryModule.TABLES, tables -> tables.unsigned(1).type(type))
            .section(BinaryModule.EXPORTS, single(NAME, ExternKind.TABLE)));
    return named;
  }

  /** A function that gives the size of a table. */
  static WasmtimeFunction tableSize(Shared<Engine> engine, Named table, TableType type) {
    FunctionType signature = FunctionType.of().returning(ValueType.I32);
    GuestStore store = table.store();
    Named size = new Named(store, table.linker(), "\0size" + store.next(), NAME);
    instantiate(
        engine,
        store,
        size.linker(),
        size.module(),
        BinaryWriter.module()
            .section(BinaryModule.TYPES, types -> types.unsigned(1).type(signature))
            .section(
                BinaryModule.IMPORTS,
                imports ->
                    imports.unsigned(1).importOf(table.module(), table.name(), anySize(type)))
            .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
            .section(BinaryModule.EXPORTS, single(NAME, ExternKind.FUNCTION))
            .section(
                BinaryModule.CODE,
                // table.size 0
                codes -> codes.unsigned(1).code(body -> body.units(0xfc, 16, 0))));
    return new WasmtimeFunction(size, signature);
  }

  /** Defines an import as a global or table that the same linker knows already. */
  static void alias(Shared<Engine> engine, Named source, LinkName name, ExternType type) {
    ExternType wanted = type instanceof TableType table ? anySize(table) : type;
    instantiate(
        engine,
        source.store(),
        source.linker(),
        name.module(),
        BinaryWriter.module()
            .section(
                BinaryModule.IMPORTS,
                imports -> imports.unsigned(1).importOf(source.module(), source.name(), wanted))
            .section(BinaryModule.EXPORTS, single(name.name(), type.kind())));
  }

  /**
   * The WASI functions of streams: the standard ones are {@code host}'s, all others Wasmtime's. As
   * Wasmtime looks for the memory in the exports of its caller, the module exports the guest's.
   */
  static BinaryWriter streams(List<String> functions, String host, LinkName memory) {
    int count = functions.size();
    ValueType i32 = ValueType.I32;
    return BinaryWriter.module()
        .section(
            BinaryModule.TYPES,
            types -> types.unsigned(1).type(FunctionType.of(i32, i32, i32, i32).returning(i32)))
        .section(
            BinaryModule.IMPORTS,
            imports -> {
              imports.unsigned(2L * count + 1);
              functions.forEach(name -> imports.importOf(host, name, 0));
              functions.forEach(name -> imports.importOf(WasiOptions.MODULE, name, 0));
              imports.importOf(memory.module(), memory.name(), MemoryType.of(0));
            })
        .section(
            BinaryModule.FUNCTIONS,
            definitions -> {
              definitions.unsigned(count);
              functions.forEach(_ -> definitions.unsigned(0));
            })
        .section(
            BinaryModule.EXPORTS,
            exports -> {
              exports.unsigned(count + 1L).export("memory", ExternKind.MEMORY, 0);
              for (int i = 0; i < count; i++) {
                exports.export(functions.get(i), ExternKind.FUNCTION, 2 * count + i);
              }
            })
        .section(
            BinaryModule.CODE,
            codes -> {
              codes.unsigned(count);
              for (int i = 0; i < count; i++) {
                int ours = i;
                codes.code(body -> choose(body, ours, count + ours));
              }
            });
  }

  /** {@code local 0 < 3 ? call ours : call theirs}, with the four parameters. */
  private static void choose(BinaryWriter body, int ours, int theirs) {
    body.units(0x20, 0, 0x41, 3, 0x49, 0x04, 0x7f); // local.get 0, i32.const 3, i32.lt_u, if i32
    body.units(0x20, 0, 0x20, 1, 0x20, 2, 0x20, 3, 0x10).unsigned(ours);
    body.unit(0x05); // else
    body.units(0x20, 0, 0x20, 1, 0x20, 2, 0x20, 3, 0x10).unsigned(theirs);
    body.unit(0x0b); // end
  }

  private static BinaryWriter global(GlobalType type, long value, String name) {
    return BinaryWriter.module()
        .section(
            BinaryModule.GLOBALS,
            globals -> globals.unsigned(1).type(type).constant(type.value(), value).unit(0x0b))
        .section(BinaryModule.EXPORTS, single(name, ExternKind.GLOBAL));
  }

  private static Consumer<BinaryWriter> single(String name, ExternKind kind) {
    return exports -> exports.unsigned(1).export(name, kind, 0);
  }

  private static TableType anySize(TableType type) {
    return new TableType(type.element(), 0, OptionalLong.empty());
  }
}
