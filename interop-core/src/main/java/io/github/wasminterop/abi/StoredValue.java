package io.github.wasminterop.abi;

/**
 * An enum whose constants are stored by numbers of their own, not by their order.
 *
 * <pre>{@code
 * enum Shape implements StoredValue {
 *   CIRCLE(10), SQUARE(20);
 *
 *   private final long value;
 *
 *   Shape(long value) { this.value = value; }
 *
 *   @Override public long storedValue() { return value; }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface StoredValue {

  /**
   * The number that stands for this constant, always the same. It is asked for when a struct is
   * described.
   *
   * @return the number, different for each constant of an enum and in the range of the scalar that
   *     it is stored as; of {@link Scalar#U64}, the bits
   */
  long storedValue();
}
