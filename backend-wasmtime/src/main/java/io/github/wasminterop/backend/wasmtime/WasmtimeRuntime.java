package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Config;
import io.github.kawamuray.wasmtime.Engine;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An engine, and the store of what the host makes. */
final class WasmtimeRuntime implements BackendRuntime {
  private static final long STATIC_BYTES = 1L << 32;

  private final Shared<Engine> engine;
  private final boolean fixedMemories;
  private @Nullable GuestStore hostStore;
  private boolean closed;

  private WasmtimeRuntime(Engine engine, boolean fixedMemories) {
    this.engine = new Shared<>("the runtime", engine);
    this.fixedMemories = fixedMemories;
  }

  static WasmtimeRuntime open(boolean fixedMemories) {
    try {
      NativeLibrary.load();
      try (Config config = new Config()) {
        config.maxWasmStack(StackSpace.GUEST);
        config.staticMemoryMaximumSize(fixedMemories ? STATIC_BYTES : 0);
        return new WasmtimeRuntime(new Engine(config), fixedMemories);
      }
    } catch (RuntimeException | LinkageError e) {
      throw new BackendException("Wasmtime does not start: " + e.getMessage(), e);
    }
  }

  @Override
  public BackendModule load(byte[] wasm) {
    return new WasmtimeModule(engine, wasm);
  }

  @Override
  public BackendInstance instantiate(
      BackendModule module, Map<ImportType, ImportValue> imports, @Nullable WasiOptions wasi) {
    return new Instantiation(engine, fixedMemories, (WasmtimeModule) module, imports, wasi).run();
  }

  @Override
  public BackendMemory newMemory(MemoryType type) {
    if (type.memory64() || type.shared()) {
      throw new UnsupportedCapabilityException(
          "Wasmtime 7 through wasmtime-java has no " + type,
          type.memory64() ? Capability.MEMORY64 : Capability.SHARED_MEMORY);
    }
    return inHostStore(
        store -> {
          try {
            return WasmtimeMemory.create(store, type);
          } catch (RuntimeException e) {
            throw Failures.ofInstantiation(e, type.minimum());
          }
        });
  }

  @Override
  public BackendGlobal newGlobal(GlobalType type, long value) {
    return inHostStore(
        store -> new WasmtimeGlobal(Helpers.global(engine, store, type, value), type));
  }

  @Override
  public BackendTable newTable(TableType type) {
    if (type.element() == ValueType.REFERENCE) {
      throw new UnsupportedCapabilityException(
          "tables made by the host hold funcref or externref", Capability.IMPORTED_TABLES);
    }
    return inHostStore(
        store -> new WasmtimeTable(engine, Helpers.table(engine, store, type), type));
  }

  @Override
  public void close() {
    GuestStore ending;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      ending = hostStore;
    }
    if (ending != null) {
      ending.release();
    }
    engine.close();
  }

  private <T> T inHostStore(Function<GuestStore, T> code) {
    GuestStore store = hostStore();
    store.enter();
    try {
      return code.apply(store);
    } catch (RuntimeException e) {
      throw Failures.ofCall(e);
    } finally {
      store.exit();
    }
  }

  private synchronized GuestStore hostStore() {
    GuestStore store = hostStore;
    if (closed) {
      throw Failures.closed("the runtime");
    }
    if (store == null) {
      store = new GuestStore(engine, null, fixedMemories);
      hostStore = store;
    }
    return store;
  }
}
