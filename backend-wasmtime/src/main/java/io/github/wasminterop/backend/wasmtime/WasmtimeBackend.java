package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendOption;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.type.Capability;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The backend {@code wasmtime}: Wasmtime 7 through the JNI library wasmtime-java.
 *
 * <p><b>Options.</b> {@code memory} is {@code static}, the default, or {@code dynamic}. A static
 * memory has 4 GiB of addresses reserved, so that it never moves, and segments from before a growth
 * stay valid. A dynamic one has 2 GiB more than it begins with, and moves when it outgrows that. If
 * its maximum allows that, its segments and buffers end whenever guest code is entered, and the
 * first access after a call costs some 100 microseconds; views go on until it has moved, and end in
 * {@link io.github.wasminterop.error.MemoryLimitException} then.
 *
 * <p><b>Stores.</b> An instance has a store of its own, which is freed when it is closed, unless it
 * is given something that lives in another one: then it joins that store, and the store is freed
 * when the last of its instances is closed. What the host makes lives in one store per runtime
 * until the runtime is closed, and so does the native part of every instance that joins it. One
 * instance cannot import memories, tables and mutable globals of different stores; functions and
 * constants it can.
 *
 * <p><b>Threads.</b> Threads that use one store wait for one another. Closing never waits: what is
 * closed while guest code runs is freed when that code has come to its end.
 *
 * <p><b>Stack.</b> A call from Java needs 704 KiB of free stack, 192 KiB if it comes from a host
 * function; with less, it ends in {@link io.github.wasminterop.error.TrapException}. That is known
 * on Linux. Elsewhere nothing is checked, and a thread with less stack ends the JVM.
 *
 * <p><b>Number.</b> A process has room for about 10 000 instances at a time, 6 600 with a host
 * function each; more end in {@link io.github.wasminterop.error.BackendException}. Each call of a
 * host function keeps about 400 bytes until the outermost call from Java returns.
 *
 * <p><b>Wrapping.</b> What a program made with wasmtime-java can be wrapped together with its
 * store, and with the bytes of its module, which tell names and types where the runtime does not:
 *
 * <pre>{@code
 * Module module = Module.fromBinary(engine, wasm);
 * Instance instance = new Instance(store, module, List.of());
 * WasmInstance guest = WasmInstance.wrap(instance, store, wasm);         // functions and memories
 *
 * linker.module(store, "guest", module);
 * WasmInstance all = WasmInstance.wrap(linker, "guest", store, wasm);    // globals, too
 *
 * WasmInstance heap = WasmInstance.ofMemory(memory, store);              // or a Global's extern:
 * WasmExtern count = WasmExtern.wrap(global, store);
 * WasmExtern run = WasmExtern.wrap(func, store, FunctionType.of(ValueType.I32));
 * }</pre>
 *
 * <p>All of them stay their owner's: closing the wrapper gives up what wrapping took, and leaves
 * the guest as it is. Access is mediated, for nobody tells when the owner closes the store; each
 * access looks whether it is closed, and ends in {@link
 * io.github.wasminterop.error.ClosedException} then. A memory of 2 GiB or more is refused. Two
 * things cannot be found out and end the JVM: objects that are not of the given store, and an owner
 * that closes the store in one thread while another is inside a call.
 */
public final class WasmtimeBackend implements WasmBackend {
  static final String VERSION = "0.19.0";

  static final BackendOption MEMORY =
      new BackendOption(
          "memory",
          "whether memories have 4 GiB of addresses reserved and never move (static), or may move"
              + " when they grow (dynamic)",
          List.of("static", "dynamic"));

  private static final String PACKAGE = "io.github.kawamuray.wasmtime.";

  /** Creates the provider; nothing of the runtime is loaded. */
  public WasmtimeBackend() {}

  @Override
  public String name() {
    return "wasmtime";
  }

  @Override
  public String runtimeName() {
    return "Wasmtime 7 (wasmtime-java " + VERSION + ")";
  }

  @Override
  public Set<Capability> capabilities(BackendOptions options) {
    Set<Capability> capabilities =
        EnumSet.of(
            Capability.ZERO_COPY,
            Capability.STABLE_BASE,
            Capability.HOST_FUNCTIONS,
            Capability.IMPORTED_FUNCTIONS,
            Capability.IMPORTED_MEMORIES,
            Capability.IMPORTED_GLOBALS,
            Capability.IMPORTED_TABLES,
            Capability.MULTI_VALUE,
            Capability.SIMD,
            Capability.WASI_PREVIEW1,
            Capability.WRAP,
            Capability.SERIALIZED_CALLS);
    if (!isStatic(options)) {
      capabilities.remove(Capability.STABLE_BASE);
    }
    return capabilities;
  }

  @Override
  public List<BackendOption> options() {
    return List.of(MEMORY);
  }

  @Override
  public Optional<String> unavailable() {
    return Platform.obstacle();
  }

  @Override
  public BackendRuntime open(BackendOptions options) {
    return WasmtimeRuntime.open(isStatic(options));
  }

  @Override
  public Set<String> nativeTypes() {
    return Set.of(
        PACKAGE + "Instance",
        PACKAGE + "Linker",
        PACKAGE + "Store",
        PACKAGE + "Func",
        PACKAGE + "Global",
        PACKAGE + "Memory");
  }

  @Override
  public BackendInstance wrapInstance(List<Object> nativeObjects) {
    return Wrapping.instance(nativeObjects);
  }

  @Override
  public BackendExtern wrapExtern(List<Object> nativeObjects) {
    return Wrapping.extern(nativeObjects);
  }

  private static boolean isStatic(BackendOptions options) {
    return options.get(MEMORY).equals(MEMORY.defaultValue());
  }
}
