package io.github.wasminterop.spi;

import io.github.wasminterop.type.FunctionType;
import java.util.Objects;

/**
 * Java code that a guest calls.
 *
 * @param type the type of the function, all numeric
 * @param callback the code
 */
public record HostFunction(FunctionType type, Callback callback) implements ImportValue {

  /** Checks that nothing is null. */
  public HostFunction {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(callback, "callback");
  }

  /** The code of a host function, as the backend calls it. */
  @FunctionalInterface
  public interface Callback {

    /**
     * Runs the code.
     *
     * <p>Before the call the backend {@linkplain LinearMemory#invalidate() invalidates} every
     * memory that the guest may have grown without telling. What this method throws must come out,
     * as the same object, of the call from Java that entered the guest.
     *
     * @param caller the instance that imports the function: the same object that {@link
     *     BackendRuntime#instantiate} gives, also while its start function runs
     * @param arguments the arguments as raw bits
     * @return the results as raw bits, as many as the type says
     */
    long[] call(BackendInstance caller, long[] arguments);
  }
}
