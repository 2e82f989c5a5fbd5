package io.github.wasminterop.backend.chicory;

import io.github.wasminterop.error.BackendException;
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
 * Chicory, a WebAssembly runtime in pure Java.
 *
 * <p>Its option {@code execution} is {@code compiled} (guest code becomes JVM bytecode when a
 * module is loaded; functions too large for that are interpreted) or {@code interpreted}.
 * Interpreted guests have memories of at most 32 767 pages, just below 2 GiB.
 *
 * <p>Its option {@code memory} is {@code moving} (a memory has room to grow, and moves when that is
 * used up) or {@code reserved} (the addresses of its maximum are set aside when it is made, so that
 * it never moves and grows at no cost; on Linux, with native access enabled).
 */
public final class ChicoryBackend implements WasmBackend {
  static final String VERSION = "1.7.5";

  static final BackendOption EXECUTION =
      new BackendOption(
          "execution",
          "whether guest code is compiled to JVM bytecode at load or interpreted",
          List.of("compiled", "interpreted"));

  static final BackendOption MEMORY =
      new BackendOption(
          "memory",
          "whether memories may move when they grow (moving) or have the addresses of their maximum"
              + " reserved (reserved; on Linux, with native access)",
          List.of("moving", "reserved"));

  // Named as text, so that asking for them loads no class of Chicory.
  private static final String RUNTIME = "com.dylibso.chicory.runtime.";
  private static final Set<String> NATIVE_TYPES =
      Set.of(
          RUNTIME + "ExportFunction",
          RUNTIME + "GlobalInstance",
          RUNTIME + "Instance",
          RUNTIME + "Memory",
          RUNTIME + "TableInstance");
  private static final List<String> NEEDED =
      List.of(
          "com.dylibso.chicory.wasm.Parser",
          "com.dylibso.chicory.runtime.Instance",
          "com.dylibso.chicory.compiler.MachineFactoryCompiler",
          "com.dylibso.chicory.wasi.WasiPreview1");

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.ZERO_COPY,
          Capability.HOST_FUNCTIONS,
          Capability.IMPORTED_FUNCTIONS,
          Capability.IMPORTED_MEMORIES,
          Capability.IMPORTED_GLOBALS,
          Capability.IMPORTED_TABLES,
          Capability.TABLES,
          Capability.MULTI_VALUE,
          Capability.MULTI_MEMORY,
          Capability.SHARED_MEMORY,
          Capability.ATOMIC_WAIT,
          Capability.WASI_PREVIEW1,
          Capability.WRAP);

  /** Creates the provider; starts nothing. */
  public ChicoryBackend() {}

  @Override
  public String name() {
    return "chicory";
  }

  @Override
  public String runtimeName() {
    return "Chicory " + VERSION;
  }

  @Override
  public Set<Capability> capabilities(BackendOptions options) {
    if (!isReserved(options)) {
      return CAPABILITIES;
    }
    Set<Capability> more = EnumSet.copyOf(CAPABILITIES);
    more.add(Capability.STABLE_BASE);
    return more;
  }

  @Override
  public List<BackendOption> options() {
    return List.of(EXECUTION, MEMORY);
  }

  @Override
  public Optional<String> unavailable() {
    for (String name : NEEDED) {
      try {
        Class.forName(name, false, ChicoryBackend.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        return Optional.of(
            "class %s of Chicory is missing; add com.dylibso.chicory:runtime, :compiler and :wasi %s"
                .formatted(name, VERSION));
      }
    }
    return Optional.empty();
  }

  @Override
  public BackendRuntime open(BackendOptions options) {
    boolean reserved = isReserved(options);
    if (reserved) {
      Reservation.obstacle()
          .ifPresent(
              reason -> {
                throw new BackendException("memory=reserved is not possible here: " + reason, null);
              });
    }
    return new ChicoryRuntime(options.get(EXECUTION).equals("compiled"), reserved);
  }

  @Override
  public Set<String> nativeTypes() {
    return NATIVE_TYPES;
  }

  @Override
  public BackendInstance wrapInstance(List<Object> nativeObjects) {
    return Wrapping.instance(nativeObjects);
  }

  @Override
  public BackendExtern wrapExtern(List<Object> nativeObjects) {
    return Wrapping.extern(nativeObjects);
  }

  private static boolean isReserved(BackendOptions options) {
    return options.get(MEMORY).equals("reserved");
  }
}
