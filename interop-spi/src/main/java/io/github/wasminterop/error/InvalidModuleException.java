package io.github.wasminterop.error;

import org.jspecify.annotations.Nullable;

/**
 * The bytes are not a WebAssembly module in the binary format, are malformed, fail validation, or
 * need a feature that the backend's runtime does not have.
 */
public final class InvalidModuleException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param cause what the runtime threw, or null
   */
  public InvalidModuleException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
