package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Engine;
import io.github.kawamuray.wasmtime.Linker;
import io.github.kawamuray.wasmtime.Memory;
import io.github.kawamuray.wasmtime.Module;
import io.github.kawamuray.wasmtime.Store;
import io.github.wasminterop.conformance.NativeGuest;
import java.util.List;

/** Guests as a program makes them with wasmtime-java alone. */
final class NativeGuests {

  private NativeGuests() {}

  /** A guest with a linker, so that its globals can be reached. */
  static NativeGuest linked(byte[] wasm) {
    Engine engine = new Engine();
    Store<Void> store = new Store<>(null, engine);
    Linker linker = new Linker(engine);
    Module module = Module.fromBinary(engine, wasm);
    linker.module(store, "guest", module);
    List<Object> memory =
        linker
            .get(store, "guest", "memory")
            .map(extern -> List.<Object>of(extern.memory(), store))
            .orElse(List.of());
    return new NativeGuest(
        List.of(linker, "guest", store, wasm),
        memory,
        () -> {
          memory.stream()
              .filter(Memory.class::isInstance)
              .forEach(each -> ((Memory) each).dispose());
          linker.dispose();
          store.dispose();
          module.dispose();
          engine.dispose();
        });
  }
}
