package io.github.wasminterop.backend.graal;

import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** The making of one instance: where it lives, what it is given, its start. */
final class Instantiation {
  private final GraalRuntime runtime;
  private final GraalModule module;
  private final Map<ImportType, ImportValue> imports;
  private final @Nullable WasiOptions wasi;
  private final GraalInstance instance = new GraalInstance();
  private @Nullable Store store;
  private @Nullable Guard guard;

  Instantiation(
      GraalRuntime runtime,
      GraalModule module,
      Map<ImportType, ImportValue> imports,
      @Nullable WasiOptions wasi) {
    this.runtime = runtime;
    this.module = module;
    this.imports = imports;
    this.wasi = module.imports().stream().allMatch(imports::containsKey) ? null : wasi;
  }

  GraalInstance run() {
    module.binary().definedMemories().forEach(runtime::checkRoom);
    imports.forEach(this::locate);
    try {
      Guard place = settle();
      place.run(() -> instantiate(place));
      return instance;
    } catch (RuntimeException | Error e) {
      instance.close();
      throw e;
    }
  }

  /** Finds out in which store the instance must live, and under which guard. */
  private void locate(ImportType wanted, ImportValue value) {
    switch (value) {
      case GraalMemory memory -> locate(wanted, memory.guard(), memory.isShared());
      case GraalGlobal global -> locate(wanted, global.guard(), false);
      case GraalTable table -> locate(wanted, table.guard(), false);
      case BackendExtern _, HostFunction _ -> {}
    }
  }

  private void locate(ImportType wanted, Guard of, boolean shared) {
    if (!runtime.stores().contain(of.store())) {
      throw refused(
          wanted,
          "it belongs to a context of another runtime or of somebody else, and GraalWasm's contexts"
              + " share nothing but functions");
    }
    if (store != null && store != of.store()) {
      throw refused(
          wanted,
          "another import lives in another GraalWasm context than this one; contexts share nothing"
              + " but functions. Let the host make both, or one guest export both");
    }
    store = of.store();
    if (shared) {
      return;
    }
    if (guard != null && guard != of) {
      throw refused(
          wanted,
          "another import belongs to a guest that may run at the same time as the one of this; they"
              + " have only shared memories in common. Let the host make both, or one guest"
              + " export both");
    }
    guard = of;
  }

  private Guard settle() {
    Store place = store;
    if (place == null) {
      place = wasi == null ? runtime.stores().add() : runtime.stores().add(wasi, hasMemory64());
      instance.holds(place);
      guard = place.guard();
    } else {
      if (wasi != null) {
        ImportType first = imports.keySet().iterator().next();
        throw refused(
            first,
            "WASI needs a GraalWasm context of its own, and memories, globals and tables cannot be"
                + " imported into that");
      }
      place.hold();
      instance.holds(place);
    }
    for (ImportValue value : imports.values()) {
      if (value instanceof GraalFunction function && function.guard().store() != place) {
        function.guard().store().hold();
        instance.holds(function.guard().store());
      }
    }
    return guard == null ? new Guard(place, false) : guard;
  }

  private boolean hasMemory64() {
    return module.binary().definedMemories().stream().anyMatch(MemoryType::memory64);
  }

  private void instantiate(Guard place) {
    Map<String, Map<String, Object>> modules = new HashMap<>();
    List<BinaryModule.Import> detached = new ArrayList<>();
    Map<ExternKind, List<BackendExtern>> externs = new EnumMap<>(ExternKind.class);
    for (BinaryModule.Import each : module.binary().imports()) {
      ImportType wanted = each.type();
      ImportValue value = imports.get(wanted);
      if (value instanceof BackendExtern extern && !(value instanceof GraalFunction)) {
        externs.computeIfAbsent(wanted.type().kind(), _ -> new ArrayList<>()).add(extern);
      }
      Object proxy = value == null ? builtin(wanted) : proxy(value, place);
      if (proxy == null) {
        continue;
      }
      String name = wanted.module();
      // GraalWasm takes all of a module's functions from us, or all from its own.
      if (wasi != null && name.equals(WasiOptions.MODULE)) {
        detached.add(each);
        name = module.detachedWasi();
      }
      modules.computeIfAbsent(name, _ -> new HashMap<>()).put(wanted.name(), proxy);
    }
    Map<String, Object> given = new HashMap<>();
    modules.forEach((name, members) -> given.put(name, ProxyObject.fromMap(members)));
    Value exports = link(place, detached, given);
    instance.bind(module.binary(), place, exports, externs);
    if (module.binary().start().isPresent()) {
      exports.getMember(module.startExport()).executeVoid();
    }
  }

  private Object proxy(ImportValue value, Guard place) {
    return switch (value) {
      case HostFunction(FunctionType type, HostFunction.Callback callback) ->
          new HostCode(type, arguments -> callback.call(instance, arguments));
      case GraalFunction function when function.guard() == place -> function.value();
      case GraalFunction function -> new HostCode(function.type(), function::call);
      case GraalMemory memory -> memory.value();
      case GraalGlobal global -> global.value();
      case GraalTable table -> table.value();
      case BackendExtern foreign ->
          throw new IllegalArgumentException("of another backend: " + foreign);
    };
  }

  /** What stands for a function of WASI that GraalWasm's own one must not serve, else null. */
  private static @Nullable Object builtin(ImportType wanted) {
    return Wasi.isExit(wanted) ? new HostCode(Wasi.EXIT, Wasi::exit) : null;
  }

  private Value link(Guard place, List<BinaryModule.Import> detached, Map<String, Object> given) {
    try {
      return place
          .store()
          .context()
          .eval(module.source(detached))
          .newInstance(ProxyObject.fromMap(given))
          .getMember("exports");
    } catch (PolyglotException e) {
      throw failure(e);
    }
  }

  private RuntimeException failure(PolyglotException e) {
    Failures.Failure failure = Failures.Failure.of(e);
    List<MemoryType> memories = module.binary().definedMemories();
    if (failure.isUnlinkable()) {
      ImportType blamed =
          module.imports().stream()
              .filter(each -> String.valueOf(e.getMessage()).contains("'" + each.name() + "'"))
              .findFirst()
              .orElse(module.imports().getFirst());
      return new LinkException(
          "the module cannot be linked: " + e.getMessage(), blamed.module(), blamed.name(), e);
    }
    if (!memories.isEmpty() && (failure.isLackOfMemory() || e.isSyntaxError())) {
      return new MemoryLimitException(
          "the host has no room for the guest's memory: %s; -XX:MaxDirectMemorySize may limit it"
              .formatted(e.getMessage()),
          memories.stream().mapToLong(MemoryType::minimum).max().orElse(0),
          e);
    }
    return e.isSyntaxError()
        ? new InvalidModuleException("GraalWasm refuses the module: " + e.getMessage(), e)
        : e;
  }

  private static LinkException refused(ImportType wanted, String reason) {
    return new LinkException(
        "import %s cannot be linked: %s".formatted(wanted, reason),
        wanted.module(),
        wanted.name(),
        null);
  }
}
