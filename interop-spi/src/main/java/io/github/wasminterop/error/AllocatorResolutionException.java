package io.github.wasminterop.error;

import java.util.List;

/**
 * It is not clear how to allocate in a guest: its exports fit no description of an allocator, or
 * not the one that was named, or they fit several and none was named.
 */
public final class AllocatorResolutionException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> candidates;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param candidates the names of the descriptions that fit
   */
  public AllocatorResolutionException(String message, List<String> candidates) {
    super(message);
    this.candidates = List.copyOf(candidates);
  }

  /** {@return the names of the descriptions that fit, none or several} */
  public List<String> candidates() {
    return candidates;
  }
}
