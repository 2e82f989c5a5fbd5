package io.github.wasminterop;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.TypeMismatchException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes an object of a user's interface whose abstract methods call exported functions. */
final class InterfaceBinding {
  private static final @Nullable Object[] NO_ARGUMENTS = {};
  private static final MethodHandle NOT_ZERO = notZero();

  private InterfaceBinding() {}

  /** What a method does. */
  @FunctionalInterface
  private interface Call {
    @Nullable Object with(@Nullable Object[] arguments) throws Throwable;
  }

  static <T> T bind(WasmInstance instance, Class<T> type, Supplier<WasmAllocator> allocator) {
    if (!type.isInterface() || type.isSealed()) {
      throw new InvalidArgumentException(
          type.getName() + " is not an interface that exports can be bound to");
    }
    Map<Method, Call> calls = new HashMap<>();
    Map<Method, MethodHandle> defaults = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (method.isDefault()) {
        defaultMethod(method, problems, defaults);
      } else if (Modifier.isAbstract(method.getModifiers()) && !isObjectMethod(method)) {
        call(instance, method, allocator, problems, calls);
      }
    }
    if (!problems.isEmpty()) {
      throw new TypeMismatchException(
          "%s cannot be bound to %s: %s"
              .formatted(type.getName(), instance, String.join("; ", problems)));
    }
    InvocationHandler handler = handler(instance, type, Map.copyOf(calls), Map.copyOf(defaults));
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static void call(
      WasmInstance instance,
      Method method,
      Supplier<WasmAllocator> allocator,
      List<String> problems,
      Map<Method, Call> calls) {
    WasmExport annotation = method.getAnnotation(WasmExport.class);
    String export = annotation == null ? method.getName() : annotation.value();
    WasmExtern extern = instance.exports().get(export);
    if (!(extern instanceof WasmFunction function)) {
      problems.add(
          extern == null
              ? "no export '" + export + "'"
              : "export '" + export + "' is a " + extern.type().kind());
      return;
    }
    if (DataMethod.isNeededFor(method)) {
      try {
        calls.put(method, DataMethod.of(instance, function, allocator, method)::call);
      } catch (TypeMismatchException e) {
        problems.add("method %s: %s".formatted(method.getName(), e.getMessage()));
      }
      return;
    }
    MethodType wanted = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    if (!function.type().isNumeric() || !function.type().methodType().equals(numeric(wanted))) {
      problems.add(
          "method %s%s does not fit function %s".formatted(method.getName(), wanted, function));
      return;
    }
    MethodHandle exact = function.handle();
    if (wanted.returnType() == boolean.class) {
      exact = MethodHandles.filterReturnValue(exact, NOT_ZERO);
    }
    MethodHandle handle =
        MethodHandles.explicitCastArguments(exact, wanted)
            .asSpreader(Object[].class, wanted.parameterCount())
            .asType(MethodType.methodType(Object.class, Object[].class));
    calls.put(method, arguments -> (Object) handle.invokeExact(arguments));
  }

  /**
   * Finds the code of a default method whose interface is not public: the JDK's own way refuses.
   */
  private static void defaultMethod(
      Method method, List<String> problems, Map<Method, MethodHandle> defaults) {
    Class<?> owner = method.getDeclaringClass();
    if (Modifier.isPublic(owner.getModifiers())) {
      return;
    }
    try {
      defaults.put(
          method,
          Reach.into(owner)
              .unreflectSpecial(method, owner)
              .asSpreader(1, Object[].class, method.getParameterCount())
              .asType(MethodType.methodType(Object.class, Object.class, Object[].class)));
    } catch (IllegalAccessException e) {
      problems.add(
          "default method %s of an interface that is neither public nor open to this library: %s"
              .formatted(method.getName(), e.getMessage()));
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

  @SuppressWarnings("ReferenceEquality") // a proxy equals itself only
  private static InvocationHandler handler(
      WasmInstance instance,
      Class<?> type,
      Map<Method, Call> calls,
      Map<Method, MethodHandle> defaults) {
    return (proxy, method, arguments) -> {
      @Nullable Object[] given = arguments == null ? NO_ARGUMENTS : arguments;
      Call call = calls.get(method);
      if (call != null) {
        return call.with(given);
      }
      MethodHandle code = defaults.get(method);
      if (code != null) {
        return (Object) code.invokeExact(proxy, given);
      }
      if (method.isDefault()) {
        return InvocationHandler.invokeDefault(proxy, method, given);
      }
      return switch (method.getName()) {
        case "equals" -> proxy == given[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> type.getSimpleName() + " of " + instance;
      };
    };
  }

  @SuppressWarnings("unused") // reached through a handle
  private static boolean isNotZero(int value) {
    return value != 0;
  }

  private static MethodHandle notZero() {
    try {
      return MethodHandles.lookup()
          .findStatic(
              InterfaceBinding.class, "isNotZero", MethodType.methodType(boolean.class, int.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("isNotZero", e);
    }
  }

  private static boolean isObjectMethod(Method method) {
    return Arrays.stream(Object.class.getMethods())
        .anyMatch(
            other ->
                other.getName().equals(method.getName())
                    && Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
  }
}
