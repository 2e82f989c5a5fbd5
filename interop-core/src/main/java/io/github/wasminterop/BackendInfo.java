package io.github.wasminterop;

import io.github.wasminterop.spi.BackendOption;
import io.github.wasminterop.type.Capability;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A backend on the class path.
 *
 * @param name the name by which it is chosen
 * @param runtime the runtime and its version
 * @param unavailable why it cannot run here, or empty if it can
 * @param capabilities what it can do
 * @param options the options that it understands
 */
public record BackendInfo(
    String name,
    String runtime,
    Optional<String> unavailable,
    Set<Capability> capabilities,
    List<BackendOption> options) {

  /** Copies the collections. */
  public BackendInfo {
    capabilities = Set.copyOf(capabilities);
    options = List.copyOf(options);
  }

  /** {@return whether the backend can run here} */
  public boolean isAvailable() {
    return unavailable.isEmpty();
  }

  /** For instance {@code chicory (Chicory 1.7.5)}. */
  @Override
  public String toString() {
    return name
        + " ("
        + runtime
        + ")"
        + unavailable.map(reason -> ", unavailable: " + reason).orElse("");
  }
}
