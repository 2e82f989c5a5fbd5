package io.github.wasminterop.error;

/**
 * A guest's allocator gave no usable block: none at all, one that is misaligned, one outside the
 * memory or one that is in use already; or the block would be larger than any memory, and the guest
 * wasn't asked.
 */
public final class AllocationException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final long byteSize;
  private final long alignment;
  private final long pointer;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param byteSize the size that was asked for, in bytes
   * @param alignment the alignment that was asked for, in bytes
   * @param pointer what the guest gave, unsigned, or 0
   */
  public AllocationException(String message, long byteSize, long alignment, long pointer) {
    super(message);
    this.byteSize = byteSize;
    this.alignment = alignment;
    this.pointer = pointer;
  }

  /**
   * {@return the size that was asked for, in bytes; {@link Long#MAX_VALUE} if it was above that}
   */
  public long byteSize() {
    return byteSize;
  }

  /** {@return the alignment that was asked for, in bytes} */
  public long alignment() {
    return alignment;
  }

  /** {@return what the guest gave, unsigned, or 0 if it gave null or wasn't asked} */
  public long pointer() {
    return pointer;
  }
}
