package io.github.wasminterop.error;

import org.jspecify.annotations.Nullable;

/**
 * The guest trapped: its call ended abnormally. The instance stays usable as far as the guest's own
 * state allows.
 */
public final class TrapException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final TrapKind kind;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param kind what kind of trap it was
   * @param cause what the runtime threw, or null
   */
  public TrapException(String message, TrapKind kind, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** {@return what kind of trap it was} */
  public TrapKind kind() {
    return kind;
  }
}
