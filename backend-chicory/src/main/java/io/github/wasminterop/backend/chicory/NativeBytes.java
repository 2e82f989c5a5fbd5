package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.WaitQueue;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one linear memory: where they are, how far they may grow, and who has to know when
 * they move.
 *
 * <p>They live in an arena that has room to grow in place. Only when that room is used up do they
 * move to an arena with half as much again; the one they leave is closed, so that nothing reads
 * stale bytes. Shared memories have room for their maximum from the beginning and never move; nor
 * do those whose maximum has been {@linkplain Reservation reserved}.
 */
final class NativeBytes {
  private static final long ALIGNMENT = 64;
  private static final long LEAST_ROOM = 16 * MemoryType.PAGE_SIZE;
  private static final long RETRY_MILLIS = 10;

  private final MemoryLimits limits;
  private final int mostPages;
  private final WaitQueue waiters = new WaitQueue();
  private final List<NativeMemory> doors = new ArrayList<>();
  private final List<LinearMemory> followers = new ArrayList<>();
  private final @Nullable Reservation reservation;
  private @Nullable LinearMemory linear;
  private Arena arena;
  private MemorySegment room;
  private volatile MemorySegment segment;
  private volatile boolean ended;

  /**
   * Allocates the initial pages.
   *
   * @param limits the limits of the memory's type
   * @param reach how many pages the guest can address, whatever the limits say
   * @param reserved whether to reserve the addresses of all pages that there may ever be
   * @throws MemoryLimitException if the guest cannot address the initial pages, or the host has no
   *     room for them
   */
  NativeBytes(MemoryLimits limits, int reach, boolean reserved) {
    this.limits = limits;
    this.mostPages = Math.min(limits.maximumPages(), reach);
    if (limits.initialPages() > reach) {
      throw new MemoryLimitException(
          "a memory of %d pages is beyond the %d that this way of execution reaches"
              .formatted(limits.initialPages(), reach),
          limits.initialPages(),
          null);
    }
    arena = Arena.ofShared();
    reservation = reserved && mostPages > 0 ? reserve() : null;
    room = reservation == null ? allocate() : inArena(reservation, arena);
    segment = room.asSlice(0, limits.initialPages() * MemoryType.PAGE_SIZE);
  }

  private Reservation reserve() {
    Reservation made = Reservation.of(mostPages * MemoryType.PAGE_SIZE);
    if (made == null) {
      throw new MemoryLimitException(
          "the host has no addresses for %d pages, the maximum; the option memory=moving needs fewer"
              .formatted(mostPages),
          mostPages,
          null);
    }
    return made;
  }

  private MemorySegment allocate() {
    long pages = limits.shared() ? mostPages : limits.initialPages();
    try {
      return arena.allocate(pages * MemoryType.PAGE_SIZE, ALIGNMENT);
    } catch (OutOfMemoryError e) {
      throw new MemoryLimitException(
          "the host has no room for a memory of %d pages%s"
              .formatted(
                  pages,
                  limits.shared() ? ", the maximum, which a shared memory takes at once" : ""),
          pages,
          e);
    }
  }

  @SuppressWarnings("restricted")
  private static MemorySegment inArena(Reservation reservation, Arena arena) {
    return reservation.bytes().reinterpret(arena, null);
  }

  /** The bytes as they are now; of a closed arena once nobody uses them any more. */
  MemorySegment segment() {
    return segment;
  }

  WaitQueue waiters() {
    return waiters;
  }

  MemoryLimits limits() {
    return limits;
  }

  int pages() {
    return (int) (segment.byteSize() / MemoryType.PAGE_SIZE);
  }

  /** The memory's type, with its current size as minimum. */
  MemoryType type() {
    return Types.memory(pages(), limits);
  }

  /**
   * Lets one more Chicory memory stand for these bytes.
   *
   * @throws ClosedException if the memory is closed
   */
  synchronized NativeMemory door() {
    checkOpen();
    return new NativeMemory(this, false);
  }

  /** Called by each Chicory memory when it begins to stand for these bytes. */
  synchronized void enter(NativeMemory door) {
    doors.add(door);
  }

  /** Called by each Chicory memory when it ends; the last one frees the bytes. */
  synchronized void leave(NativeMemory door) {
    if (doors.remove(door)) {
      if (doors.isEmpty()) {
        free(arena, reservation);
      }
      waiters.wakeAll(door);
    }
  }

  /**
   * Ends the memory for the host. Guests that still use it go on, with bytes that no segment handed
   * out before can reach; those of a shared memory stay where they are, for a thread may be using
   * them.
   *
   * @param owner the owner's Chicory memory if no guest uses that one any more, else null
   */
  synchronized void end(@Nullable NativeMemory owner) {
    boolean first = !ended;
    ended = true;
    followers.forEach(this::close);
    followers.clear();
    if (owner != null) {
      leave(owner);
    }
    if (first && !doors.isEmpty() && !limits.shared()) {
      leave();
    }
  }

  /** The host's access to the bytes, for as long as the memory is open. */
  synchronized LinearMemory linear() {
    if (linear == null) {
      linear = follow();
    }
    return linear;
  }

  /**
   * Access of its own for somebody who may {@linkplain #unfollow detach} before the memory ends.
   */
  synchronized LinearMemory follow() {
    LinearMemory follower =
        reservation == null ? LinearMemory.of(segment) : LinearMemory.fixed(() -> segment);
    if (ended) {
      follower.close();
    } else {
      followers.add(follower);
    }
    return follower;
  }

  synchronized void unfollow(LinearMemory follower) {
    followers.remove(follower);
    close(follower);
  }

  private void close(LinearMemory follower) {
    follower.close();
    waiters.wakeAll(follower);
  }

  /**
   * Grows by pages of zeros.
   *
   * @param delta by how many pages, unsigned
   * @return the size in pages before, or -1 if there is no room; then nothing changed
   */
  synchronized int grow(int delta) {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException("the memory is closed");
    }
    int before = pages();
    long after = before + Integer.toUnsignedLong(delta);
    if (after > mostPages) {
      return -1;
    }
    long byteSize = after * MemoryType.PAGE_SIZE;
    if (byteSize > room.byteSize()) {
      return move(byteSize) ? before : -1;
    }
    publish(byteSize);
    return before;
  }

  /** Lets the guests go on in an arena that the host does not know. */
  private void leave() {
    if (reservation == null) {
      move(segment.byteSize());
      return;
    }
    try {
      arena.close();
    } catch (IllegalStateException e) {
      // An I/O operation of the host is using a buffer of these bytes, and keeps them.
      return;
    }
    arena = Arena.ofShared();
    room = inArena(reservation, arena);
    publish(segment.byteSize());
  }

  private boolean move(long byteSize) {
    Arena next = Arena.ofShared();
    MemorySegment nextRoom = allocate(next, byteSize);
    if (nextRoom == null) {
      return false;
    }
    MemorySegment.copy(segment, 0, nextRoom, 0, segment.byteSize());
    try {
      arena.close();
    } catch (IllegalStateException e) {
      // An I/O operation of the host is using a buffer of these bytes: they cannot move now.
      next.close();
      return false;
    }
    arena = next;
    room = nextRoom;
    publish(byteSize);
    return true;
  }

  private @Nullable MemorySegment allocate(Arena target, long byteSize) {
    long maximum = mostPages * MemoryType.PAGE_SIZE;
    long more = room.byteSize() + Math.max(room.byteSize() / 2, LEAST_ROOM);
    long spacious = Math.min(maximum, Math.max(byteSize, more));
    for (long size : new long[] {spacious, byteSize}) {
      try {
        return target.allocate(size, ALIGNMENT);
      } catch (OutOfMemoryError e) {
        // Try less, then refuse: a failed growth is an answer that guests expect.
      }
    }
    return null;
  }

  private void publish(long byteSize) {
    MemorySegment now = room.asSlice(0, byteSize);
    segment = now;
    doors.forEach(door -> door.adopt(now));
    followers.forEach(
        follower -> {
          if (reservation == null) {
            follower.replace(now);
          } else {
            follower.invalidate();
          }
        });
  }

  private void checkOpen() {
    if (ended) {
      throw new ClosedException(
          "the memory is closed, because its instance or runtime is", "memory");
    }
  }

  private static void free(Arena arena, @Nullable Reservation reservation) {
    try {
      arena.close();
    } catch (IllegalStateException e) {
      // An I/O operation of the host is using a buffer of these bytes: free them after it.
      Thread.startVirtualThread(() -> freeLater(arena, reservation));
      return;
    }
    if (reservation != null) {
      reservation.release();
    }
  }

  private static void freeLater(Arena arena, @Nullable Reservation reservation) {
    while (arena.scope().isAlive()) {
      try {
        Thread.sleep(RETRY_MILLIS);
        arena.close();
      } catch (IllegalStateException e) {
        // Still in use.
      } catch (InterruptedException e) {
        return;
      }
    }
    if (reservation != null) {
      reservation.release();
    }
  }
}
