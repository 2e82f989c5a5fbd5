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
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/** An engine of the library's own, and the stores that live in it. */
final class GraalRuntime implements BackendRuntime {
  /** GraalWasm keeps a memory with a buffer below 2 GiB. */
  static final long DIRECT_PAGES = 32_767;

  private static final String LANGUAGE = "wasm";
  private static final String MEMORY64 = "wasm.Memory64";
  private static final List<String> FEATURES =
      List.of("Threads", "MultiMemory", "ExtendedConstExpressions", "RelaxedSIMD");

  private final Engine engine;
  private final boolean direct;
  private final Set<Store> stores = ConcurrentHashMap.newKeySet();
  private final Queue<GraalMemory> hostMemories = new ConcurrentLinkedQueue<>();
  private final Store loading;
  private @Nullable Store hostMade;
  private volatile boolean closed;

  private GraalRuntime(Engine engine, boolean direct) {
    this.engine = engine;
    this.direct = direct;
    this.loading = newStore();
  }

  /** Starts the runtime; {@code direct} memories have buffers. */
  static GraalRuntime open(boolean direct) {
    try {
      if (direct) {
        requireNativeAccess();
      }
      return new GraalRuntime(
          Engine.newBuilder(LANGUAGE).option("engine.WarnInterpreterOnly", "false").build(),
          direct);
    } catch (RuntimeException | LinkageError e) {
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
    closed = true;
    hostMemories.forEach(GraalMemory::end);
    stores.forEach(Store::close);
    closeEngineIfLeft();
  }

  /** Whether a store is one of this runtime. */
  boolean owns(Store store) {
    return stores.contains(store);
  }

  /** Creates a store. */
  Store newStore() {
    return newStore(context().option(MEMORY64, "true"));
  }

  /**
   * Creates a store for one instance that has WASI.
   *
   * @param memory64 whether the instance's memory has 64-bit addresses; to GraalWasm's WASI, the
   *     option means that all have
   * @throws io.github.wasminterop.error.InvalidArgumentException if a directory cannot be mapped
   */
  Store newStore(WasiOptions wasi, boolean memory64) {
    Context.Builder builder = context().option(MEMORY64, String.valueOf(memory64));
    Wasi.configure(builder, wasi);
    return newStore(builder);
  }

  private Context.Builder context() {
    Context.Builder builder =
        Context.newBuilder(LANGUAGE)
            .engine(engine)
            .allowExperimentalOptions(true)
            .allowPolyglotAccess(PolyglotAccess.newBuilder().allowBindingsAccess(LANGUAGE).build())
            .option("wasm.UseUnsafeMemory", "true")
            .option("wasm.DirectByteBufferMemoryAccess", String.valueOf(direct));
    FEATURES.forEach(feature -> builder.option("wasm." + feature, "true"));
    return builder;
  }

  private Store newStore(Context.Builder builder) {
    Context context;
    try {
      context = builder.build();
    } catch (RuntimeException e) {
      throw Failures.of(e);
    }
    Store store;
    try {
      context.initialize(LANGUAGE);
      store = new Store(context, Embedder.of(context));
      serveWaiters(store);
    } catch (RuntimeException e) {
      Store.close(context);
      throw Failures.of(e);
    }
    store.onClose(
        () -> {
          Store.close(context);
          stores.remove(store);
          if (closed) {
            closeEngineIfLeft();
          }
        });
    stores.add(store);
    if (closed) {
      store.close();
      throw Failures.closed();
    }
    return store;
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

  private static void serveWaiters(Store store) {
    Embedder embedder = Embedder.in(store);
    Waiters waiters = new Waiters();
    embedder.onWait(waiters::await);
    embedder.onNotify(waiters::wake);
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
      store = newStore();
      hostMade = store;
    }
    return store;
  }

  private void closeEngineIfLeft() {
    if (stores.isEmpty()) {
      try {
        engine.close();
      } catch (PolyglotException | IllegalStateException e) {
        engine.close(true);
      }
    }
  }

  @SuppressWarnings("restricted")
  private static void requireNativeAccess() {
    try {
      MemorySegment.NULL.reinterpret(0);
    } catch (IllegalCallerException e) {
      throw new BackendException(
          "zero-copy views need native access: start Java with"
              + " --enable-native-access=io.github.wasminterop.backend.graal (ALL-UNNAMED on the"
              + " class path), or the backend with the option memory=mediated",
          e);
    }
  }
}
