package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Engine;
import io.github.kawamuray.wasmtime.Extern;
import io.github.kawamuray.wasmtime.Linker;
import io.github.kawamuray.wasmtime.Module;
import io.github.kawamuray.wasmtime.wasi.WasiCtx;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ImportType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The making of one instance. */
final class Instantiation {
  private final Shared<Engine> engine;
  private final boolean fixedMemories;
  private final WasmtimeModule module;
  private final GuestCode code;
  private final List<ImportType> wanted;
  private final Map<ImportType, ImportValue> given;
  private final @Nullable WasiOptions wasi;

  Instantiation(
      Shared<Engine> engine,
      boolean fixedMemories,
      WasmtimeModule module,
      Map<ImportType, ImportValue> given,
      @Nullable WasiOptions wasi) {
    this.engine = engine;
    this.fixedMemories = fixedMemories;
    this.module = module;
    this.code = module.code();
    this.wanted = code.imports();
    this.given = given;
    this.wasi = wanted.stream().anyMatch(this::isWasi) ? wasi : null;
  }

  BackendInstance run() {
    WasmtimeInstance instance = new WasmtimeInstance(store());
    GuestStore store = instance.store();
    try {
      store.enter();
      try {
        Named named = link(instance);
        if (code.hasStart()) {
          new WasmtimeFunction(named.with(code.startName()), FunctionType.of()).call();
        }
      } finally {
        store.exit();
      }
      return instance;
    } catch (Throwable e) { // host functions may throw anything
      instance.close();
      throw e;
    }
  }

  /** The store that what is imported lives in, else a new one; the caller releases it. */
  private GuestStore store() {
    GuestStore shared = sharedStore();
    if (shared != null) {
      shared.acquire();
      return shared;
    }
    if (wasi == null) {
      return new GuestStore(engine, null, fixedMemories);
    }
    try (WasiCtx context = Wasi.context(wasi)) { // the store takes it over
      return new GuestStore(engine, context, fixedMemories);
    }
  }

  private @Nullable GuestStore sharedStore() {
    GuestStore shared = null;
    for (ImportType type : wanted) {
      GuestStore home = home(given.get(type));
      if (home == null || home == shared) {
        continue;
      }
      if (!home.isOf(engine)) {
        throw refused(
            type, "it is of another runtime, and Wasmtime links only within one; use one for both");
      }
      if (shared != null) {
        throw refused(
            type,
            "it lives in another store than what is imported before it, and Wasmtime links only"
                + " within one store; take memories, tables and mutable globals all from the host,"
                + " or all from one instance and those linked with it");
      }
      if (wasi != null) {
        throw refused(
            type,
            "a guest with WASI has a store of its own, and Wasmtime links only within one store;"
                + " let this guest export what the other one imports");
      }
      shared = home;
    }
    if (shared == null && wasi == null) {
      for (ImportType type : wanted) {
        if (given.get(type) instanceof WasmtimeFunction function && function.store().isOf(engine)) {
          return function.store();
        }
      }
    }
    return shared;
  }

  /** The only store in which a value can be imported, or null if there is no such one. */
  private static @Nullable GuestStore home(@Nullable ImportValue value) {
    return switch (value) {
      case WasmtimeMemory memory -> memory.store();
      case WasmtimeTable table -> table.named().store();
      case WasmtimeGlobal global when GuestCode.isState(global.type()) -> global.named().store();
      case WasmtimeFunction function when !function.type().isNumeric() -> function.store();
      case null, default -> null;
    };
  }

  /** Links, and fills in the exports. Runs no guest code. */
  private Named link(WasmtimeInstance instance) {
    GuestStore store = instance.store();
    boolean state =
        code.sharesState() || given.values().stream().anyMatch(v -> GuestCode.isState(v.type()));
    boolean clash = names(GuestCode.USER_NAMES).stream().anyMatch(store::isClaimed);
    int space = clash && state ? store.next() : GuestCode.USER_NAMES;
    Shared<Module> variant = clash && state ? module.compile(space) : module.compiled();
    Engine open = engine.acquire();
    try {
      Module compiled = variant.acquire();
      try {
        Linker linker = store.linker();
        if (clash && !state) {
          linker = store.handles().add(new Linker(open));
        } else {
          store.claim(names(space));
        }
        WasmtimeMemory memory = defineAll(instance, linker, space);
        store.mappings().claim(Mappings.INSTANCE + Mappings.MEMORY);
        Named named = new Named(store, linker, "\0instance" + store.next(), "");
        linker.module(store.nativeStore(), named.module(), compiled);
        instance.complete(Exports.of(engine, instance, code, given, named, memory));
        return named;
      } finally {
        variant.release();
      }
    } catch (RuntimeException e) {
      throw Failures.ofInstantiation(e, code.initialPages());
    } finally {
      engine.release();
      if (variant != module.compiled()) {
        variant.close();
      }
    }
  }

  /** The names that the linker is to know. */
  private Set<LinkName> names(int space) {
    Set<LinkName> names = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (!isWasi(wanted.get(i))) {
        names.add(code.linkName(space, i));
      }
    }
    if (code.importedMemory().isPresent()) {
      names.add(code.memoryName(space));
    }
    return names;
  }

  /** Defines what is imported, and gives the memory that is the instance's own nevertheless. */
  private @Nullable WasmtimeMemory defineAll(WasmtimeInstance instance, Linker linker, int space) {
    GuestStore store = instance.store();
    WasmtimeMemory memory = null;
    if (code.importedMemory().isPresent()) {
      memory = instance.define(WasmtimeMemory.create(store, code.importedMemory().get()));
      LinkName name = code.memoryName(space);
      define(store, linker, name, Extern.fromMemory(memory.nativeMemory()));
    }
    Set<LinkName> defined = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      LinkName name = code.linkName(space, i);
      ImportValue value = given.get(wanted.get(i));
      if (value != null && defined.add(name)) {
        define(instance, linker, name, wanted.get(i), value);
      }
    }
    if (wasi != null) {
      List<String> names =
          wanted.stream().filter(this::isWasi).map(ImportType::name).distinct().toList();
      Wasi.define(engine, instance, linker, wasi, names, memory);
    }
    return memory;
  }

  private void define(
      WasmtimeInstance instance, Linker linker, LinkName name, ImportType type, ImportValue value) {
    GuestStore store = instance.store();
    switch (value) {
      case HostFunction function ->
          define(store, linker, name, HostCode.function(instance, function));
      case WasmtimeFunction function when function.store() == store ->
          define(store, linker, name, Extern.fromFunc(function.nativeFunction()));
      case WasmtimeMemory memory ->
          define(store, linker, name, Extern.fromMemory(memory.nativeMemory()));
      case WasmtimeTable table -> Helpers.alias(engine, table.named(), name, table.type());
      case WasmtimeGlobal global when GuestCode.isState(global.type()) ->
          Helpers.alias(engine, global.named(), name, global.type());
      case BackendGlobal global when !GuestCode.isState(global.type()) ->
          Helpers.constant(engine, store, linker, name, global.type(), global.get());
      case BackendFunction function when function.type().isNumeric() -> {
        HostFunction call =
            new HostFunction(function.type(), (_, arguments) -> function.call(arguments));
        define(store, linker, name, HostCode.function(instance, call));
      }
      case BackendExtern _ ->
          throw refused(
              type,
              "it lives in a store that somebody else made, and Wasmtime links only within one"
                  + " store");
    }
  }

  private static void define(GuestStore store, Linker linker, LinkName name, Extern extern) {
    linker.define(store.nativeStore(), name.module(), name.name(), extern);
  }

  private boolean isWasi(ImportType type) {
    return type.module().equals(WasiOptions.MODULE) && !given.containsKey(type);
  }

  private static LinkException refused(ImportType type, String reason) {
    return new LinkException(
        "import %s cannot be linked: %s".formatted(type, reason), type.module(), type.name(), null);
  }
}
