package io.github.wasminterop;

import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A method of a Java object that guests call, and that may take more than numbers. */
final class HostMethod {
  private final String name;
  private final MethodHandle handle;
  private final boolean takesCaller;
  private final List<Passing> parameters;
  private final List<String> subjects;
  private final List<ValueType> results;

  /**
   * Looks a method up.
   *
   * @param host the object that has it
   * @throws TypeMismatchException if it cannot be reached, or values of its types do not cross
   */
  HostMethod(String name, Object host, Method method) {
    this.name = name;
    List<Parameter> declared = List.of(method.getParameters());
    this.takesCaller = !declared.isEmpty() && declared.getFirst().getType() == WasmInstance.class;
    List<Parameter> passed = takesCaller ? declared.subList(1, declared.size()) : declared;
    this.parameters = passed.stream().map(Passings::ofHost).toList();
    this.subjects =
        passed.stream()
            .map(parameter -> "argument " + parameter.getName() + " of host function " + name)
            .toList();
    this.results = results(method);
    this.handle = handle(host, method);
  }

  /** The type of the function, where addresses are of a type. */
  FunctionType type(ValueType address) {
    List<ValueType> types = new ArrayList<>();
    parameters.forEach(parameter -> types.addAll(parameter.types(address)));
    return new FunctionType(types, results);
  }

  @Nullable Object call(WasmInstance caller, Object[] numbers) throws Exception {
    List<@Nullable Object> arguments = new ArrayList<>();
    if (takesCaller) {
      arguments.add(caller);
    }
    int next = 0;
    for (int i = 0; i < parameters.size(); i++) {
      switch (parameters.get(i)) {
        case Passing.Plain plain -> arguments.add(plain.received(numbers[next++]));
        case Passing.Data data -> {
          long pointer = unsigned(numbers[next++]);
          long length = data.hasLength() ? unsigned(numbers[next++]) : 0;
          arguments.add(data.receive(subjects.get(i), caller.memory(), pointer, length));
        }
      }
    }
    try {
      return (Object) handle.invokeExact(arguments.toArray());
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(name + " threw what is neither Exception nor Error", e);
    }
  }

  private List<ValueType> results(Method method) {
    if (method.getReturnType() == void.class) {
      return List.of();
    }
    if (Passings.ofResult(method) instanceof Passing.Plain plain) {
      return List.of(plain.type());
    }
    throw new TypeMismatchException(
        "a host function gives a number, boolean or nothing; write a %s to the caller's memory instead"
            .formatted(method.getReturnType().getSimpleName()));
  }

  private MethodHandle handle(Object host, Method method) {
    try {
      return Reach.into(method.getDeclaringClass())
          .unreflect(method)
          .bindTo(host)
          .asSpreader(Object[].class, method.getParameterCount())
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new TypeMismatchException(
          "it cannot be reached by this library; make its class public in an exported package, or"
              + " open the package");
    }
  }

  private static long unsigned(Object address) {
    return address instanceof Integer narrow ? Integer.toUnsignedLong(narrow) : (long) address;
  }
}
