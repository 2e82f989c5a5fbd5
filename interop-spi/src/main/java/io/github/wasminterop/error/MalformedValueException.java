package io.github.wasminterop.error;

/**
 * What a field of a struct holds in the guest's memory stands for nothing in Java: a number that no
 * constant of an enum has.
 */
public final class MalformedValueException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final long value;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param field the field
   * @param value what it holds
   */
  public MalformedValueException(String message, String field, long value) {
    super(message);
    this.field = field;
    this.value = value;
  }

  /** {@return the field, as its struct and its name} */
  public String field() {
    return field;
  }

  /** {@return what it holds} */
  public long value() {
    return value;
  }
}
