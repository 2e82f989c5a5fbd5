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
 * <p><b>Memory.</b> The option {@code memory} decides how views reach guest memory: {@code direct},
 * the default, is zero-copy, for memories up to 32 767 pages; {@code mediated} has all sizes, and
 * each access is a call of the runtime's. Direct memory is the JVM's: {@code
 * -XX:MaxDirectMemorySize} limits it, and {@code -XX:+DisableExplicitGC} keeps the JVM from making
 * room when it runs out. Segments and buffers of a memory end when it grows; views go on.
 *
 * <p><b>Contexts.</b> An instance has a context of its own, unless it is given a memory, table or
 * global: then it joins the context of that. What the host makes lives in one context per runtime.
 * One instance cannot import memories, tables and globals of different contexts; functions it can.
 * A context is closed with the last of its instances, or the runtime.
 *
 * <p><b>Threads.</b> Threads that use one context wait for one another; guests that have only
 * shared memories in common run at once. Closing never waits: what is closed while guest code runs
 * ends when that code returns.
 *
 * <p><b>Wrapping.</b> {@link #wrapInstance} understands an instance, or its exports, as a {@code
 * org.graalvm.polyglot.Value}, and as a second object the module's bytes as a {@code byte[]}, from
 * which it takes the types. The bytes are not needed in a context with access to the polyglot
 * bindings, where GraalWasm tells the types of functions. {@link #wrapExtern} understands a
 * function, memory, global or table as a {@code Value}, and as a second object its {@link
 * io.github.wasminterop.type.ExternType}.
 *
 * <pre>{@code
 * Context context =
 *     Context.newBuilder("wasm")
 *         .allowExperimentalOptions(true)
 *         .allowPolyglotAccess(PolyglotAccess.ALL)                // tells types and growth
 *         .option("wasm.UseUnsafeMemory", "true")                 // both together:
 *         .option("wasm.DirectByteBufferMemoryAccess", "true")    // views without copies
 *         .build();
 * Value instance = context.eval(source).newInstance();
 *
 * try (WasmInstance guest = WasmInstance.wrap(instance)) {        // or wrap(instance, bytes)
 *   I32View view = guest.memory().view(I32, 0, 4);
 * }                                                               // detaches, closes nothing
 * context.close();
 * }</pre>
 *
 * <p>In a context like that, views are zero-copy. The library then attaches an object to the memory
 * and sets the context's callback for growth, of which GraalWasm has one. Where somebody else has
 * attached something to the memory, where JavaScript is among the engine's languages, where Java
 * denies native access, or where one of the three settings is missing, access is mediated: in bulk
 * where the caller copies in bulk, and {@code isZeroCopy()} says so.
 *
 * <p>The context, the instance and its memory stay their owner's, who closes them. An owner that
 * closes the context first ends what is called and what is mediated in {@link
 * io.github.wasminterop.error.ClosedException}; zero-copy views still show the bytes as they were
 * last, which are freed when the wrapped instance is closed too. What the owner calls in one thread
 * does not wait for what the library calls in another; in a context with {@code UseUnsafeMemory}
 * alone, where GraalWasm frees a memory that grows at once, an owner who lets it grow while another
 * thread is inside may end the JVM.
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
      capabilities.remove(Capability.ATOMIC_WAIT);
    }
    return capabilities;
  }

  @Override
  public List<BackendOption> options() {
    return List.of(MEMORY);
  }

  @Override
  public Optional<String> unavailable() {
    return unavailable(GraalBackend.class.getClassLoader());
  }

  /** What keeps the backend from working with the classes of this loader. */
  static Optional<String> unavailable(ClassLoader loader) {
    return NEEDED.stream()
        .filter(name -> !isPresent(name, loader))
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

  private static boolean isPresent(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
