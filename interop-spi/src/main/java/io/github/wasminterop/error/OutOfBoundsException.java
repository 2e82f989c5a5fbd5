package io.github.wasminterop.error;

/**
 * An access would leave its range: {@code offset + size > limit} in exact arithmetic, or {@code
 * offset < 0}. Nothing was read or written.
 *
 * <p>For an element of a view the numbers are elements and {@code limit} is the view's length; for
 * a range of a memory they are bytes and {@code limit} is the size of the memory.
 */
public final class OutOfBoundsException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final String subject;
  private final long offset;
  private final long size;
  private final long limit;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param subject the name of the view or memory
   * @param offset where the access starts, unsigned
   * @param size how much it takes
   * @param limit where the range ends
   */
  public OutOfBoundsException(String message, String subject, long offset, long size, long limit) {
    super(message);
    this.subject = subject;
    this.offset = offset;
    this.size = size;
    this.limit = limit;
  }

  /** {@return the name of the view or memory} */
  public String subject() {
    return subject;
  }

  /** {@return where the access starts, unsigned} */
  public long offset() {
    return offset;
  }

  /** {@return how much it takes} */
  public long size() {
    return size;
  }

  /** {@return where the range ends} */
  public long limit() {
    return limit;
  }
}
