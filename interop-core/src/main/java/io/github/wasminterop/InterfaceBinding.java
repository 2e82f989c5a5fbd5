package io.github.wasminterop;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.TypeMismatchException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes an object of a user's interface whose abstract methods call exported functions. */
final class InterfaceBinding {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle DATA = dataCall();
  private static final MethodHandle NOT_ZERO =
      findStatic("isNotZero", MethodType.methodType(boolean.class, int.class));
  private static final MethodHandle NAME =
      findStatic("name", MethodType.methodType(String.class, Class.class, WasmInstance.class));

  private InterfaceBinding() {}

  static <T> T bind(WasmInstance instance, Class<T> type, Supplier<WasmAllocator> allocator) {
    if (!type.isInterface() || type.isSealed() || type.isHidden()) {
      throw new InvalidArgumentException(
          type.getName() + " is not an interface that exports can be bound to");
    }
    BoundInterface bound = BoundInterface.of(type);
    List<MethodHandle> handles = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Method method : bound.methods()) {
      try {
        handles.add(handle(instance, method, allocator));
      } catch (TypeMismatchException e) {
        problems.add(e.getMessage());
      }
    }
    handles.add(MethodHandles.insertArguments(NAME, 0, type, instance));
    if (problems.isEmpty()) {
      try {
        return type.cast(bound.bind(handles));
      } catch (IllegalAccessException e) {
        problems.add(
            "it has default methods and is neither public nor open to this library: "
                + e.getMessage());
      }
    }
    throw new TypeMismatchException(
        "%s cannot be bound to %s: %s"
            .formatted(type.getName(), instance, String.join("; ", problems)));
  }

  /** A handle of the method's exact type that calls the export. */
  private static MethodHandle handle(
      WasmInstance instance, Method method, Supplier<WasmAllocator> allocator) {
    WasmExport annotation = method.getAnnotation(WasmExport.class);
    String export = annotation == null ? method.getName() : annotation.value();
    WasmExtern extern = instance.exports().get(export);
    if (!(extern instanceof WasmFunction function)) {
      throw new TypeMismatchException(
          extern == null
              ? "no export '" + export + "'"
              : "export '" + export + "' is a " + extern.type().kind());
    }
    MethodType wanted = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    if (DataMethod.isNeededFor(method)) {
      return data(instance, function, method, allocator)
          .asCollector(Object[].class, wanted.parameterCount())
          .asType(wanted);
    }
    if (!function.type().isNumeric() || !function.type().methodType().equals(numeric(wanted))) {
      throw new TypeMismatchException(
          "method %s%s does not fit function %s".formatted(method.getName(), wanted, function));
    }
    MethodHandle exact = function.handle();
    if (wanted.returnType() == boolean.class) {
      exact = MethodHandles.filterReturnValue(exact, NOT_ZERO);
    }
    return MethodHandles.explicitCastArguments(exact, wanted);
  }

  private static MethodHandle data(
      WasmInstance instance,
      WasmFunction function,
      Method method,
      Supplier<WasmAllocator> allocator) {
    try {
      return DATA.bindTo(DataMethod.of(instance, function, allocator, method));
    } catch (TypeMismatchException e) {
      throw new TypeMismatchException("method %s: %s".formatted(method.getName(), e.getMessage()));
    }
  }

  private static MethodType numeric(MethodType type) {
    List<Class<?>> parameters =
        type.parameterList().stream()
            .<Class<?>>map(c -> c == boolean.class ? int.class : c)
            .toList();
    return MethodType.methodType(
        type.returnType() == boolean.class ? int.class : type.returnType(), parameters);
  }

  @SuppressWarnings("unused") // reached through a handle
  private static boolean isNotZero(int value) {
    return value != 0;
  }

  @SuppressWarnings("unused") // reached through a handle
  private static String name(Class<?> type, WasmInstance instance) {
    return type.getSimpleName() + " of " + instance;
  }

  private static MethodHandle findStatic(String name, MethodType type) {
    try {
      return LOOKUP.findStatic(InterfaceBinding.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  private static MethodHandle dataCall() {
    try {
      return LOOKUP.findVirtual(
          DataMethod.class, "call", MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("call", e);
    }
  }
}
