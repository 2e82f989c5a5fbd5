package io.github.wasminterop.spi;

import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.type.Capability;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A WebAssembly runtime that guests can be run on: the service that {@link java.util.ServiceLoader}
 * finds.
 *
 * <p>The provider is declared both by {@code provides io.github.wasminterop.spi.WasmBackend with …}
 * in {@code module-info.java} and by a file in {@code META-INF/services}, so that it is found on
 * the module path and on the class path.
 *
 * <p>Constructing a provider and calling {@link #name()}, {@link #runtimeName()}, {@link
 * #nativeTypes()}, {@link #capabilities} and {@link #options()} loads no class of the runtime:
 * programs that have several backends ask all of them before they start one. Providers are
 * immutable and usable by any thread.
 */
public interface WasmBackend {

  /**
   * The name by which a user chooses this backend: lower-case letters, digits and hyphens, for
   * instance {@code chicory}.
   *
   * @return the name
   */
  String name();

  /**
   * The runtime and its version, for a person, for instance {@code Chicory 1.7.5}.
   *
   * @return the runtime and its version
   */
  String runtimeName();

  /**
   * What this backend can do. The set holds what a user can rely on; the conformance kit tries both
   * what is declared and what is not.
   *
   * @param options the options with which it would be {@linkplain #open opened}
   * @return the capabilities
   */
  Set<Capability> capabilities(BackendOptions options);

  /**
   * The options that {@link #open} understands.
   *
   * @return the options, in the order in which to list them; unless overridden, none
   */
  default List<BackendOption> options() {
    return List.of();
  }

  /**
   * Why this backend cannot run in this JVM, for instance because there is no native library for
   * the platform or a class of the runtime is missing. May load classes of the runtime; does not
   * start it.
   *
   * @return the reason and its remedy in a sentence, or empty if the backend can run
   */
  Optional<String> unavailable();

  /**
   * Starts the runtime.
   *
   * @param options the options as checked by core: each name is one of {@link #options()}, each
   *     value one of its values, none missing
   * @return the runtime; core closes it exactly once
   * @throws io.github.wasminterop.error.BackendException if it cannot start
   */
  BackendRuntime open(BackendOptions options);

  /**
   * The binary names of the classes and interfaces of the runtime whose instances {@link
   * #wrapInstance} or {@link #wrapExtern} understands as the first of their objects. Core compares
   * them, as text, with the class of an object that a user hands in, its superclasses and
   * interfaces.
   *
   * @return the names, empty without {@link Capability#WRAP}; unless overridden, empty
   */
  default Set<String> nativeTypes() {
    return Set.of();
  }

  /**
   * Wraps an instance that was made with the runtime's own API.
   *
   * @param nativeObjects the instance and, where the runtime needs more to reach its exports, its
   *     store, context or module, in any order
   * @return the instance; closing it detaches from the native one and leaves that open
   * @throws io.github.wasminterop.error.TypeMismatchException if these objects are not an instance
   *     with all it needs; the message says what to pass
   * @throws UnsupportedCapabilityException unless overridden; with {@link Capability#WRAP} it is
   */
  default BackendInstance wrapInstance(List<Object> nativeObjects) {
    throw new UnsupportedCapabilityException(
        "backend " + name() + " wraps no instances", Capability.WRAP);
  }

  /**
   * Wraps a function, memory, global or table that was made with the runtime's own API.
   *
   * @param nativeObjects the thing itself first, then what the runtime needs to use it
   * @return the thing
   * @throws io.github.wasminterop.error.TypeMismatchException if these objects are no such thing;
   *     the message says what to pass
   * @throws UnsupportedCapabilityException unless overridden; with {@link Capability#WRAP} it is
   */
  default BackendExtern wrapExtern(List<Object> nativeObjects) {
    throw new UnsupportedCapabilityException(
        "backend " + name() + " wraps no native objects", Capability.WRAP);
  }
}
