package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Closing in every order, before, after and within calls. */
final class ClosingOrders {
  private final String memory;

  ClosingOrders(String memory) {
    this.memory = memory;
  }

  Map<String, Scenario> scenarios() {
    return Map.of(
        "close", this::everyOrderOfClose,
        "callback", this::closeWithinCallback,
        "start", this::closeWithinStart,
        "shared", this::closeOwnersOfShared,
        "wrapped", this::closeWrapped,
        "failures", this::failedInstantiations,
        "growth", this::growBeyondReservation,
        "mappings", this::unclosedInstances);
  }

  private void everyOrderOfClose() {
    for (String order : List.of("imr", "irm", "mir", "mri", "rim", "rmi")) {
      WasmRuntime runtime = Guests.runtime(memory);
      WasmModule module = runtime.compile(Guests.wasm("memory"));
      WasmInstance instance = module.instantiate();
      List<Runnable> uses = Survival.uses(instance);
      order
          .chars()
          .forEach(
              each -> {
                switch (each) {
                  case 'i' -> instance.close();
                  case 'm' -> module.close();
                  default -> runtime.close();
                }
                uses.forEach(Survival::survive);
              });
      Survival.parallel(() -> uses.forEach(Survival::survive));
    }
  }

  private void closeWithinCallback() {
    for (boolean all : new boolean[] {true, false}) {
      WasmRuntime runtime = Guests.runtime(memory);
      List<Runnable> uses = new ArrayList<>();
      WasmInstance instance =
          Guests.calling(
              runtime,
              (guest, argument) -> {
                if (all) {
                  runtime.close();
                } else {
                  guest.close();
                }
                uses.forEach(Survival::survive);
                return 1;
              });
      uses.addAll(Survival.uses(instance, "load8"));
      for (int i = 0; i < 3; i++) {
        Survival.survive(() -> instance.function("run_and_load").call(1, 1024));
      }
      runtime.close();
      uses.forEach(Survival::survive);
    }
  }

  private void closeWithinStart() {
    for (boolean all : new boolean[] {true, false}) {
      WasmRuntime runtime = Guests.runtime(memory);
      Survival.survive(
          () ->
              runtime.instantiate(
                  startCalling(),
                  WasmImports.none()
                      .function(
                          "env",
                          "go",
                          FunctionType.of(),
                          (guest, arguments) -> {
                            if (all) {
                              runtime.close();
                            } else {
                              guest.close();
                            }
                            return null;
                          })));
      runtime.close();
    }
  }

  private void closeOwnersOfShared() {
    for (int order = 0; order < 6; order++) {
      WasmRuntime runtime = Guests.runtime(memory);
      WasmInstance owner = runtime.instantiate(Guests.wasm("memory"));
      WasmInstance user =
          runtime.instantiate(
              Guests.wasm("import_memory"),
              WasmImports.none().memory("env", "memory", owner.memory()));
      WasmMemory host = runtime.newMemory(MemoryType.of(1, 10));
      WasmGlobal global = runtime.newGlobal(new GlobalType(ValueType.I32, true), 1);
      WasmInstance other =
          runtime.instantiate(
              Guests.wasm("import_memory"), WasmImports.none().memory("env", "memory", host));
      List<Runnable> uses = Survival.uses(owner);
      uses.addAll(Survival.uses(user, "load8"));
      uses.addAll(Survival.uses(other, "load8"));
      uses.add(() -> global.set(global.getInt() + 1));
      U8View bytes = host.bytes(0, 8);
      MemorySegment raw = bytes.segment();
      uses.add(() -> bytes.set(0, 1));
      uses.add(() -> raw.get(ValueLayout.JAVA_BYTE, 0));
      List<AutoCloseable> closing =
          switch (order) {
            case 0 -> List.of(owner, user, other, runtime);
            case 1 -> List.of(user, owner, other, runtime);
            case 2 -> List.of(other, user, owner, runtime);
            case 3 -> List.of(runtime, owner, user, other);
            case 4 -> List.of(owner, runtime, user);
            default -> List.of(other, runtime, owner);
          };
      for (AutoCloseable each : closing) {
        Survival.survive(
            () -> {
              try {
                each.close();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
        uses.forEach(Survival::survive);
      }
    }
  }

  private void failedInstantiations() {
    try (WasmRuntime runtime = Guests.runtime(memory)) {
      for (int i = 0; i < 200; i++) {
        for (String name : List.of("start_trap", "bad_segment", "import_function", "callback")) {
          Survival.survive(() -> runtime.instantiate(Guests.wasm(name)));
        }
        Survival.survive(() -> runtime.compile(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 9}));
      }
    }
  }

  private void growBeyondReservation() {
    try (WasmRuntime runtime = Guests.runtime(memory)) {
      WasmInstance instance = runtime.instantiate(Guests.wasm("unbounded_memory"));
      WasmMemory bytes = instance.memory();
      U8View view = bytes.bytes(0, 8);
      MemorySegment raw = view.segment();
      ByteBuffer buffer = view.buffer();
      view.set(0, 9);
      for (int i = 0; i < 40; i++) {
        Survival.survive(() -> bytes.grow(1_000));
        Survival.survive(() -> instance.function("grow").call(500));
        Survival.survive(() -> raw.get(ValueLayout.JAVA_BYTE, 0));
        Survival.survive(() -> buffer.get(0));
        Survival.survive(() -> view.get(0));
        Survival.parallel(() -> Survival.survive(() -> raw.get(ValueLayout.JAVA_BYTE, 0)));
      }
    }
  }

  private void closeWrapped() {
    for (String order : List.of("sw", "ws", "lsw", "lws", "wls")) {
      NativeProgram program = new NativeProgram(Guests.wasm("memory"));
      WasmInstance wrapped = program.wrap();
      WasmMemory bytes = wrapped.memory();
      U8View view = bytes.bytes(1024, 8);
      WasmFunction load = wrapped.function("load8");
      WasmGlobal global = wrapped.global("ptr_global");
      List<Runnable> uses =
          List.of(
              () -> view.get(0),
              () -> view.set(0, 1),
              view::copy,
              () -> bytes.grow(1),
              bytes::byteSize,
              bytes::type,
              () -> load.call(1024),
              global::get,
              () -> global.set(1024),
              () -> program.wrap().close());
      order
          .chars()
          .forEach(
              each -> {
                switch (each) {
                  case 's' -> program.store().dispose();
                  case 'l' -> program.linker().dispose();
                  default -> wrapped.close();
                }
                uses.forEach(Survival::survive);
              });
      Survival.parallel(() -> uses.forEach(Survival::survive));
      program.close();
    }
  }

  /** Until there are too many; without a limit the runtime ends the process then. */
  private void unclosedInstances() {
    try (WasmRuntime runtime = Guests.runtime(memory);
        WasmModule module = runtime.compile(Guests.wasm("traps"))) {
      List<WasmInstance> instances = new ArrayList<>();
      try {
        while (instances.size() < 20_000) {
          instances.add(module.instantiate());
        }
        throw new AssertionError("there is no limit");
      } catch (BackendException e) {
        instances.removeLast().close();
        module.instantiate().function("fine").call();
      }
    }
  }

  private static byte[] startCalling() {
    var none = FunctionType.of();
    return BinaryWriter.module()
        .section(BinaryModule.TYPES, s -> s.unsigned(1).type(none))
        .section(BinaryModule.IMPORTS, s -> s.unsigned(1).importOf("env", "go", 0))
        .section(BinaryModule.MEMORIES, s -> s.unsigned(1).type(MemoryType.of(1)))
        .section(BinaryModule.EXPORTS, s -> s.unsigned(1).export("memory", ExternKind.MEMORY, 0))
        .section(BinaryModule.START, s -> s.unsigned(0))
        .toByteArray();
  }
}
