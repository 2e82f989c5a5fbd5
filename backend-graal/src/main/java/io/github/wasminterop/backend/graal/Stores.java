package io.github.wasminterop.backend.graal;

import io.github.wasminterop.spi.WasiOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;

/** The stores of one runtime, in an engine of their own. */
final class Stores {
  private static final String LANGUAGE = "wasm";
  private static final String MEMORY64 = "wasm.Memory64";
  private static final List<String> FEATURES =
      List.of("Threads", "MultiMemory", "ExtendedConstExpressions", "RelaxedSIMD");

  private final Engine engine;
  private final boolean direct;
  private final Set<Store> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Starts an engine.
   *
   * @param direct whether memories have direct buffers
   */
  Stores(boolean direct) {
    this.engine = Engine.newBuilder(LANGUAGE).option("engine.WarnInterpreterOnly", "false").build();
    this.direct = direct;
  }

  /** Whether a store is an open one of these. */
  boolean contain(Store store) {
    return open.contains(store);
  }

  /** Creates a store. */
  Store add() {
    return add(context().option(MEMORY64, "true"));
  }

  /**
   * Creates a store for one instance that has WASI.
   *
   * @param memory64 whether the instance's memory has 64-bit addresses; to GraalWasm's WASI, the
   *     option means that all have
   * @throws io.github.wasminterop.error.InvalidArgumentException if a directory cannot be mapped
   */
  Store add(WasiOptions wasi, boolean memory64) {
    Context.Builder builder = context().option(MEMORY64, String.valueOf(memory64));
    Wasi.configure(builder, wasi);
    return add(builder);
  }

  /** Closes each store as soon as no thread is inside, and the engine with the last one. */
  void close() {
    closed = true;
    open.forEach(Store::close);
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

  private Store add(Context.Builder builder) {
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
      store.serveWaiters();
    } catch (RuntimeException e) {
      Store.close(context);
      throw Failures.of(e);
    }
    store.onClose(
        () -> {
          Store.close(context);
          open.remove(store);
          if (closed) {
            closeEngineIfLeft();
          }
        });
    open.add(store);
    if (closed) {
      store.close();
      throw Failures.closed();
    }
    return store;
  }

  private void closeEngineIfLeft() {
    if (open.isEmpty()) {
      try {
        engine.close();
      } catch (PolyglotException | IllegalStateException e) {
        engine.close(true);
      }
    }
  }
}
