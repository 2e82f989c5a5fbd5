package io.github.wasminterop.spi;

import io.github.wasminterop.type.MemoryType;
import org.jspecify.annotations.Nullable;

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

  /**
   * The way to wait at the memory's addresses from Java.
   *
   * @return the way, or null if the memory is not shared, or its runtime lets only guests wait; a
   *     backend that gives it for its shared memories declares {@link
   *     io.github.wasminterop.type.Capability#ATOMIC_WAIT}
   */
  default @Nullable AtomicWaits waits() {
    return null;
  }
}
