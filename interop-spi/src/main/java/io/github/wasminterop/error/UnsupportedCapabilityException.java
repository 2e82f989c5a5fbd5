package io.github.wasminterop.error;

import io.github.wasminterop.type.Capability;

/** Something was asked for that the backend, or this one memory, does not offer. */
public final class UnsupportedCapabilityException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final Capability capability;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param capability what would be needed
   */
  public UnsupportedCapabilityException(String message, Capability capability) {
    super(message);
    this.capability = capability;
  }

  /** {@return what would be needed} */
  public Capability capability() {
    return capability;
  }
}
