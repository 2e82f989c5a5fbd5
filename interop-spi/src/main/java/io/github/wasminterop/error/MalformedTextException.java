package io.github.wasminterop.error;

/** Bytes are not text in the expected encoding, or text cannot be encoded. */
public final class MalformedTextException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final String subject;
  private final long position;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param subject what was read or written
   * @param position where the first malformed unit is, counted from the start of the text, in bytes
   *     when read and in chars when written
   */
  public MalformedTextException(String message, String subject, long position) {
    super(message);
    this.subject = subject;
    this.position = position;
  }

  /** {@return what was read or written} */
  public String subject() {
    return subject;
  }

  /**
   * {@return where the first malformed unit is, counted from the start of the text, in bytes when
   * read and in chars when written}
   */
  public long position() {
    return position;
  }
}
