package io.github.wasminterop.spi;

import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.TableType;
import org.jspecify.annotations.Nullable;

/**
 * A table of a runtime. Without {@link Capability#TABLES} every method but {@link #type()} throws
 * {@link UnsupportedCapabilityException}, as all of them do unless overridden.
 */
public non-sealed interface BackendTable extends BackendExtern {

  @Override
  TableType type();

  /** {@return the size in elements} */
  default long size() {
    throw unsupported();
  }

  /**
   * Reads an element.
   *
   * @param index the index, {@code 0 <= index < size()}
   * @return the function, or null if the element is null
   */
  default @Nullable BackendFunction get(long index) {
    throw unsupported();
  }

  /**
   * Writes an element.
   *
   * @param index the index, {@code 0 <= index < size()}
   * @param function a function of this backend, or null
   */
  default void set(long index, @Nullable BackendFunction function) {
    throw unsupported();
  }

  /**
   * Grows the table by null elements.
   *
   * @param delta by how many elements, {@code delta >= 0}
   * @return the size before, or -1 if the table cannot grow so far
   */
  default long grow(long delta) {
    throw unsupported();
  }

  private static UnsupportedCapabilityException unsupported() {
    return new UnsupportedCapabilityException(
        "this backend passes tables on, but cannot look into them", Capability.TABLES);
  }
}
