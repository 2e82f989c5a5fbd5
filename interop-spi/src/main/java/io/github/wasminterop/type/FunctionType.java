package io.github.wasminterop.type;

import static java.util.stream.Collectors.joining;

import java.lang.invoke.MethodType;
import java.util.List;

/**
 * The type of a function.
 *
 * @param parameters the types of the parameters, in order
 * @param results the types of the results, in order
 */
public record FunctionType(List<ValueType> parameters, List<ValueType> results)
    implements ExternType {

  /** Copies both lists. */
  public FunctionType {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  /**
   * A function type without results; see {@link #returning}.
   *
   * <pre>{@code FunctionType.of(I32, I32).returning(I64)}</pre>
   *
   * @param parameters the types of the parameters, in order
   * @return the type
   */
  public static FunctionType of(ValueType... parameters) {
    return new FunctionType(List.of(parameters), List.of());
  }

  /**
   * This type with other results.
   *
   * @param results the types of the results, in order
   * @return the type
   */
  public FunctionType returning(ValueType... results) {
    return new FunctionType(parameters, List.of(results));
  }

  /**
   * Tells whether every parameter and result is a number, so that the function can be called from
   * Java.
   *
   * @return true if all of them are {@linkplain ValueType#isNumeric() numeric}
   */
  public boolean isNumeric() {
    return parameters.stream().allMatch(ValueType::isNumeric)
        && results.stream().allMatch(ValueType::isNumeric);
  }

  /**
   * The Java type of a call: one parameter per wasm parameter, in its {@linkplain
   * ValueType#carrier() carrier}; {@code void} for no result, the carrier for one, {@code List} (of
   * boxed values) for several.
   *
   * @return the Java type
   */
  public MethodType methodType() {
    Class<?> result =
        switch (results.size()) {
          case 0 -> void.class;
          case 1 -> results.getFirst().carrier();
          default -> List.class;
        };
    return MethodType.methodType(
        result, parameters.stream().map(ValueType::carrier).toArray(Class<?>[]::new));
  }

  @Override
  public ExternKind kind() {
    return ExternKind.FUNCTION;
  }

  /** For instance {@code (i32, i32) -> (i64)}. */
  @Override
  public String toString() {
    return list(parameters) + " -> " + list(results);
  }

  private static String list(List<ValueType> types) {
    return types.stream().map(ValueType::toString).collect(joining(", ", "(", ")"));
  }
}
