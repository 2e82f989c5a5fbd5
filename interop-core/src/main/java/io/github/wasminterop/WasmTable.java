package io.github.wasminterop;

import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.Optional;

/**
 * A table of functions: what a guest's function pointers point into.
 *
 * <pre>{@code
 * WasmTable functions = instance.table("__indirect_function_table");
 * Object result = functions.get(callbackIndex).orElseThrow().call(42);
 * }</pre>
 *
 * <p>Every method but {@link #type} and {@link #name} throws {@link
 * io.github.wasminterop.error.ClosedException} after close, and {@link
 * io.github.wasminterop.error.UnsupportedCapabilityException} on a backend without {@link
 * io.github.wasminterop.type.Capability#TABLES}.
 */
public final class WasmTable implements WasmExtern {
  private final Origin origin;
  private final String name;
  private final BackendTable table;

  WasmTable(Origin origin, String name, BackendTable table) {
    this.origin = origin;
    this.name = name;
    this.table = table;
  }

  @Override
  public TableType type() {
    return table.type();
  }

  @Override
  public String name() {
    return name;
  }

  /** {@return the size in elements} */
  public long size() {
    origin.lifetime().check();
    return table.size();
  }

  /**
   * Reads an element.
   *
   * @param index the index, {@code 0 <= index < size()}
   * @return the function, or empty if the element is null
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= size()}
   * @throws TypeMismatchException if the table holds references other than functions
   */
  public Optional<WasmFunction> get(long index) {
    checkElement(index);
    BackendFunction function = table.get(index);
    return function == null
        ? Optional.empty()
        : Optional.of(new WasmFunction(origin, name + "[" + index + "]", function));
  }

  /**
   * Writes an element.
   *
   * @param index the index, {@code 0 <= index < size()}
   * @param function a function of the same backend
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= size()}
   * @throws TypeMismatchException if the table holds references other than functions, or the
   *     function is of another backend
   */
  public void set(long index, WasmFunction function) {
    checkElement(index);
    if (!function.origin().backend().name().equals(origin.backend().name())) {
      throw new TypeMismatchException(
          "%s: function '%s' is of backend %s, the table of %s"
              .formatted(
                  name,
                  function.name(),
                  function.origin().backend().name(),
                  origin.backend().name()));
    }
    table.set(index, function.backend());
  }

  /**
   * Sets an element to null.
   *
   * @param index the index, {@code 0 <= index < size()}
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= size()}
   * @throws TypeMismatchException if the table holds references other than functions
   */
  public void clear(long index) {
    checkElement(index);
    table.set(index, null);
  }

  /**
   * Grows the table by null elements.
   *
   * @param delta by how many elements, {@code delta >= 0}
   * @return the size before
   * @throws io.github.wasminterop.error.InvalidArgumentException if {@code delta < 0}
   * @throws MemoryLimitException if the table cannot grow so far
   */
  public long grow(long delta) {
    origin.lifetime().check();
    Ranges.checkNotNegative("delta", delta);
    long before = table.grow(delta);
    if (before < 0) {
      throw new MemoryLimitException(
          "%s cannot grow by %d elements: it is a %s and has %d"
              .formatted(name, delta, type(), table.size()),
          delta,
          null);
    }
    return before;
  }

  /** The table's name and type. */
  @Override
  public String toString() {
    return name + " " + type();
  }

  Origin origin() {
    return origin;
  }

  BackendTable backend() {
    return table;
  }

  private void checkElement(long index) {
    origin.lifetime().check();
    if (type().element() != ValueType.FUNCREF) {
      throw new TypeMismatchException(
          "%s holds %s, which does not cross to Java".formatted(name, type().element()));
    }
    Ranges.checkInView(name, index, 1, table.size());
  }
}
