package io.github.wasminterop.error;

import org.jspecify.annotations.Nullable;

/**
 * The runtime failed in a way that has no more specific exception. Its own exception is the cause.
 */
public final class BackendException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param cause what the runtime threw, or null
   */
  public BackendException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
