package io.github.wasminterop.error;

/**
 * Two threads used objects of one store at the same time, and the backend refused the second.
 * Nothing was changed.
 */
public final class ConcurrentUseException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   */
  public ConcurrentUseException(String message) {
    super(message);
  }
}
