package io.github.wasminterop.error;

/**
 * An argument is outside its documented range, or an option is not one that exists. Nothing was
 * changed.
 */
public final class InvalidArgumentException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   */
  public InvalidArgumentException(String message) {
    super(message);
  }
}
