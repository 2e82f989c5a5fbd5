package io.github.wasminterop.error;

import org.jspecify.annotations.Nullable;

/** A module cannot be instantiated because an import is missing or has the wrong type. */
public final class LinkException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final String module;
  private final String name;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param module the first part of the import's name
   * @param name the second part of the import's name
   * @param cause what the runtime threw, or null
   */
  public LinkException(String message, String module, String name, @Nullable Throwable cause) {
    super(message, cause);
    this.module = module;
    this.name = name;
  }

  /** {@return the first part of the import's name} */
  public String module() {
    return module;
  }

  /** {@return the second part of the import's name} */
  public String name() {
    return name;
  }
}
