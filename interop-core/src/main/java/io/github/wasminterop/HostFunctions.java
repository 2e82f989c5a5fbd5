package io.github.wasminterop;

import io.github.wasminterop.error.HostFunctionException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a user's Java code into what the SPI calls. */
final class HostFunctions {
  private static final long[] NO_RESULTS = {};

  private HostFunctions() {}

  /**
   * Code with boxed values. {@code callers} finds the library's object for the instance that calls.
   */
  static HostFunction of(
      String name,
      FunctionType type,
      HostCode code,
      Function<BackendInstance, WasmInstance> callers) {
    return new HostFunction(
        type,
        (caller, bits) -> {
          Object[] arguments = new Object[type.parameters().size()];
          for (int i = 0; i < arguments.length; i++) {
            arguments[i] = Values.fromBits(type.parameters().get(i), bits[i]);
          }
          Object result;
          try {
            result = code.call(callers.apply(caller), arguments);
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw checked(name, e);
          }
          return results(name, type.results(), result);
        });
  }

  /** Code of exact type, whose first parameter is the calling instance. */
  static HostFunction of(
      String name,
      FunctionType type,
      MethodHandle code,
      Function<BackendInstance, WasmInstance> callers) {
    MethodHandle raw = ExactHandles.raw(code, type);
    return new HostFunction(
        type,
        (caller, bits) -> {
          try {
            return (long[]) raw.invokeExact(callers.apply(caller), bits);
          } catch (RuntimeException | Error e) {
            throw e;
          } catch (Throwable e) {
            throw checked(name, e);
          }
        });
  }

  /** A function of another backend. */
  static HostFunction of(WasmFunction function) {
    return new HostFunction(function.type(), (_, bits) -> function.invoke(bits));
  }

  private static HostFunctionException checked(String name, Throwable cause) {
    return new HostFunctionException(
        "host function %s threw %s: %s"
            .formatted(name, cause.getClass().getSimpleName(), cause.getMessage()),
        name,
        cause);
  }

  private static long[] results(String name, List<ValueType> types, @Nullable Object result) {
    if (types.isEmpty() && result == null) {
      return NO_RESULTS;
    }
    @Nullable Object[] values =
        switch (result) {
          case List<?> list when types.size() != 1 -> list.toArray();
          case Object[] array when types.size() != 1 -> array;
          case null, default -> new @Nullable Object[] {result};
        };
    if (values.length != types.size()) {
      throw new TypeMismatchException(
          "host function %s gave %d results; its type has %s"
              .formatted(name, values.length, types));
    }
    return Values.toBits(types, values, "a result of host function " + name);
  }
}
