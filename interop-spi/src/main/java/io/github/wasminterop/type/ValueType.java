package io.github.wasminterop.type;

import java.util.Locale;

/**
 * The type of a wasm value.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/syntax/types.html#value-types">Specification:
 *     value types</a>
 */
public enum ValueType {
  /** A 32-bit integer, neither signed nor unsigned. Java carrier: {@code int}. */
  I32(int.class),
  /** A 64-bit integer, neither signed nor unsigned. Java carrier: {@code long}. */
  I64(long.class),
  /** An IEEE 754 binary32 number. Java carrier: {@code float}. */
  F32(float.class),
  /** An IEEE 754 binary64 number. Java carrier: {@code double}. */
  F64(double.class),
  /** A 128-bit vector. Listed in types; no value of it crosses to Java. */
  V128(Object.class),
  /** A reference to a function. Listed in types; functions are reached through tables. */
  FUNCREF(Object.class),
  /** A reference to a host object. Listed in types; no value of it crosses to Java. */
  EXTERNREF(Object.class),
  /**
   * Any other reference type, such as those of garbage collection. Listed in types; no value of it
   * crosses to Java.
   */
  REFERENCE(Object.class);

  private final Class<?> carrier;

  ValueType(Class<?> carrier) {
    this.carrier = carrier;
  }

  /**
   * The Java type in which a value of this type is passed.
   *
   * @return {@code int}, {@code long}, {@code float} or {@code double} for a number, else {@code
   *     Object}
   */
  public Class<?> carrier() {
    return carrier;
  }

  /**
   * Tells whether values of this type cross between Java and the guest.
   *
   * @return true for {@link #I32}, {@link #I64}, {@link #F32} and {@link #F64}
   */
  public boolean isNumeric() {
    return carrier.isPrimitive();
  }

  /** The name as in the text format, for instance {@code i32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
