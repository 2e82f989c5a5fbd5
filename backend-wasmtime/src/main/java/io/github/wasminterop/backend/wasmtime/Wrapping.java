package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Disposable;
import io.github.kawamuray.wasmtime.Extern;
import io.github.kawamuray.wasmtime.Func;
import io.github.kawamuray.wasmtime.Global;
import io.github.kawamuray.wasmtime.Instance;
import io.github.kawamuray.wasmtime.Linker;
import io.github.kawamuray.wasmtime.Memory;
import io.github.kawamuray.wasmtime.Store;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Wraps what a program made with the API of wasmtime-java. */
final class Wrapping {
  private static final String INSTANCE_REMEDY =
      "pass the Instance, its Store and the bytes of its module in the binary format (byte[]); or,"
          + " to reach its globals too, the Linker, the name that it has there (String), the Store"
          + " and the bytes";
  private static final String EXTERN_REMEDY =
      "pass a Memory and its Store, a Global and its Store, or a Func, its Store and its"
          + " FunctionType";

  private final List<Object> left;
  private final String remedy;

  private Wrapping(List<Object> nativeObjects, String remedy) {
    this.left = new ArrayList<>(nativeObjects);
    this.remedy = remedy;
  }

  static BackendInstance instance(List<Object> nativeObjects) {
    Wrapping objects = new Wrapping(nativeObjects, INSTANCE_REMEDY);
    WrappedStore store = new WrappedStore(objects.need(Store.class));
    byte[] wasm = objects.need(byte[].class);
    Instance instance = objects.take(Instance.class);
    Finder finder;
    if (instance != null) {
      finder = export -> find(store, instance, export);
    } else {
      Linker linker = objects.need(Linker.class);
      String name = objects.need(String.class);
      finder = export -> find(store, linker, name, export);
    }
    objects.checkNothingLeft();
    try {
      return new WrappedInstance(store, exports(objects.parsed(wasm), finder));
    } catch (Throwable e) { // the runtime may throw anything for what does not fit together
      store.detach();
      throw e;
    }
  }

  /** Finds an export, or gives null for one that cannot be reached. */
  private interface Finder {
    @Nullable BackendExtern find(ExportType export);
  }

  private static SequencedMap<String, BackendExtern> exports(BinaryModule module, Finder finder) {
    Map<Exports.Place, BackendExtern> known = new HashMap<>();
    SequencedMap<String, BackendExtern> wrapped = new LinkedHashMap<>();
    for (BinaryModule.Export export : module.exports()) {
      BackendExtern extern = known.get(Exports.Place.of(export));
      if (extern == null) {
        extern = finder.find(export.type());
      }
      if (extern != null) {
        known.put(Exports.Place.of(export), extern);
        wrapped.put(export.type().name(), extern);
      }
    }
    return wrapped;
  }

  static BackendExtern extern(List<Object> nativeObjects) {
    Wrapping objects = new Wrapping(nativeObjects, EXTERN_REMEDY);
    WrappedStore store = new WrappedStore(objects.need(Store.class));
    Memory memory = objects.take(Memory.class);
    if (memory != null) {
      MemoryType type = objects.take(MemoryType.class);
      objects.checkNothingLeft();
      return new WrappedMemory(store, memory, type == null ? OptionalLong.empty() : type.maximum());
    }
    Global global = objects.take(Global.class);
    if (global != null) {
      objects.checkNothingLeft();
      return global(store, global);
    }
    Func function = objects.need(Func.class);
    FunctionType type = objects.need(FunctionType.class);
    objects.checkNothingLeft();
    return new WrappedFunction(store, function, type);
  }

  private static BackendExtern global(WrappedStore store, Global global) {
    try {
      return new WrappedGlobal(
          store,
          global,
          store.use(
              open ->
                  new GlobalType(Values.type(global.get(open).getType()), global.isMutable(open))));
    } catch (BackendException e) { // the API cannot read other values
      throw new TypeMismatchException("only globals that hold a number can be wrapped alone: " + e);
    }
  }

  private static @Nullable BackendExtern find(
      WrappedStore store, Instance instance, ExportType export) {
    return switch (export.type()) {
      case FunctionType type ->
          new WrappedFunction(
              store,
              store.add(found(export, store.use(s -> instance.getFunc(s, export.name())))),
              type);
      case MemoryType type ->
          new WrappedMemory(
              store,
              store.add(found(export, store.use(s -> instance.getMemory(s, export.name())))),
              type.maximum());
      case GlobalType _, TableType _ -> null;
    };
  }

  private static @Nullable BackendExtern find(
      WrappedStore store, Linker linker, String module, ExportType export) {
    if (linker.innerPtr() == 0) {
      throw Failures.closed("the linker");
    }
    if (export.type() instanceof TableType) { // nothing disposes of a Table
      return null;
    }
    Extern extern = found(export, store.use(s -> linker.get(s, module, export.name())));
    Disposable handle = store.add(handle(export, extern));
    return switch (export.type()) {
      case FunctionType type when handle instanceof Func function ->
          new WrappedFunction(store, function, type);
      case MemoryType type when handle instanceof Memory memory ->
          new WrappedMemory(store, memory, type.maximum());
      case GlobalType type when handle instanceof Global global ->
          new WrappedGlobal(store, global, type);
      default -> throw notExported(export);
    };
  }

  private static Disposable handle(ExportType export, Extern extern) {
    return switch (extern.type()) {
      case FUNC -> extern.func();
      case MEMORY -> extern.memory();
      case GLOBAL -> extern.global();
      case TABLE -> throw notExported(export);
      case UNKNOWN -> throw new TypeMismatchException("Wasmtime does not tell what an export is");
    };
  }

  private static <T> T found(ExportType export, Optional<T> found) {
    return found.orElseThrow(() -> notExported(export));
  }

  private static TypeMismatchException notExported(ExportType export) {
    return new TypeMismatchException(
        "the instance has no export %s; pass the bytes of its own module".formatted(export));
  }

  private BinaryModule parsed(byte[] wasm) {
    try {
      return BinaryModule.parse(wasm.clone());
    } catch (InvalidModuleException e) {
      throw new TypeMismatchException(e.getMessage() + "; " + remedy);
    }
  }

  private <T> @Nullable T take(Class<T> type) {
    for (Object each : left) {
      if (type.isInstance(each)) {
        left.remove(each);
        return type.cast(each);
      }
    }
    return null;
  }

  private <T> T need(Class<T> type) {
    T found = take(type);
    if (found == null) {
      throw new TypeMismatchException(
          "a %s is missing among the objects to wrap; %s".formatted(type.getSimpleName(), remedy));
    }
    return found;
  }

  private void checkNothingLeft() {
    if (!left.isEmpty()) {
      throw new TypeMismatchException(
          "an object of %s is one too many; %s"
              .formatted(left.getFirst().getClass().getName(), remedy));
    }
  }
}
