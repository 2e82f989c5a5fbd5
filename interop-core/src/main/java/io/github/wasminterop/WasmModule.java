package io.github.wasminterop;

import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.ImportType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A loaded and validated module, from which instances are made.
 *
 * <pre>{@code
 * try (WasmModule module = runtime.compile(Path.of("codec.wasm"))) {
 *   module.imports().forEach(System.out::println);      // env.log (i32, i32) -> ()
 *   module.exports().forEach(System.out::println);      // encode (i32, i32) -> (i64)
 *   WasmInstance first = module.instantiate(imports);
 *   WasmInstance second = module.instantiate(imports);
 * }
 * }</pre>
 *
 * <p>A module lives until it or its runtime is closed; instances outlive their module. After close
 * every method but {@link #close} throws {@link io.github.wasminterop.error.ClosedException}.
 */
public final class WasmModule implements AutoCloseable {
  private final WasmRuntime runtime;
  private final BackendModule module;
  private final String name;
  private final Lifetime lifetime;

  WasmModule(WasmRuntime runtime, String name, BackendModule module) {
    this.runtime = runtime;
    this.module = module;
    this.name = name;
    this.lifetime = runtime.lifetime().child("module " + name, module::close);
  }

  /** {@return what the module imports, in the order of the module} */
  public List<ImportType> imports() {
    lifetime.check();
    return module.imports();
  }

  /** {@return what the module exports, in the order of the module} */
  public List<ExportType> exports() {
    lifetime.check();
    return module.exports();
  }

  /**
   * Instantiates the module without imports, and runs its start function.
   *
   * @return the instance
   * @see #instantiate(WasmImports)
   */
  public WasmInstance instantiate() {
    return instantiate(WasmImports.none());
  }

  /**
   * Instantiates the module, and runs its start function.
   *
   * @param imports what it is given
   * @return the instance
   * @throws io.github.wasminterop.error.LinkException if imports are missing or of the wrong type;
   *     the message lists all
   * @throws io.github.wasminterop.error.UnsupportedCapabilityException if the backend cannot import
   *     what is given
   * @throws io.github.wasminterop.error.TrapException if a data or element segment does not fit, or
   *     the start function traps
   * @throws io.github.wasminterop.error.MemoryLimitException if the host has no room for the memory
   */
  public WasmInstance instantiate(WasmImports imports) {
    lifetime.check();
    Making making = new Making(runtime, name);
    Map<ImportType, ImportValue> linked =
        ImportLinker.link(
            runtime.backend(), runtime.capabilities(), module.imports(), imports, making::instance);
    try {
      return making.instance(runtime.started().instantiate(module, linked, imports.wasi()));
    } catch (RuntimeException | Error e) {
      making.abandon();
      throw e;
    }
  }

  /** Releases the module. Its instances go on. Calling it again does nothing. */
  @Override
  public void close() {
    lifetime.close();
  }

  /** The module's name. */
  @Override
  public String toString() {
    return name;
  }

  /** An instance in the making, which host functions may ask for before it is complete. */
  private static final class Making {
    private final WasmRuntime runtime;
    private final String name;
    private @Nullable WasmInstance instance;

    Making(WasmRuntime runtime, String name) {
      this.runtime = runtime;
      this.name = name;
    }

    WasmInstance instance(BackendInstance made) {
      WasmInstance result = instance;
      if (result == null) {
        result = WasmInstance.of(runtime.backend(), runtime.lifetime(), name, made);
        instance = result;
      }
      return result;
    }

    void abandon() {
      if (instance != null) {
        instance.close();
      }
    }
  }
}
