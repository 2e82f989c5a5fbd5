package io.github.wasminterop.error;

import org.jspecify.annotations.Nullable;

/**
 * A memory cannot have the size that was asked for: it is above the memory's maximum, above what
 * the runtime supports, or the host has no room.
 */
public final class MemoryLimitException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final long pages;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param pages the size that was asked for, in pages
   * @param cause what the host threw, or null
   */
  public MemoryLimitException(String message, long pages, @Nullable Throwable cause) {
    super(message, cause);
    this.pages = pages;
  }

  /** {@return the size that was asked for, in pages} */
  public long pages() {
    return pages;
  }
}
