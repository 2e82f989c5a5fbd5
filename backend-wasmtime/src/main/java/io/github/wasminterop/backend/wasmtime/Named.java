package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Extern;
import io.github.kawamuray.wasmtime.Linker;
import io.github.wasminterop.error.BackendException;

/**
 * Where something that an instance exports is to be found.
 *
 * @param store the store
 * @param linker the linker that made the instance
 * @param module the name under which the linker knows the instance
 * @param name the export's name
 */
record Named(GuestStore store, Linker linker, String module, String name) {

  /** Another export of the same instance. */
  Named with(String other) {
    return new Named(store, linker, module, other);
  }

  /** A new handle; to be called inside the store. */
  Extern find() {
    return linker
        .get(store.nativeStore(), module, name)
        .orElseThrow(() -> new BackendException("Wasmtime does not find export " + name, null));
  }
}
