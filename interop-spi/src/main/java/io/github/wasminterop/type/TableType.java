package io.github.wasminterop.type;

import io.github.wasminterop.error.InvalidArgumentException;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The type of a table. Sizes are in elements.
 *
 * @param element the type of an element, a reference type
 * @param minimum the initial size in elements, {@code minimum >= 0}
 * @param maximum the size in elements up to which it may grow, {@code maximum >= minimum}, or empty
 */
public record TableType(ValueType element, long minimum, OptionalLong maximum)
    implements ExternType {

  /**
   * Checks the sizes.
   *
   * @throws InvalidArgumentException if {@code minimum < 0}, {@code maximum < minimum}, or {@code
   *     element} is not a reference type
   */
  public TableType {
    Objects.requireNonNull(maximum, "maximum");
    if (element.isNumeric() || element == ValueType.V128) {
      throw new InvalidArgumentException("a table holds references, not " + element);
    }
    if (minimum < 0 || (maximum.isPresent() && maximum.getAsLong() < minimum)) {
      throw new InvalidArgumentException("not a table size: " + minimum + ".." + maximum);
    }
  }

  @Override
  public ExternKind kind() {
    return ExternKind.TABLE;
  }

  /** For instance {@code table 2..10 funcref}. */
  @Override
  public String toString() {
    return "table "
        + minimum
        + ".."
        + (maximum.isPresent() ? maximum.getAsLong() : "")
        + " "
        + element;
  }
}
