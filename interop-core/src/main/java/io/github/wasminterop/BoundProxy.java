package io.github.wasminterop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is behind the objects bound to an interface that this library does not reach, so that no
 * {@link BoundClass} can implement it.
 */
final class BoundProxy implements InvocationHandler {
  private static final @Nullable Object[] NO_ARGUMENTS = {};
  private static final MethodType ANY =
      MethodType.methodType(Object.class, Object.class, Object[].class);

  /** Of the type {@link #ANY}: the proxy and its arguments. */
  private final Map<Method, MethodHandle> handles;

  private final MethodHandle toString;

  private BoundProxy(Map<Method, MethodHandle> handles, MethodHandle toString) {
    this.handles = handles;
    this.toString = toString;
  }

  /**
   * Makes an object.
   *
   * @param handles for each of the methods one of its exact type, and then one {@code ()String} for
   *     {@code toString()}
   * @throws IllegalAccessException if the interface is neither public nor open to this library, and
   *     has default methods
   */
  static Object of(Class<?> type, List<Method> methods, List<MethodHandle> handles)
      throws IllegalAccessException {
    Map<Method, MethodHandle> all = new HashMap<>();
    for (int i = 0; i < methods.size(); i++) {
      all.put(methods.get(i), spread(handles.get(i), false));
    }
    for (Method method : type.getMethods()) {
      Class<?> owner = method.getDeclaringClass();
      // The JDK's own way refuses those of interfaces that are not public.
      if (method.isDefault() && !Modifier.isPublic(owner.getModifiers())) {
        all.put(method, spread(Reach.into(owner).unreflectSpecial(method, owner), true));
      }
    }
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new BoundProxy(all, handles.getLast()));
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a proxy equals itself only
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    @Nullable Object[] arguments = given == null ? NO_ARGUMENTS : given;
    MethodHandle handle = handles.get(method);
    if (handle != null) {
      return (Object) handle.invokeExact(proxy, arguments);
    }
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> (String) toString.invokeExact();
    };
  }

  /** Makes a handle of the type {@link #ANY} of one that takes the proxy first, or does not. */
  private static MethodHandle spread(MethodHandle handle, boolean takesProxy) {
    MethodHandle all = takesProxy ? handle : MethodHandles.dropArguments(handle, 0, Object.class);
    return all.asSpreader(1, Object[].class, all.type().parameterCount() - 1).asType(ANY);
  }
}
