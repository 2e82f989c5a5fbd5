package io.github.wasminterop.spi;

import io.github.wasminterop.type.FunctionType;

/** A function of a runtime. */
public non-sealed interface BackendFunction extends BackendExtern {

  @Override
  FunctionType type();

  /**
   * Calls the function.
   *
   * <p>After the call, normal or not, the backend has {@linkplain LinearMemory#invalidate()
   * invalidated} every memory that the guest may have grown without telling.
   *
   * @param arguments the arguments as raw bits, as many as the type says. May be overwritten
   * @return the results as raw bits, as many as the type says
   * @throws io.github.wasminterop.error.TrapException if the guest traps
   * @throws io.github.wasminterop.error.GuestExitException if the guest exits
   * @throws io.github.wasminterop.error.ConcurrentUseException if another thread is inside and the
   *     backend refuses
   */
  long[] call(long... arguments);
}
