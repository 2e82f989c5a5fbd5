package io.github.wasminterop.backend.graal;

import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/** GraalWasm, started for the library alone. */
final class GraalRuntime implements BackendRuntime {
  /** GraalWasm keeps a memory with a buffer below 2 GiB. */
  static final long DIRECT_PAGES = 32_767;

  private final boolean direct;
  private final Stores stores;
  private final Queue<GraalMemory> hostMemories = new ConcurrentLinkedQueue<>();
  private final Store loading;
  private @Nullable Store hostMade;

  private GraalRuntime(boolean direct) {
    this.direct = direct;
    this.stores = new Stores(direct);
    this.loading = stores.add();
  }

  /** Starts the runtime; {@code direct} memories have buffers. */
  static GraalRuntime open(boolean direct) {
    if (direct && !DirectBytes.arePermitted()) {
      throw new BackendException(
          "zero-copy views need native access: start Java with"
              + " --enable-native-access=io.github.wasminterop.backend.graal (ALL-UNNAMED on the"
              + " class path), or the backend with the option memory=mediated",
          null);
    }
    try {
      return new GraalRuntime(direct);
    } catch (RuntimeException | LinkageError e) { // GraalVM's, where a part is missing or unfit
      throw new BackendException("GraalWasm cannot start: " + e, e);
    }
  }

  @Override
  public BackendModule load(byte[] wasm) {
    BinaryModule binary = BinaryModule.parse(wasm.clone());
    return loading
        .guard()
        .get(
            () -> {
              try {
                loading.context().eval(Store.source(binary.bytes()));
                return new GraalModule(binary);
              } catch (PolyglotException | StackOverflowError e) {
                throw new InvalidModuleException(
                    "GraalWasm refuses the module: " + e.getMessage(), e);
              }
            });
  }

  @Override
  public BackendInstance instantiate(
      BackendModule module, Map<ImportType, ImportValue> imports, @Nullable WasiOptions wasi) {
    return new Instantiation(this, (GraalModule) module, imports, wasi).run();
  }

  @Override
  public BackendMemory newMemory(MemoryType type) {
    checkRoom(type);
    Store store = hostMade();
    GraalMemory memory =
        make(
            store,
            type.minimum(),
            () -> new GraalMemory(store.guard(), store.make(OwnModules.memory(type), null), type));
    hostMemories.add(memory);
    if (!store.isOpen()) {
      // Another thread may have ended all host memories just before this one was one of them.
      memory.end();
      throw Failures.closed();
    }
    return memory;
  }

  @Override
  public BackendGlobal newGlobal(GlobalType type, long value) {
    Store store = hostMade();
    return store
        .guard()
        .get(
            () ->
                new GraalGlobal(
                    store.guard(),
                    Embedder.in(store)
                        .newGlobal(
                            type.value().toString(), type.mutable(), Bits.box(type.value(), value)),
                    type));
  }

  @Override
  public BackendTable newTable(TableType type) {
    if (type.element() == ValueType.REFERENCE) {
      throw new UnsupportedCapabilityException(
          "GraalWasm has tables of funcref and externref only", Capability.IMPORTED_TABLES);
    }
    Store store = hostMade();
    return make(
        store,
        type.minimum(),
        () -> new GraalTable(store.guard(), store.make(OwnModules.table(type), null), type));
  }

  @Override
  public void close() {
    stores.close();
    hostMemories.forEach(GraalMemory::end);
  }

  Stores stores() {
    return stores;
  }

  /**
   * Checks a memory that is to be made against what the mode can have.
   *
   * @throws MemoryLimitException if it is too large
   */
  void checkRoom(MemoryType type) {
    if (direct && type.minimum() > DIRECT_PAGES) {
      throw new MemoryLimitException(
          "a memory of %d pages is too large for zero-copy views, which GraalWasm has up to %d"
                  .formatted(type.minimum(), DIRECT_PAGES)
              + " pages; start the backend with the option %s=mediated"
                  .formatted(GraalBackend.MEMORY.name()),
          type.minimum(),
          null);
    }
  }

  private static <T> T make(Store store, long size, Supplier<T> code) {
    return store
        .guard()
        .get(
            () -> {
              try {
                return code.get();
              } catch (PolyglotException e) {
                if (e.isCancelled() || e.isExit()) {
                  throw e;
                }
                throw new MemoryLimitException(
                    "the host has no room for it: " + e.getMessage(), size, e);
              }
            });
  }

  private synchronized Store hostMade() {
    Store store = hostMade;
    if (store == null) {
      store = stores.add();
      hostMade = store;
    }
    return store;
  }
}
