package io.github.wasminterop.error;

import java.util.List;

/**
 * It is not clear which memory is meant: there is none, or there are several and none was chosen.
 */
public final class MemoryResolutionException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> candidates;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param candidates the names of the memories that there are
   */
  public MemoryResolutionException(String message, List<String> candidates) {
    super(message);
    this.candidates = List.copyOf(candidates);
  }

  /** {@return the names of the memories that there are} */
  public List<String> candidates() {
    return candidates;
  }
}
