package io.github.wasminterop.error;

import org.jspecify.annotations.Nullable;

/**
 * A pointer or length descriptor gave no usable value: its function or global is missing or of
 * another type, it failed, or the value is negative, fractional or above the address space.
 */
public final class DescriptorException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final String view;
  private final String descriptor;
  private final String value;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param view the name of the view
   * @param descriptor the descriptor, as text
   * @param value the value that it gave, or a text that tells why there is none
   * @param cause what the evaluation threw, or null
   */
  public DescriptorException(
      String message, String view, String descriptor, String value, @Nullable Throwable cause) {
    super(message, cause);
    this.view = view;
    this.descriptor = descriptor;
    this.value = value;
  }

  /** {@return the name of the view} */
  public String view() {
    return view;
  }

  /** {@return the descriptor, as text} */
  public String descriptor() {
    return descriptor;
  }

  /** {@return the value that it gave, or a text that tells why there is none} */
  public String value() {
    return value;
  }
}
