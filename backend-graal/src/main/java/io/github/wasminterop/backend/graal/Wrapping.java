package io.github.wasminterop.backend.graal;

import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.ExternType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.WeakHashMap;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Recognises what was made with the polyglot API. */
final class Wrapping {
  private static final Map<Context, WeakReference<Store>> STORES = new WeakHashMap<>();

  private Wrapping() {}

  static BackendInstance instance(List<Object> objects) {
    if (!(objects.getFirst() instanceof Value value)
        || objects.size() > 2
        || (objects.size() == 2 && !(objects.get(1) instanceof byte[]))) {
      throw new TypeMismatchException(
          "pass an instance as org.graalvm.polyglot.Value, and if need be the module's bytes");
    }
    BinaryModule module =
        objects.size() == 2 ? BinaryModule.parse(((byte[]) objects.get(1)).clone()) : null;
    Guard guard = store(value).guard();
    return guard.get(() -> new WrappedInstance(externs(guard, exports(value), module)));
  }

  static BackendExtern extern(List<Object> objects) {
    if (!(objects.getFirst() instanceof Value value)
        || objects.size() > 2
        || (objects.size() == 2 && !(objects.get(1) instanceof ExternType))) {
      throw new TypeMismatchException(
          "pass a function, memory, global or table as org.graalvm.polyglot.Value, and if need be"
              + " its type, for instance a FunctionType");
    }
    ExternType type = objects.size() == 2 ? (ExternType) objects.get(1) : null;
    Guard guard = store(value).guard();
    return guard.get(() -> extern(guard, value, type, "it"));
  }

  /** One store for each context, so that all that is wrapped of it has one guard. */
  private static Store store(Value value) {
    try {
      return store(value.getContext());
    } catch (RuntimeException e) {
      throw Failures.of(e);
    }
  }

  private static Store store(@Nullable Context context) {
    if (context == null) {
      throw new TypeMismatchException("not a value of a GraalWasm context");
    }
    synchronized (STORES) {
      WeakReference<Store> known = STORES.get(context);
      Store store = known == null ? null : known.get();
      if (store == null) {
        store = new Store(context, Embedder.of(context));
        STORES.remove(context);
        STORES.put(context, new WeakReference<>(store));
      }
      return store;
    }
  }

  private static Value exports(Value value) {
    Value exports = value.hasMembers() ? value.getMember("exports") : null;
    if (exports != null && exports.hasMembers()) {
      return exports;
    }
    if (value.hasMembers() && !value.canInstantiate() && !value.hasMember(GraalGlobal.MEMBER)) {
      return value;
    }
    throw new TypeMismatchException(
        "not an instance of a wasm module: %s; pass what newInstance() of the module gave"
            .formatted(value));
  }

  private static SequencedMap<String, BackendExtern> externs(
      Guard guard, Value exports, @Nullable BinaryModule module) {
    Map<String, ExternType> types = new LinkedHashMap<>();
    if (module == null) {
      exports.getMemberKeys().forEach(name -> types.put(name, null));
    } else {
      module.exports().forEach(export -> types.put(export.type().name(), export.type().type()));
    }
    Map<Value, BackendExtern> known = new HashMap<>();
    SequencedMap<String, BackendExtern> result = new LinkedHashMap<>();
    types.forEach(
        (name, type) -> {
          Value value = exports.getMember(name);
          if (value == null) {
            throw new TypeMismatchException(
                "the bytes are not those of the instance's module: it does not export " + name);
          }
          BackendExtern extern = known.get(value);
          if (extern == null) {
            extern = extern(guard, value, type, "export " + name);
            known.put(value, extern);
          }
          result.put(name, extern);
        });
    return result;
  }

  private static BackendExtern extern(
      Guard guard, Value value, @Nullable ExternType known, String subject) {
    ExternKind kind = kind(value, subject);
    if (known != null && known.kind() != kind) {
      throw new TypeMismatchException("%s is a %s, not a %s".formatted(subject, kind, known));
    }
    ExternType type = known != null ? known : type(guard.store(), value, kind, subject);
    return switch (type) {
      case FunctionType function -> new GraalFunction(guard, value, function);
      case GlobalType global -> new GraalGlobal(guard, value, global);
      case TableType table -> new GraalTable(guard, value, table);
      case MemoryType memory -> new GraalMemory(guard, value, memory);
    };
  }

  private static ExternKind kind(Value value, String subject) {
    if (value.canExecute()) {
      return ExternKind.FUNCTION;
    }
    if (value.hasBufferElements()) {
      return ExternKind.MEMORY;
    }
    if (value.hasMember(GraalGlobal.MEMBER)) {
      return ExternKind.GLOBAL;
    }
    if (value.toString().startsWith("org.graalvm.wasm.WasmTable@")) {
      return ExternKind.TABLE;
    }
    throw new TypeMismatchException(
        "%s is no function, memory, global or table of a wasm instance: %s"
            .formatted(subject, value));
  }

  private static ExternType type(Store store, Value value, ExternKind kind, String subject) {
    return switch (kind) {
      case FUNCTION -> {
        Embedder embedder = store.embedder();
        if (embedder == null) {
          throw new TypeMismatchException(
              "%s is a function whose type GraalWasm does not tell; pass it, or the module's bytes"
                      .formatted(subject)
                  + " for an instance, or build the context with"
                  + " allowPolyglotAccess(PolyglotAccess.ALL)");
        }
        yield embedder.functionType(value);
      }
      case MEMORY -> MemoryType.of(0);
      case TABLE -> new TableType(ValueType.FUNCREF, 0, OptionalLong.empty());
      case GLOBAL -> globalType(value);
    };
  }

  private static GlobalType globalType(Value global) {
    Value value = global.getMember(GraalGlobal.MEMBER);
    ValueType type =
        switch (value.as(Object.class)) {
          case Integer _ -> ValueType.I32;
          case Long _ -> ValueType.I64;
          case Float _ -> ValueType.F32;
          case Double _ -> ValueType.F64;
          case null, default -> ValueType.REFERENCE;
        };
    return new GlobalType(type, type.isNumeric() && isMutable(global, value));
  }

  /** GraalWasm tells it only by refusing to write, be it the value that is there already. */
  private static boolean isMutable(Value global, Value value) {
    try {
      global.putMember(GraalGlobal.MEMBER, value);
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }
}
