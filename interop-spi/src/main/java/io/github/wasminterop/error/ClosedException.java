package io.github.wasminterop.error;

/** Something was used after it, or what it belongs to, was closed. */
public final class ClosedException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final String subject;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param subject what was used
   */
  public ClosedException(String message, String subject) {
    super(message);
    this.subject = subject;
  }

  /** {@return what was used} */
  public String subject() {
    return subject;
  }
}
