package io.github.wasminterop;

import io.github.wasminterop.error.TypeMismatchException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Finds the methods of an object that guests may import. */
final class HostMethods {

  private HostMethods() {}

  /**
   * All marked methods, of the object's class and those that it extends.
   *
   * @throws TypeMismatchException if there is none, or one is not as it must be
   */
  static SequencedMap<String, HostMethod> of(String module, Object host) {
    SequencedMap<String, HostMethod> found = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (Class<?> type = host.getClass(); type != null; type = type.getSuperclass()) {
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(WasmImport.class))
          .sorted(Comparator.comparing(Method::getName))
          .forEach(method -> add(module, host, method, found, problems));
    }
    if (found.isEmpty() && problems.isEmpty()) {
      problems.add("none of its methods is marked by @WasmImport");
    }
    if (!problems.isEmpty()) {
      throw new TypeMismatchException(
          "%s cannot be imported as %s: %s"
              .formatted(host.getClass().getName(), module, String.join("; ", problems)));
    }
    return found;
  }

  private static void add(
      String module,
      Object host,
      Method method,
      SequencedMap<String, HostMethod> found,
      List<String> problems) {
    String given = method.getAnnotation(WasmImport.class).value();
    String name = given.isEmpty() ? method.getName() : given;
    if (Modifier.isStatic(method.getModifiers())) {
      problems.add("method " + method.getName() + " is static");
      return;
    }
    try {
      if (found.putIfAbsent(name, new HostMethod(module + "." + name, host, method)) != null) {
        problems.add("two methods are marked as " + name);
      }
    } catch (TypeMismatchException e) {
      problems.add("method %s: %s".formatted(method.getName(), e.getMessage()));
    }
  }
}
