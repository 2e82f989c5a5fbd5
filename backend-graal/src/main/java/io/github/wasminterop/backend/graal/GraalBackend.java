package io.github.wasminterop.backend.graal;

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
 * The backend {@code graal}: GraalWasm through the polyglot API.
 *
 * <p>The option {@code memory} decides where guest memories are: {@code direct}, the default, gives
 * zero-copy views of memories up to 32 767 pages; {@code mediated} has all sizes, and each access
 * is a call of the runtime's.
 *
 * <p>{@link #wrapInstance} understands an instance, or its exports, as an {@code
 * org.graalvm.polyglot.Value}, and as a second object the module's bytes, from which it takes the
 * types. Without the bytes the types of functions come from the embedder object of GraalWasm, which
 * a context has if it was built with access to the polyglot bindings. {@link #wrapExtern}
 * understands a function, memory, global or table as a {@code Value}, and as a second object its
 * {@link io.github.wasminterop.type.ExternType}. What is wrapped belongs to whoever made it; views
 * of its memories are mediated, for nobody tells when they grow.
 */
public final class GraalBackend implements WasmBackend {
  static final String VERSION = "25.0.2";

  static final BackendOption MEMORY =
      new BackendOption(
          "memory",
          "whether views address guest memory itself, up to 32767 pages (direct), or reach memories"
              + " of any size through the runtime (mediated)",
          List.of("direct", "mediated"));

  private static final List<String> NEEDED =
      List.of(
          "org.graalvm.polyglot.Engine",
          "com.oracle.truffle.polyglot.PolyglotImpl",
          "org.graalvm.wasm.WasmLanguage");

  /** Creates the provider; nothing of the runtime is loaded. */
  public GraalBackend() {}

  @Override
  public String name() {
    return "graal";
  }

  @Override
  public String runtimeName() {
    return "GraalWasm " + VERSION;
  }

  @Override
  public Set<Capability> capabilities(BackendOptions options) {
    Set<Capability> capabilities = EnumSet.allOf(Capability.class);
    capabilities.remove(Capability.STABLE_BASE);
    if (!isDirect(options)) {
      capabilities.remove(Capability.ZERO_COPY);
    }
    return capabilities;
  }

  @Override
  public List<BackendOption> options() {
    return List.of(MEMORY);
  }

  @Override
  public Optional<String> unavailable() {
    return NEEDED.stream()
        .filter(name -> !isPresent(name))
        .findFirst()
        .map(
            name ->
                "class %s is missing; add org.graalvm.polyglot:polyglot:%s and"
                        .formatted(name, VERSION)
                    + " org.graalvm.polyglot:wasm:%s (type pom)".formatted(VERSION));
  }

  @Override
  public BackendRuntime open(BackendOptions options) {
    return GraalRuntime.open(isDirect(options));
  }

  @Override
  public Set<String> nativeTypes() {
    return Set.of("org.graalvm.polyglot.Value");
  }

  @Override
  public BackendInstance wrapInstance(List<Object> nativeObjects) {
    return Wrapping.instance(nativeObjects);
  }

  @Override
  public BackendExtern wrapExtern(List<Object> nativeObjects) {
    return Wrapping.extern(nativeObjects);
  }

  private static boolean isDirect(BackendOptions options) {
    return options.get(MEMORY).equals(MEMORY.defaultValue());
  }

  private static boolean isPresent(String name) {
    try {
      Class.forName(name, false, GraalBackend.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
