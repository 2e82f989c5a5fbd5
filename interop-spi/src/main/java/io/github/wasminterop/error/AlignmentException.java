package io.github.wasminterop.error;

/**
 * A typed view's pointer is not a multiple of its element size: {@code pointer % alignment != 0}.
 * Ask for an unaligned view if the guest really lays its data out so.
 */
public final class AlignmentException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final String view;
  private final long pointer;
  private final long alignment;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param view the name of the view
   * @param pointer the pointer in bytes, unsigned
   * @param alignment the element size in bytes
   */
  public AlignmentException(String message, String view, long pointer, long alignment) {
    super(message);
    this.view = view;
    this.pointer = pointer;
    this.alignment = alignment;
  }

  /** {@return the name of the view} */
  public String view() {
    return view;
  }

  /** {@return the pointer in bytes, unsigned} */
  public long pointer() {
    return pointer;
  }

  /** {@return the element size in bytes} */
  public long alignment() {
    return alignment;
  }
}
