package io.github.wasminterop.backend.chicory;

import io.github.wasminterop.spi.AtomicWaits;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.QueuedWaits;
import io.github.wasminterop.type.MemoryType;
import org.jspecify.annotations.Nullable;

/**
 * A memory with native bytes.
 *
 * @param bytes the bytes
 * @param linear the way to them, told of every growth
 */
record ChicoryMemory(NativeBytes bytes, LinearMemory linear) implements BackendMemory {

  @Override
  public MemoryType type() {
    return bytes.type();
  }

  @Override
  public long grow(long delta) {
    return delta > MemoryType.of(0).upperBound() ? -1 : bytes.grow((int) delta);
  }

  @Override
  public @Nullable AtomicWaits waits() {
    return type().shared() ? new QueuedWaits(bytes.waiters(), linear) : null;
  }
}
