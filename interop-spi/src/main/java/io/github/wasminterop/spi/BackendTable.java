package io.github.wasminterop.spi;

import io.github.wasminterop.type.TableType;
import org.jspecify.annotations.Nullable;

/**
 * A table of a runtime. Without {@link io.github.wasminterop.type.Capability#TABLES} every method
 * but {@link #type()} throws {@link io.github.wasminterop.error.UnsupportedCapabilityException}.
 */
public non-sealed interface BackendTable extends BackendExtern {

  @Override
  TableType type();

  /** {@return the size in elements} */
  long size();

  /**
   * Reads an element.
   *
   * @param index the index, {@code 0 <= index < size()}
   * @return the function, or null if the element is null
   */
  @Nullable BackendFunction get(long index);

  /**
   * Writes an element.
   *
   * @param index the index, {@code 0 <= index < size()}
   * @param function a function of this backend, or null
   */
  void set(long index, @Nullable BackendFunction function);

  /**
   * Grows the table by null elements.
   *
   * @param delta by how many elements, {@code delta >= 0}
   * @return the size before, or -1 if the table cannot grow so far
   */
  long grow(long delta);
}
