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
import org.jspecify.annotations.Nullable;

/** Makes an object of a user's interface whose abstract methods call exported functions. */
final class InterfaceBinding {
  private static final @Nullable Object[] NO_ARGUMENTS = {};
  private static final MethodHandle NOT_ZERO = notZero();

  private InterfaceBinding() {}

  static <T> T bind(WasmInstance instance, Class<T> type) {
    if (!type.isInterface() || type.isSealed()) {
      throw new InvalidArgumentException(
          type.getName() + " is not an interface that exports can be bound to");
    }
    Map<Method, MethodHandle> handles = new HashMap<>();
    Map<Method, MethodHandle> defaults = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (method.isDefault()) {
        defaultMethod(method, problems, defaults);
      } else if (Modifier.isAbstract(method.getModifiers()) && !isObjectMethod(method)) {
        handle(instance, method, problems, handles);
      }
    }
    if (!problems.isEmpty()) {
      throw new TypeMismatchException(
          "%s cannot be bound to %s: %s"
              .formatted(type.getName(), instance, String.join("; ", problems)));
    }
    InvocationHandler handler = handler(instance, type, Map.copyOf(handles), Map.copyOf(defaults));
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static void handle(
      WasmInstance instance,
      Method method,
      List<String> problems,
      Map<Method, MethodHandle> handles) {
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
    handles.put(
        method,
        MethodHandles.explicitCastArguments(exact, wanted)
            .asSpreader(Object[].class, wanted.parameterCount())
            .asType(MethodType.methodType(Object.class, Object[].class)));
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
    // A private lookup needs the library to read the user's module; being open is not enough.
    InterfaceBinding.class.getModule().addReads(owner.getModule());
    try {
      defaults.put(
          method,
          MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
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
      Map<Method, MethodHandle> handles,
      Map<Method, MethodHandle> defaults) {
    return (proxy, method, arguments) -> {
      @Nullable Object[] given = arguments == null ? NO_ARGUMENTS : arguments;
      MethodHandle handle = handles.get(method);
      if (handle != null) {
        return (Object) handle.invokeExact(given);
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
