package io.github.wasminterop.type;

import java.util.Objects;

/**
 * The type of a global.
 *
 * @param value the type of its value
 * @param mutable whether the value can change
 */
public record GlobalType(ValueType value, boolean mutable) implements ExternType {

  /** Checks that {@code value} is not null. */
  public GlobalType {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public ExternKind kind() {
    return ExternKind.GLOBAL;
  }

  /** For instance {@code global (mut i32)}. */
  @Override
  public String toString() {
    return mutable ? "global (mut " + value + ")" : "global " + value;
  }
}
