package io.github.wasminterop.spi;

import io.github.wasminterop.type.MemoryType;

/** A linear memory of a runtime. */
public non-sealed interface BackendMemory extends BackendExtern {

  @Override
  MemoryType type();

  /**
   * The way to its bytes: always the same object.
   *
   * @return the memory's bytes and generation
   */
  LinearMemory linear();

  /**
   * Grows the memory by pages of zeros. On success {@link #linear()} has been {@linkplain
   * LinearMemory#invalidate() invalidated} or {@linkplain LinearMemory#replace replaced}.
   *
   * @param delta by how many pages, {@code delta >= 0}
   * @return the size in pages before, or -1 if the memory cannot grow so far; then nothing changed
   */
  long grow(long delta);
}
