package io.github.wasminterop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is the same of all objects that are bound to an interface. */
final class BoundInterface {
  private static final ClassValue<BoundInterface> KNOWN =
      new ClassValue<>() {
        @Override
        protected BoundInterface computeValue(Class<?> type) {
          return new BoundInterface(type);
        }
      };

  private final Class<?> type;
  private final List<Method> methods;
  private final @Nullable MethodHandle constructor;

  BoundInterface(Class<?> type) {
    this.type = type;
    this.methods =
        Arrays.stream(type.getMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .filter(method -> !isObjectMethod(method))
            .toList();
    Lookup home = home();
    this.constructor = home == null ? null : BoundClass.define(home, type, methods);
  }

  static BoundInterface of(Class<?> type) {
    // What is kept with a class of another loader would keep this library from being unloaded.
    return isOfOurLoader(type) ? KNOWN.get(type) : new BoundInterface(type);
  }

  /** The methods that call the guest. */
  List<Method> methods() {
    return methods;
  }

  /**
   * Makes an object.
   *
   * @param handles for each of the methods one of its exact type, and then one {@code ()String} for
   *     {@code toString()}
   * @throws IllegalAccessException if the interface is neither public nor open to this library, and
   *     has default methods
   */
  Object bind(List<MethodHandle> handles) throws IllegalAccessException {
    if (constructor == null) {
      return BoundProxy.of(type, methods, handles);
    }
    try {
      return (Object) constructor.invokeExact(handles.toArray(MethodHandle[]::new));
    } catch (Throwable e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  /** Where a class can be defined that implements the interface, if there is a place. */
  private @Nullable Lookup home() {
    if (!isOfOurLoader(type)) {
      return null;
    }
    Module library = BoundInterface.class.getModule();
    try {
      Lookup home = type.getModule() == library ? Reach.into(type) : MethodHandles.lookup();
      for (Class<?> named : namedTypes()) {
        library.addReads(named.getModule());
        home.accessClass(named);
      }
      return home;
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  private List<Class<?>> namedTypes() {
    List<Class<?>> named = new ArrayList<>(List.of(type));
    for (Method method : methods) {
      named.add(method.getReturnType());
      named.addAll(List.of(method.getParameterTypes()));
    }
    return named;
  }

  private static boolean isOfOurLoader(Class<?> type) {
    return Objects.equals(type.getClassLoader(), BoundInterface.class.getClassLoader());
  }

  private static boolean isObjectMethod(Method method) {
    return Arrays.stream(Object.class.getMethods())
        .anyMatch(
            other ->
                other.getName().equals(method.getName())
                    && Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
  }
}
