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
 * Chicory, a WebAssembly runtime in pure Java. The description of this package says how it runs
 * guest code.
 *
 * <p>Its option {@code memory} is {@code moving} (a memory has room to grow, and moves when that is
 * used up) or {@code reserved} (the addresses of its maximum are set aside when it is made, so that
 * it never moves and grows at no cost; on Linux, with native access enabled).
 */
public final class ChicoryBackend implements WasmBackend {
  static final BackendOption MEMORY =
      new BackendOption(
          "memory",
          "whether memories may move when they grow (moving) or have the addresses of their maximum"
              + " reserved (reserved; on Linux, with native access)",
          List.of("moving", "reserved"));

  // Named as text, so that asking for them loads no class of Chicory.
  private static final String GROUP = "com.dylibso.chicory";
  private static final String RUNTIME = GROUP + ".runtime.";
  private static final Set<String> NATIVE_TYPES =
      Set.of(
          RUNTIME + "ExportFunction",
          RUNTIME + "GlobalInstance",
          RUNTIME + "Instance",
          RUNTIME + "Memory",
          RUNTIME + "TableInstance");

  /** Creates the provider; starts nothing. */
  public ChicoryBackend() {}

  @Override
  public String name() {
    return "chicory";
  }

  @Override
  public String runtimeName() {
    return "Chicory " + Release.VERSION;
  }

  @Override
  public Set<Capability> capabilities(BackendOptions options) {
    if (!isReserved(options)) {
      return Release.CAPABILITIES;
    }
    Set<Capability> more = EnumSet.copyOf(Release.CAPABILITIES);
    more.add(Capability.STABLE_BASE);
    return more;
  }

  @Override
  public List<BackendOption> options() {
    return List.of(Release.EXECUTION, MEMORY);
  }

  @Override
  public Optional<String> unavailable() {
    List<String> missing =
        Release.NEEDED.stream()
            .filter(name -> !isPresent(GROUP + "." + name))
            .map(name -> GROUP + ":" + name.substring(0, name.indexOf('.')))
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "these artifacts of Chicory are missing: %s; add them, all of version %s"
                .formatted(String.join(", ", missing), Release.VERSION));
  }

  private static boolean isPresent(String className) {
    try {
      Class.forName(className, false, ChicoryBackend.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
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
    return new ChicoryRuntime(new Engine(options), reserved);
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
