package io.github.wasminterop.backend.graal;

import io.github.wasminterop.spi.LinearMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of a memory that has a direct buffer, as segments of arenas of the library's own. */
final class DirectBytes {
  private final LinearMemory linear;
  private Arena arena = Arena.ofShared();

  DirectBytes(ByteBuffer buffer) {
    linear = LinearMemory.of(segment(buffer, arena));
  }

  /** Whether this JVM lets the library make such segments. */
  @SuppressWarnings("restricted")
  static boolean arePermitted() {
    try {
      MemorySegment.NULL.reinterpret(0);
      return true;
    } catch (IllegalCallerException e) {
      return false;
    }
  }

  LinearMemory linear() {
    return linear;
  }

  /** Takes another buffer, and closes the segment of the one before. */
  synchronized void grown(ByteBuffer buffer) {
    MemorySegment before = linear.isClosed() ? null : linear.segment();
    if (before == null || isSame(before, buffer)) {
      return;
    }
    Arena old = arena;
    arena = Arena.ofShared();
    linear.replace(segment(buffer, arena));
    close(old);
  }

  /** Ends the memory for the host; guests that still use it go on. */
  synchronized void end() {
    if (!linear.isClosed()) {
      linear.close();
      close(arena);
    }
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

  private static void close(Arena arena) {
    try {
      arena.close();
    } catch (IllegalStateException e) {
      // An I/O operation of the host is using a buffer of these bytes, and keeps them.
    }
  }
}
