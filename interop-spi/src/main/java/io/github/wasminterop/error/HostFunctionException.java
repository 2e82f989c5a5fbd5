package io.github.wasminterop.error;

/**
 * A host function threw a checked exception; it is the cause. Unchecked exceptions and errors of a
 * host function pass through the guest and come out of the call as they are.
 */
public final class HostFunctionException extends WasmInteropException {
  private static final long serialVersionUID = 1L;

  private final String function;

  /**
   * Creates the exception.
   *
   * @param message what went wrong and what to do
   * @param function the name under which the guest imports the function
   * @param cause the checked exception
   */
  public HostFunctionException(String message, String function, Throwable cause) {
    super(message, cause);
    this.function = function;
  }

  /** {@return the name under which the guest imports the function} */
  public String function() {
    return function;
  }
}
