package io.github.wasminterop;

import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ValueType;

/**
 * A global variable of a guest.
 *
 * <pre>{@code
 * WasmGlobal counter = instance.global("counter");   // global (mut i32)
 * counter.set(counter.getInt() + 1);
 * }</pre>
 *
 * <p>Every method but {@link #type} and {@link #name} throws {@link
 * io.github.wasminterop.error.ClosedException} after close.
 */
public final class WasmGlobal implements WasmExtern {
  private final Origin origin;
  private final String name;
  private final BackendGlobal global;

  WasmGlobal(Origin origin, String name, BackendGlobal global) {
    this.origin = origin;
    this.name = name;
    this.global = global;
  }

  @Override
  public GlobalType type() {
    return global.type();
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Reads the value.
   *
   * @return an {@code Integer}, {@code Long}, {@code Float} or {@code Double}
   * @throws TypeMismatchException if the type is not numeric
   */
  public Object get() {
    return Values.fromBits(type().value(), bits());
  }

  /**
   * Reads an {@code i32}.
   *
   * @return the value, signed
   * @throws TypeMismatchException if the type is not {@code i32}
   */
  public int getInt() {
    return (int) bits(ValueType.I32);
  }

  /**
   * Reads an {@code i64}, or an {@code i32} as an unsigned number.
   *
   * @return the value; an {@code i32} is between 0 and 2<sup>32</sup> - 1
   * @throws TypeMismatchException if the type is neither
   */
  public long getLong() {
    return type().value() == ValueType.I32 ? Integer.toUnsignedLong(getInt()) : bits(ValueType.I64);
  }

  /**
   * Reads an {@code f32}.
   *
   * @return the value
   * @throws TypeMismatchException if the type is not {@code f32}
   */
  public float getFloat() {
    return Float.intBitsToFloat((int) bits(ValueType.F32));
  }

  /**
   * Reads an {@code f64}.
   *
   * @return the value
   * @throws TypeMismatchException if the type is not {@code f64}
   */
  public double getDouble() {
    return Double.longBitsToDouble(bits(ValueType.F64));
  }

  /**
   * Sets the value.
   *
   * @param value a number that fits the type, by the rules of {@link WasmFunction#call}
   * @throws TypeMismatchException if the global is constant or the value does not fit
   */
  public void set(Object value) {
    origin.lifetime().check();
    if (!type().mutable()) {
      throw new TypeMismatchException("%s is constant: %s".formatted(name, type()));
    }
    global.set(Values.toBits(type().value(), value, name));
  }

  /** The global's name and type, for instance {@code counter global (mut i32)}. */
  @Override
  public String toString() {
    return name + " " + type();
  }

  Origin origin() {
    return origin;
  }

  BackendGlobal backend() {
    return global;
  }

  private long bits() {
    if (!type().value().isNumeric()) {
      throw new TypeMismatchException(
          "%s holds a %s, which does not cross to Java".formatted(name, type().value()));
    }
    origin.lifetime().check();
    return global.get();
  }

  private long bits(ValueType wanted) {
    if (type().value() != wanted) {
      throw new TypeMismatchException("%s is a %s, not of type %s".formatted(name, type(), wanted));
    }
    return bits();
  }
}
