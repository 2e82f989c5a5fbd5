package io.github.wasminterop;

import org.jspecify.annotations.Nullable;

/**
 * Java code that a guest calls, with boxed values.
 *
 * <pre>{@code
 * WasmImports.none().function("env", "log", FunctionType.of(I32, I32), (guest, arguments) -> {
 *   System.out.println(guest.memory().readUtf8((int) arguments[0], (int) arguments[1]));
 *   return null;
 * });
 * }</pre>
 *
 * <p>Code that is called often is better given as a {@link java.lang.invoke.MethodHandle}, which
 * needs no boxing: {@link WasmImports#function(String, String, java.lang.invoke.MethodHandle)}.
 */
@FunctionalInterface
public interface HostCode {

  /**
   * Runs the code.
   *
   * @param caller the instance that imports the function; its memory can be read, written and
   *     grown, its functions called. Inside a start function its exports may be missing on some
   *     runtimes
   * @param arguments an {@code Integer}, {@code Long}, {@code Float} or {@code Double} for each
   *     parameter
   * @return null for no result; the value for one, by the rules of {@link WasmFunction#call}; a
   *     {@code List} or {@code Object[]} for several
   * @throws Exception anything: it ends the guest's call and comes out of the call from Java that
   *     entered the guest, as it is if unchecked, else as the cause of a {@link
   *     io.github.wasminterop.error.HostFunctionException}
   */
  @Nullable Object call(WasmInstance caller, Object[] arguments) throws Exception;
}
