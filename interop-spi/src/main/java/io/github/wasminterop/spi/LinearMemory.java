package io.github.wasminterop.spi;

import io.github.wasminterop.error.ClosedException;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one linear memory: the segment that holds them now, and a number that changes when
 * the segment does.
 *
 * <p>A view keeps the segment together with the {@linkplain #generation() generation} that it
 * belongs to, and compares that number before each access. One field read is all that an access
 * costs; the runtime is not asked.
 *
 * <p>What the backend owes, so that no access ever reads memory that the guest does not own:
 *
 * <ul>
 *   <li>Segments are native, little-endian data at an address that is a multiple of 8, exactly as
 *       long as the memory, and of an arena that the backend closes <em>before</em> the runtime
 *       frees or moves the bytes.
 *   <li>When the memory grows and the backend is told, it calls {@link #replace}.
 *   <li>When guest code may have run without the backend being told of growth (a return from a
 *       guest function, the entry of a host function), it calls {@link #invalidate()}, which is one
 *       field write. The next access asks the backend once, through the supplier given to {@link
 *       #asking}.
 *   <li>When the memory ends, it calls {@link #close()}.
 * </ul>
 *
 * <p>The generation stays the same when an invalidated memory turns out to be unchanged.
 *
 * <p><b>Threads.</b> The fields are plain. A thread that races with growth or close sees the old
 * segment, which either still addresses the memory or belongs to a closed arena.
 */
public final class LinearMemory {

  /**
   * The generation of a memory whose segment is unknown, mediated or gone; no segment ever belongs
   * to it.
   */
  public static final int STALE = 0;

  private final @Nullable Supplier<MemorySegment> source;
  private final @Nullable MediatedAccess mediated;
  private final boolean fixed;
  private final @Nullable LinearMemory parent;

  /** The children that have a generation now; null as long as there never was one. */
  private volatile @Nullable Set<LinearMemory> followers;

  private @Nullable MemorySegment segment;
  private boolean sizeKnown;
  private int generation = STALE;
  private int latest = STALE;
  private volatile boolean closed;

  private LinearMemory(
      @Nullable Supplier<MemorySegment> source,
      @Nullable MediatedAccess mediated,
      boolean fixed,
      @Nullable LinearMemory parent) {
    this.source = source;
    this.mediated = mediated;
    this.fixed = fixed;
    this.parent = parent;
  }

  /**
   * A memory whose backend is told of every growth, and calls {@link #replace} then.
   *
   * @param segment the bytes at the beginning
   * @return the memory
   */
  public static LinearMemory of(MemorySegment segment) {
    LinearMemory memory = new LinearMemory(null, null, false, null);
    memory.replace(segment);
    return memory;
  }

  /**
   * A memory whose backend has to ask the runtime after guest code has run.
   *
   * @param source asks the runtime for the bytes as they are now; called once after each {@link
   *     #invalidate()}, by the next access
   * @return the memory, invalidated
   */
  public static LinearMemory asking(Supplier<MemorySegment> source) {
    return new LinearMemory(Objects.requireNonNull(source), null, false, null);
  }

  /**
   * A memory that never moves, whose backend has to ask the runtime for its size after guest code
   * has run. Segments from before a growth stay valid, and so does the generation: views that have
   * one need not be bound again. It changes only when the memory ends.
   *
   * @param source asks the runtime for the bytes as they are now, always from the same address on;
   *     called once after each {@link #invalidate()}, when the size is asked for
   * @return the memory, invalidated
   */
  public static LinearMemory fixed(Supplier<MemorySegment> source) {
    return new LinearMemory(Objects.requireNonNull(source), null, true, null);
  }

  /**
   * A memory without a segment. Its generation is always {@link #STALE}.
   *
   * @param access the access through the runtime
   * @return the memory
   */
  public static LinearMemory mediated(MediatedAccess access) {
    return new LinearMemory(null, Objects.requireNonNull(access), false, null);
  }

  /**
   * The same memory with a shorter life: what is bound to the child ends when the child is closed,
   * or this memory is. Until then both have the same segments and generations, and an access
   * through either costs the same. Closing a child leaves this memory as it is.
   *
   * <p>A child follows its parent by itself; a backend neither knows it nor calls {@link #replace}
   * or {@link #invalidate} on it. It costs its parent nothing but, at each invalidation, one field
   * write if it was accessed since the last.
   *
   * @return the child, open unless this memory is closed
   */
  public synchronized LinearMemory child() {
    if (followers == null) {
      followers = new HashSet<>();
    }
    return new LinearMemory(null, mediated, false, this);
  }

  /**
   * The number of the current segment, for comparing. Does not ask the runtime.
   *
   * @return a number above {@link #STALE} that no other segment of this memory has, or {@link
   *     #STALE} if {@link #segment()} must be called to know
   */
  public int generation() {
    return generation;
  }

  /**
   * The segment that holds the bytes now. Asks the runtime if the memory was invalidated since the
   * last call.
   *
   * @return the segment, or null if the access is {@linkplain #mediated() mediated}
   * @throws ClosedException if the memory is closed
   */
  public @Nullable MemorySegment segment() {
    checkOpen();
    if (parent != null) {
      return parent.bind(this);
    }
    if (source != null && (generation == STALE || !sizeKnown)) {
      MemorySegment now = source.get();
      MemorySegment before = segment;
      if (before == null
          || before.address() != now.address()
          || (before.byteSize() != now.byteSize() && !fixed)
          || !before.scope().isAlive()) {
        replace(now);
      } else {
        segment = now;
        generation = latest;
      }
      sizeKnown = true;
    }
    MemorySegment now = segment;
    if (now == null && mediated == null) {
      throw closed(); // by another thread, meanwhile
    }
    return now;
  }

  /**
   * The access through the runtime.
   *
   * @return the access, or null if the memory has a segment
   */
  public @Nullable MediatedAccess mediated() {
    return mediated;
  }

  /**
   * The current size.
   *
   * @return the size in bytes
   * @throws ClosedException if the memory is closed
   */
  public long byteSize() {
    MemorySegment now = segment();
    return now != null ? now.byteSize() : Objects.requireNonNull(mediated).byteSize();
  }

  /**
   * Makes the next access ask the backend for the segment; of a {@linkplain #fixed fixed} memory,
   * only those that need its size.
   */
  public void invalidate() {
    if (fixed) {
      sizeKnown = false;
    } else if (source != null) {
      generation = STALE;
      unbindFollowers();
    }
  }

  /**
   * Takes another segment, with a generation of its own.
   *
   * @param now the bytes from now on
   */
  public void replace(MemorySegment now) {
    if (parent != null) {
      throw new IllegalStateException("a child has the segments of its parent");
    }
    if (!now.isNative()) {
      throw new IllegalArgumentException("the segment of a linear memory is native");
    }
    segment = now;
    latest = latest == Integer.MAX_VALUE ? STALE + 1 : latest + 1;
    generation = latest;
    unbindFollowers();
  }

  /**
   * Ends the memory: every later access throws {@link ClosedException}. The backend calls this
   * before it closes the arena of the segment. Calling it again does nothing.
   */
  public void close() {
    closed = true;
    if (parent != null) {
      parent.unbind(this);
    }
    generation = STALE;
    segment = null;
    unbindFollowers();
  }

  /**
   * Tells whether the memory has ended.
   *
   * @return true after {@link #close()}, of this memory or of one that it is a child of
   */
  public boolean isClosed() {
    return closed || (parent != null && parent.isClosed());
  }

  /**
   * Gives a child the generation of this memory. The lock keeps what several threads bind at once
   * in order, and a child that is being closed from being bound again.
   */
  private @Nullable MemorySegment bind(LinearMemory child) {
    MemorySegment now = segment();
    if (child.generation != generation) {
      Set<LinearMemory> all = Objects.requireNonNull(followers);
      synchronized (all) {
        child.checkOpen();
        child.generation = generation;
        all.add(child);
      }
    }
    return now;
  }

  private void unbind(LinearMemory child) {
    Set<LinearMemory> all = Objects.requireNonNull(followers);
    synchronized (all) {
      all.remove(child);
      child.generation = STALE;
    }
  }

  private void unbindFollowers() {
    Set<LinearMemory> all = followers;
    if (all != null) {
      synchronized (all) {
        for (LinearMemory child : all) {
          child.generation = STALE;
          child.unbindFollowers();
        }
        all.clear();
      }
    }
  }

  private void checkOpen() {
    if (isClosed()) {
      throw closed();
    }
  }

  private static ClosedException closed() {
    return new ClosedException(
        "the memory is closed: its instance or runtime was closed; make views of a live instance",
        "memory");
  }
}
