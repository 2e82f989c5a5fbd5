package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Engine;
import io.github.kawamuray.wasmtime.Linker;
import io.github.kawamuray.wasmtime.Memory;
import io.github.kawamuray.wasmtime.Module;
import io.github.kawamuray.wasmtime.Store;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.conformance.NativeGuest;
import java.util.List;

/** A program that runs a guest with wasmtime-java alone. */
final class NativeProgram implements AutoCloseable {
  static final String NAME = "guest";

  private final byte[] wasm;
  private final Engine engine;
  private final Store<Void> store;
  private final Linker linker;
  private final Module module;

  /** Instantiates a module that has no imports. */
  NativeProgram(byte[] wasm) {
    NativeLibrary.load(); // quietly
    this.wasm = wasm;
    engine = new Engine();
    store = new Store<>(null, engine);
    linker = new Linker(engine);
    module = Module.fromBinary(engine, wasm);
    linker.module(store, NAME, module);
  }

  /** A guest for the conformance kit. */
  static NativeGuest guest(byte[] wasm) {
    NativeProgram program = new NativeProgram(wasm);
    List<Memory> memory =
        program.linker.get(program.store, NAME, "memory").stream().map(e -> e.memory()).toList();
    return new NativeGuest(
        List.of(program.linker, NAME, program.store, wasm),
        memory.isEmpty() ? List.of() : List.of(memory.getFirst(), program.store),
        () -> {
          memory.forEach(Memory::dispose);
          program.close();
        });
  }

  Store<Void> store() {
    return store;
  }

  Linker linker() {
    return linker;
  }

  Module module() {
    return module;
  }

  WasmInstance wrap() {
    return WasmInstance.wrap(linker, NAME, store, wasm);
  }

  @Override
  public void close() {
    linker.dispose();
    store.dispose();
    module.dispose();
    engine.dispose();
  }
}
