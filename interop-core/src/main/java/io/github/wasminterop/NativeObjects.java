package io.github.wasminterop;

import io.github.wasminterop.error.BackendSelectionException;
import io.github.wasminterop.spi.WasmBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the backend of an object that was made with a runtime's own API, without loading classes of
 * the others.
 */
final class NativeObjects {

  private NativeObjects() {}

  static WasmExtern wrapExtern(Object nativeObject, Object... more) {
    WasmBackend backend = backendOf(nativeObject);
    Origin origin = new Origin(backend, Lifetime.root(backend.name() + " object", () -> {}));
    var extern = backend.wrapExtern(all(nativeObject, more));
    return origin.extern("wrapped " + extern.type().kind(), extern);
  }

  static WasmInstance wrapInstance(Object nativeObject, Object... more) {
    WasmBackend backend = backendOf(nativeObject);
    return WasmInstance.of(
        backend, null, "wrapped instance", backend.wrapInstance(all(nativeObject, more)));
  }

  private static List<Object> all(Object first, Object... more) {
    List<Object> all = new ArrayList<>();
    all.add(first);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  private static WasmBackend backendOf(Object nativeObject) {
    Map<String, String> known = new TreeMap<>();
    for (WasmBackend backend : Backends.find().backends()) {
      if (isAny(nativeObject.getClass(), backend.nativeTypes())) {
        return backend;
      }
      known.put(backend.name(), String.join(", ", backend.nativeTypes()));
    }
    throw new BackendSelectionException(
        "no backend on the class path knows objects of %s; known are %s"
            .formatted(
                nativeObject.getClass().getName(),
                known.isEmpty() ? "none, for there is no backend" : known),
        known);
  }

  private static boolean isAny(@Nullable Class<?> type, Set<String> names) {
    if (type == null) {
      return false;
    }
    if (names.contains(type.getName()) || isAny(type.getSuperclass(), names)) {
      return true;
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (isAny(parent, names)) {
        return true;
      }
    }
    return false;
  }
}
