package io.github.wasminterop.error;

import org.jspecify.annotations.Nullable;

/** The guest ended itself through {@code proc_exit} of WASI. */
public final class GuestExitException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param exitCode the code that the guest gave, 0 for success
   * @param cause what the runtime threw, or null
   */
  public GuestExitException(String message, int exitCode, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** {@return the code that the guest gave, 0 for success} */
  public int exitCode() {
    return exitCode;
  }
}
