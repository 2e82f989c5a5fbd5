package io.github.wasminterop.error;

/** A Java value, array, buffer or interface does not fit the wasm type that it is used for. */
public final class TypeMismatchException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   */
  public TypeMismatchException(String message) {
    super(message);
  }
}
