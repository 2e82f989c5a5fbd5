package io.github.wasminterop.error;

/** An export is missing, or is of another kind than the one that was asked for. */
public final class ExportException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final String export;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param export the name that was asked for
   */
  public ExportException(String message, String export) {
    super(message);
    this.export = export;
  }

  /** {@return the name that was asked for} */
  public String export() {
    return export;
  }
}
