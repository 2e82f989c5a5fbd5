package io.github.wasminterop.backend.graal;

import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.spi.AtomicWaits;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.QueuedWaits;
import io.github.wasminterop.type.MemoryType;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** A memory of a guest, or one that the host made. */
final class GraalMemory implements BackendMemory {
  private static final long MAXIMUM = MemoryType.of(0).upperBound();

  private final Guard guard;
  private final Value memory;
  private final MemoryType declared;
  private final @Nullable Embedder embedder;
  private final @Nullable DirectBytes direct;
  private final LinearMemory linear;
  private final @Nullable QueuedWaits waits;
  private volatile long lastPages;
  private @Nullable Grower grower;

  /**
   * A memory. Call it inside the guard.
   *
   * @param declared its type, as far as it is known
   */
  GraalMemory(Guard guard, Value memory, MemoryType declared) {
    this.guard = guard;
    this.memory = memory;
    this.declared = declared;
    this.embedder = guard.store().embedder();
    this.direct = embedder == null ? null : embedder.follow(memory);
    this.linear =
        direct != null ? direct.linear() : LinearMemory.mediated(new ValueAccess(guard, memory));
    Waiters waiters = guard.store().waiters();
    this.waits =
        direct != null && waiters != null && declared.shared()
            ? new QueuedWaits(waiters.of(memory), linear)
            : null;
    this.lastPages = pages();
  }

  @Override
  public MemoryType type() {
    try {
      lastPages = linear.byteSize() / MemoryType.PAGE_SIZE;
    } catch (WasmInteropException e) {
      // The type is still there when the memory is not.
    }
    boolean wide = declared.memory64() || lastPages > MAXIMUM;
    return new MemoryType(lastPages, declared.maximum(), declared.shared(), wide);
  }

  @Override
  public LinearMemory linear() {
    return linear;
  }

  @Override
  public long grow(long delta) {
    return guard.get(() -> embedder == null ? growByGuest(delta) : grow(embedder, delta));
  }

  @Override
  public @Nullable AtomicWaits waits() {
    return waits;
  }

  /** Ends the memory for the host; guests that still use it go on. */
  void end() {
    if (direct == null) {
      linear.close();
    } else {
      direct.end();
    }
    if (waits != null) {
      waits.queue().wakeAll(linear);
    }
  }

  Guard guard() {
    return guard;
  }

  boolean isShared() {
    return declared.shared();
  }

  Value value() {
    return memory;
  }

  private long pages() {
    return memory.getBufferSize() / MemoryType.PAGE_SIZE;
  }

  private long grow(Embedder by, long delta) {
    long before = pages();
    if (delta == 0) {
      return before;
    }
    if (delta != (int) delta) {
      return -1;
    }
    try {
      by.growMemory(memory, (int) delta);
      return before;
    } catch (PolyglotException e) {
      if (pages() == before) {
        return -1;
      }
      throw e;
    }
  }

  private long growByGuest(long delta) {
    Grower found = grower;
    if (found == null) {
      found = Grower.of(guard.store(), memory);
      grower = found;
    }
    return found.grow(delta);
  }
}
