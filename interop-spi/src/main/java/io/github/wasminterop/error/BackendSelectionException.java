package io.github.wasminterop.error;

import java.util.Map;

/**
 * No backend could be chosen: there is none, there are several and no choice was made, or the
 * chosen one is missing or cannot run here.
 */
public final class BackendSelectionException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, String> candidates;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param candidates the backends on the class path by name, each with what it is or why it cannot
   *     run here
   */
  public BackendSelectionException(String message, Map<String, String> candidates) {
    super(message);
    this.candidates = Map.copyOf(candidates);
  }

  /**
   * {@return the backends on the class path by name, each with what it is or why it cannot run
   * here}
   */
  public Map<String, String> candidates() {
    return candidates;
  }
}
