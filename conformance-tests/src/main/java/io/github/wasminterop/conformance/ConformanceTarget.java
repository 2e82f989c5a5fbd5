package io.github.wasminterop.conformance;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the kit is run against: a backend by its name, in one mode. Immutable; each method gives a
 * new object.
 *
 * <pre>{@code
 * ConformanceTarget.of("chicory").option("execution", "interpreted")
 * }</pre>
 */
public final class ConformanceTarget {
  private final String backend;
  private final Map<String, String> options;
  private final @Nullable Function<byte[], NativeGuest> natives;

  private ConformanceTarget(
      String backend,
      Map<String, String> options,
      @Nullable Function<byte[], NativeGuest> natives) {
    this.backend = backend;
    this.options = options;
    this.natives = natives;
  }

  /**
   * A backend with its default options.
   *
   * @param backend the name by which a user chooses it
   * @return the target
   */
  public static ConformanceTarget of(String backend) {
    return new ConformanceTarget(backend, Map.of(), null);
  }

  /**
   * The same target with an option; all options together are the mode.
   *
   * @param name the name of an option of the backend
   * @param value one of its values
   * @return the target
   */
  public ConformanceTarget option(String name, String value) {
    Map<String, String> more = new TreeMap<>(options);
    more.put(name, value);
    return new ConformanceTarget(backend, Map.copyOf(more), natives);
  }

  /**
   * The same target with a way to make guests by the runtime's own API. Without it the rules about
   * wrapping are skipped.
   *
   * @param maker instantiates a module that has no imports
   * @return the target
   */
  public ConformanceTarget wrapping(Function<byte[], NativeGuest> maker) {
    return new ConformanceTarget(backend, options, maker);
  }

  /** {@return the name of the backend} */
  public String backend() {
    return backend;
  }

  /** {@return the options that make the mode} */
  public Map<String, String> options() {
    return options;
  }

  /**
   * Makes a guest by the runtime's own API.
   *
   * @param wasm a module that has no imports
   * @return the guest, or empty if the target has no way to make one
   */
  public Optional<NativeGuest> wrap(byte[] wasm) {
    return Optional.ofNullable(natives).map(maker -> maker.apply(wasm));
  }

  /** A name for files about this target, for instance {@code chicory-execution-interpreted}. */
  String fileName() {
    StringBuilder name = new StringBuilder(backend);
    new TreeMap<>(options).forEach((key, value) -> name.append('-' + key + '-' + value));
    return name.toString().replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /** For instance {@code backend chicory with {execution=interpreted}}. */
  @Override
  public String toString() {
    return "backend " + backend + (options.isEmpty() ? "" : " with " + new TreeMap<>(options));
  }
}
