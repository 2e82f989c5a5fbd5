package io.github.wasminterop.backend.graal;

import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** A memory of a guest, or one that the host made. */
final class GraalMemory implements BackendMemory {
  private final Guard guard;
  private final Value memory;
  private final MemoryType declared;
  private final LinearMemory linear;
  private @Nullable Arena arena;
  private volatile long lastPages;

  /**
   * A memory of a store of the library's own. Call it inside the guard.
   *
   * @param declared the type that it was declared with
   */
  GraalMemory(Guard guard, Value memory, MemoryType declared) {
    this.guard = guard;
    this.memory = memory;
    this.declared = declared;
    Embedder embedder = Embedder.in(guard.store());
    ByteBuffer buffer = guard.store().isDirect() ? embedder.buffer(memory) : null;
    if (buffer == null) {
      linear = LinearMemory.mediated(new ValueAccess(guard, memory));
      lastPages = memory.getBufferSize() / MemoryType.PAGE_SIZE;
    } else {
      arena = Arena.ofShared();
      linear = LinearMemory.of(segment(buffer, arena));
      lastPages = buffer.capacity() / MemoryType.PAGE_SIZE;
      embedder.attach(memory, this);
    }
  }

  @Override
  public MemoryType type() {
    if (!linear.isClosed() && linear.mediated() != null && guard.store().isOpen()) {
      lastPages = linear.byteSize() / MemoryType.PAGE_SIZE;
    }
    return new MemoryType(lastPages, declared.maximum(), declared.shared(), declared.memory64());
  }

  @Override
  public LinearMemory linear() {
    return linear;
  }

  @Override
  public long grow(long delta) {
    return guard.get(
        () -> {
          long before = memory.getBufferSize() / MemoryType.PAGE_SIZE;
          if (delta == 0) {
            return before;
          }
          if (delta > Integer.MAX_VALUE) {
            return -1L;
          }
          try {
            Embedder.in(guard.store()).growMemory(memory, (int) delta);
            return before;
          } catch (PolyglotException e) {
            if (memory.getBufferSize() / MemoryType.PAGE_SIZE == before) {
              return -1L;
            }
            throw e;
          }
        });
  }

  /** Called by the store on each growth, with the grown memory's bytes. */
  synchronized void grown(ByteBuffer buffer) {
    MemorySegment before = linear.isClosed() ? null : linear.segment();
    if (before == null || isSame(before, buffer)) {
      return;
    }
    Arena old = arena;
    arena = Arena.ofShared();
    linear.replace(segment(buffer, arena));
    lastPages = buffer.capacity() / MemoryType.PAGE_SIZE;
    close(old);
  }

  /** Ends the memory for the host; guests that still use it go on. */
  synchronized void end() {
    linear.close();
    close(arena);
    arena = null;
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

  private static boolean isSame(MemorySegment segment, ByteBuffer buffer) {
    return segment.byteSize() == buffer.capacity()
        && segment.address() == MemorySegment.ofBuffer(buffer).address();
  }

  @SuppressWarnings("restricted")
  private static MemorySegment segment(ByteBuffer buffer, Arena arena) {
    // GraalWasm frees the bytes when nobody refers to the buffer: the arena does, by its action.
    return MemorySegment.ofBuffer(buffer).reinterpret(arena, _ -> Objects.requireNonNull(buffer));
  }

  private static void close(@Nullable Arena arena) {
    if (arena != null) {
      try {
        arena.close();
      } catch (IllegalStateException e) {
        // An I/O operation of the host is using a buffer of these bytes, and keeps them.
      }
    }
  }
}
