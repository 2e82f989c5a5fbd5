package io.github.wasminterop;

import io.github.wasminterop.error.BackendSelectionException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A started WebAssembly runtime.
 *
 * <pre>{@code
 * try (WasmRuntime runtime = WasmRuntime.load();
 *     WasmInstance guest = runtime.instantiate(Path.of("image.wasm"))) {
 *   …
 * }
 * }</pre>
 *
 * <p><b>Which backend.</b> A name given in code wins, then the system property {@value
 * #BACKEND_PROPERTY}, then the only backend on the class path. None, or several without a choice,
 * end in {@link BackendSelectionException}, which says what to do; nothing is guessed, and asking
 * for one backend starts no other.
 *
 * <p><b>Lifetime.</b> Closing a runtime closes all that was made with it.
 *
 * <p><b>Threads.</b> A runtime may be used by several threads, each with instances of its own that
 * share no memory, global or table.
 */
public final class WasmRuntime implements AutoCloseable {

  /** The system property that chooses the backend: {@value}. */
  public static final String BACKEND_PROPERTY = "wasminterop.backend";

  private final WasmBackend backend;
  private final Set<Capability> capabilities;
  private final BackendRuntime started;
  private final Lifetime lifetime;

  private WasmRuntime(WasmBackend backend, BackendOptions options) {
    this.backend = backend;
    this.capabilities = Set.copyOf(backend.capabilities(options));
    this.started = backend.open(options);
    this.lifetime = Lifetime.root("runtime " + backend.name(), started::close);
  }

  /**
   * Starts the backend that the system property names, else the only one on the class path.
   *
   * @return the runtime
   * @throws BackendSelectionException if the choice is not clear, or the chosen backend is missing
   *     or cannot run here
   */
  public static WasmRuntime load() {
    return start(null, Map.of());
  }

  /**
   * Starts a backend.
   *
   * @param backend its name, for instance {@code chicory}
   * @return the runtime
   * @throws BackendSelectionException if it is missing or cannot run here
   */
  public static WasmRuntime load(String backend) {
    return load(backend, Map.of());
  }

  /**
   * Starts a backend with options.
   *
   * @param backend its name, for instance {@code chicory}
   * @param options values by the names of the backend's {@linkplain BackendInfo#options() options};
   *     the others have their defaults
   * @return the runtime
   * @throws BackendSelectionException if the backend is missing or cannot run here
   * @throws InvalidArgumentException if an option or value does not exist; the message lists those
   *     that do
   */
  public static WasmRuntime load(String backend, Map<String, String> options) {
    return start(Objects.requireNonNull(backend, "backend"), options);
  }

  /**
   * The backends on the class path, ordered by name. None is started.
   *
   * @return the backends, those that cannot run here included
   */
  public static List<BackendInfo> backends() {
    return Backends.find().backends().stream()
        .map(
            backend ->
                new BackendInfo(
                    backend.name(),
                    backend.runtimeName(),
                    Backends.reason(backend),
                    backend.capabilities(BackendOptions.resolve(backend.options(), Map.of())),
                    backend.options()))
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .toList();
  }

  /** {@return the name of the backend, for instance {@code chicory}} */
  public String backendName() {
    return backend.name();
  }

  /** {@return the runtime and its version, for instance {@code Chicory 1.7.5}} */
  public String runtimeName() {
    return backend.runtimeName();
  }

  /** {@return what the backend can do with the options that it was started with} */
  public Set<Capability> capabilities() {
    return capabilities;
  }

  /**
   * Loads and validates a module.
   *
   * @param wasm the module in the binary format
   * @return the module
   * @throws InvalidModuleException if it is not one, is malformed or invalid, or needs a feature
   *     that the runtime has not
   */
  public WasmModule compile(byte[] wasm) {
    return compile("module", wasm);
  }

  /**
   * Loads and validates a module.
   *
   * @param wasm the file that holds it in the binary format
   * @return the module, named like the file
   * @throws InvalidModuleException if the file cannot be read, is not a module, is malformed or
   *     invalid, or needs a feature that the runtime has not
   */
  public WasmModule compile(Path wasm) {
    lifetime.check();
    try {
      return compile(String.valueOf(wasm.getFileName()), Files.readAllBytes(wasm));
    } catch (IOException e) {
      throw new InvalidModuleException("cannot read module %s: %s".formatted(wasm, e), e);
    }
  }

  /**
   * Loads and instantiates a module without imports.
   *
   * @param wasm the file that holds it in the binary format
   * @return the instance, named like the file
   * @see #compile(Path)
   * @see WasmModule#instantiate(WasmImports)
   */
  public WasmInstance instantiate(Path wasm) {
    return instantiate(wasm, WasmImports.none());
  }

  /**
   * Loads and instantiates a module.
   *
   * @param wasm the file that holds it in the binary format
   * @param imports what it is given
   * @return the instance, named like the file
   * @see #compile(Path)
   * @see WasmModule#instantiate(WasmImports)
   */
  public WasmInstance instantiate(Path wasm, WasmImports imports) {
    try (WasmModule module = compile(wasm)) {
      return module.instantiate(imports);
    }
  }

  /**
   * Loads and instantiates a module without imports.
   *
   * @param wasm the module in the binary format
   * @return the instance
   * @see #compile(byte[])
   * @see WasmModule#instantiate(WasmImports)
   */
  public WasmInstance instantiate(byte[] wasm) {
    return instantiate(wasm, WasmImports.none());
  }

  /**
   * Loads and instantiates a module.
   *
   * @param wasm the module in the binary format
   * @param imports what it is given
   * @return the instance
   * @see #compile(byte[])
   * @see WasmModule#instantiate(WasmImports)
   */
  public WasmInstance instantiate(byte[] wasm, WasmImports imports) {
    try (WasmModule module = compile(wasm)) {
      return module.instantiate(imports);
    }
  }

  /**
   * Creates a memory to be imported by guests.
   *
   * @param type its type
   * @return the memory, filled with zeros; it lives as long as the runtime
   * @throws MemoryLimitException if the host has no room for it
   * @throws UnsupportedCapabilityException if the backend cannot
   */
  public WasmMemory newMemory(MemoryType type) {
    require(Capability.IMPORTED_MEMORIES);
    if (type.shared()) {
      require(Capability.SHARED_MEMORY);
    }
    if (type.memory64()) {
      require(Capability.MEMORY64);
    }
    return new WasmMemory(origin(), "host memory", started.newMemory(type));
  }

  /**
   * Creates a global to be imported by guests.
   *
   * @param type its type
   * @param value its initial value, by the rules of {@link WasmFunction#call}
   * @return the global; it lives as long as the runtime
   * @throws TypeMismatchException if the value does not fit the type, or the type is not numeric
   * @throws UnsupportedCapabilityException if the backend cannot
   */
  public WasmGlobal newGlobal(GlobalType type, Object value) {
    require(Capability.IMPORTED_GLOBALS);
    long bits = Values.toBits(type.value(), value, "host global");
    return new WasmGlobal(origin(), "host global", started.newGlobal(type, bits));
  }

  /**
   * Creates a table of nulls to be imported by guests.
   *
   * @param type its type
   * @return the table; it lives as long as the runtime
   * @throws UnsupportedCapabilityException if the backend cannot
   */
  public WasmTable newTable(TableType type) {
    require(Capability.IMPORTED_TABLES);
    return new WasmTable(origin(), "host table", started.newTable(type));
  }

  /** Ends the runtime and everything that was made with it. Calling it again does nothing. */
  @Override
  public void close() {
    lifetime.close();
  }

  /** For instance {@code chicory (Chicory 1.7.5)}. */
  @Override
  public String toString() {
    return backend.name() + " (" + backend.runtimeName() + ")";
  }

  WasmBackend backend() {
    return backend;
  }

  BackendRuntime started() {
    return started;
  }

  Lifetime lifetime() {
    return lifetime;
  }

  private WasmModule compile(String name, byte[] wasm) {
    lifetime.check();
    ModuleHeader.check(name, wasm);
    return new WasmModule(this, name, started.load(wasm));
  }

  private Origin origin() {
    return new Origin(backend, lifetime);
  }

  private void require(Capability capability) {
    lifetime.check();
    if (!capabilities.contains(capability)) {
      throw new UnsupportedCapabilityException(
          "backend %s has no %s".formatted(backend.name(), capability.title()), capability);
    }
  }

  private static WasmRuntime start(@Nullable String name, Map<String, String> options) {
    WasmBackend backend =
        Backends.find().choose(name == null ? System.getProperty(BACKEND_PROPERTY) : name);
    return new WasmRuntime(backend, BackendOptions.resolve(backend.options(), options));
  }
}
