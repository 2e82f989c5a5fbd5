package io.github.wasminterop;

import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.type.FunctionType;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A function of a guest, callable from Java.
 *
 * <pre>{@code
 * WasmFunction sum = instance.function("sum");          // (i32, i32) -> (i64)
 * Object boxed = sum.call(64, 4);                       // a Long
 * MethodHandle hot = sum.handle();                      // (int,int)long
 * long exact = (long) hot.invokeExact(64, 4);
 * }</pre>
 *
 * <p>A call, by whichever way, ends in
 *
 * <ul>
 *   <li>{@link io.github.wasminterop.error.TrapException} if the guest traps,
 *   <li>{@link io.github.wasminterop.error.GuestExitException} if it exits through WASI,
 *   <li>what a host function threw, as it is if unchecked, else in {@link
 *       io.github.wasminterop.error.HostFunctionException},
 *   <li>{@link io.github.wasminterop.error.ClosedException} if the instance is closed,
 *   <li>{@link io.github.wasminterop.error.ConcurrentUseException} if another thread is inside the
 *       guest and the backend does not serialise calls.
 * </ul>
 */
public final class WasmFunction implements WasmExtern {
  private final Origin origin;
  private final String name;
  private final BackendFunction function;
  private @Nullable MethodHandle handle;

  WasmFunction(Origin origin, String name, BackendFunction function) {
    this.origin = origin;
    this.name = name;
    this.function = function;
  }

  @Override
  public FunctionType type() {
    return function.type();
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Calls the function with boxed values.
   *
   * @param arguments for an {@code i32} or {@code i64} any integral number that fits signed or
   *     unsigned, for an {@code i32} also a {@code Boolean}; for an {@code f32} or {@code f64} any
   *     number that converts without loss
   * @return null for no result; an {@code Integer}, {@code Long}, {@code Float} or {@code Double}
   *     for one; for several, an unmodifiable {@code List} of those
   * @throws TypeMismatchException if the number of arguments is wrong, one does not fit its type,
   *     or the {@linkplain FunctionType#isNumeric() function's type is not numeric}
   */
  public @Nullable Object call(@Nullable Object... arguments) {
    return Values.fromBits(type().results(), invoke(toBits(arguments)));
  }

  /**
   * A handle of the exact {@linkplain FunctionType#methodType() Java type} of the function, for
   * {@code invokeExact}. Numbers are neither boxed nor converted. Keep it in a {@code static final}
   * or {@code final} field and the JVM compiles the call as one of its own.
   *
   * @return the handle, the same at each call
   * @throws TypeMismatchException if the {@linkplain FunctionType#isNumeric() function's type is
   *     not numeric}
   */
  public MethodHandle handle() {
    MethodHandle result = handle;
    if (result == null) {
      requireNumeric();
      result = ExactHandles.of(this);
      handle = result;
    }
    return result;
  }

  /** The function's type and name, for instance {@code sum (i32, i32) -> (i64)}. */
  @Override
  public String toString() {
    return name + " " + type();
  }

  /** The raw bits of boxed arguments, checked. */
  long[] toBits(@Nullable Object... arguments) {
    requireNumeric();
    return Values.toBits(type().parameters(), arguments, name);
  }

  /** Calls with raw bits. */
  long[] invoke(long[] arguments) {
    origin.lifetime().check();
    return function.call(arguments);
  }

  Origin origin() {
    return origin;
  }

  BackendFunction backend() {
    return function;
  }

  private void requireNumeric() {
    if (!type().isNumeric()) {
      throw new TypeMismatchException(
          "%s %s cannot be called from Java: only numbers (i32, i64, f32, f64) cross"
              .formatted(name, type()));
    }
  }
}
