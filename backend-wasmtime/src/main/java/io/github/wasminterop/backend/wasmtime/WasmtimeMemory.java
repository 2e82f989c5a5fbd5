package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Memory;
import io.github.kawamuray.wasmtime.WasmtimeException;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A memory in a store of ours. */
final class WasmtimeMemory implements BackendMemory {
  /** The largest number of pages of which Wasmtime gives a buffer, and with it the address. */
  static final long MOST_BUFFERED_PAGES = Integer.MAX_VALUE / MemoryType.PAGE_SIZE;

  /** How far a dynamic memory of Wasmtime's grows before it moves. */
  private static final long RESERVED_FOR_GROWTH = 1L << 31;

  private final GuestStore store;
  private final Memory memory;
  private final MemoryType declared;
  private final long reservedPages;
  private final LinearMemory linear;
  private volatile long pages;
  private long base;
  private Arena arena = Arena.ofShared();
  private boolean ended;

  private WasmtimeMemory(GuestStore store, Memory memory, MemoryType declared) {
    this.store = store;
    this.memory = memory;
    this.declared = declared;
    this.pages = memory.dataSize(store.nativeStore()) / MemoryType.PAGE_SIZE;
    this.reservedPages =
        store.hasFixedMemories()
            ? Long.MAX_VALUE
            : pages + RESERVED_FOR_GROWTH / MemoryType.PAGE_SIZE;
    this.base = buffered();
    this.linear =
        store.hasFixedMemories()
            ? LinearMemory.fixed(this::segment)
            : LinearMemory.asking(this::segment);
  }

  /** A new memory, to be called inside the store. */
  static WasmtimeMemory create(GuestStore store, MemoryType type) {
    store.mappings().claim(Mappings.MEMORY);
    long pages = Math.min(type.minimum(), MOST_BUFFERED_PAGES);
    Memory memory =
        store
            .handles()
            .add(
                new Memory(
                    store.nativeStore(),
                    type.maximum().isPresent()
                        ? new io.github.kawamuray.wasmtime.MemoryType(
                            pages, type.maximum().getAsLong(), false)
                        : new io.github.kawamuray.wasmtime.MemoryType(pages, false)));
    WasmtimeMemory result = of(store, memory, type);
    if (result.grow(type.minimum() - pages) < 0) {
      throw new MemoryLimitException(
          "the host has no room for a memory of %d pages".formatted(type.minimum()),
          type.minimum(),
          null);
    }
    return result;
  }

  /** A memory that there is, smaller than 2 GiB; to be called inside the store. */
  static WasmtimeMemory of(Named named, MemoryType declared) {
    GuestStore store = named.store();
    return of(store, store.handles().add(named.find().memory()), declared);
  }

  private static WasmtimeMemory of(GuestStore store, Memory memory, MemoryType declared) {
    WasmtimeMemory result = new WasmtimeMemory(store, memory, declared);
    store.add(result);
    return result;
  }

  GuestStore store() {
    return store;
  }

  Memory nativeMemory() {
    return memory;
  }

  @Override
  public MemoryType type() {
    if (!linear.isClosed()) {
      store.enter();
      try {
        size();
      } finally {
        store.exit();
      }
    }
    return new MemoryType(pages, declared.maximum(), false, false);
  }

  @Override
  public LinearMemory linear() {
    return linear;
  }

  @Override
  public long grow(long delta) {
    store.enter();
    try {
      if (delta > declared.upperBound() - pages) {
        return -1;
      }
      if (pages + delta > reservedPages && !giveUpSegments()) {
        throw new ConcurrentUseException(
            "a buffer of this memory is in use by an input or output operation; wait for its end"
                + " before growing the memory so far that it moves");
      }
      return memory.grow(store.nativeStore(), delta) & 0xffff_ffffL;
    } catch (WasmtimeException e) { // there is no room; nothing changed
      return -1;
    } finally {
      linear.invalidate();
      store.exit();
    }
  }

  /** Whether guest code may move the memory. */
  boolean isMovable() {
    return declared.upperBound() > reservedPages;
  }

  /**
   * Ends the segments that there are; views will ask for another one.
   *
   * @return false if that is impossible now, for a buffer is in use by the JDK
   */
  synchronized boolean giveUpSegments() {
    if (!arena.scope().isAlive()) {
      return true;
    }
    try {
      arena.close();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /**
   * Ends the memory for the host.
   *
   * @return whether its bytes can be freed; if not, ask again
   */
  synchronized boolean end() {
    ended = true;
    linear.close();
    return giveUpSegments();
  }

  private MemorySegment segment() {
    store.enter();
    try {
      long size = size();
      if (pages > reservedPages) {
        throw new MemoryLimitException(
            "the memory has grown to %d pages; with the option memory=dynamic the host reaches it"
                    .formatted(pages)
                + " up to %d, with memory=static all of it".formatted(reservedPages),
            pages,
            null);
      }
      if (isMovable() && pages <= MOST_BUFFERED_PAGES) {
        base = buffered();
      }
      return segment(base, size);
    } finally {
      store.exit();
    }
  }

  private long size() {
    long size = memory.dataSize(store.nativeStore());
    pages = size / MemoryType.PAGE_SIZE;
    return size;
  }

  private long buffered() {
    ByteBuffer buffer = memory.buffer(store.nativeStore());
    return MemorySegment.ofBuffer(buffer).address();
  }

  @SuppressWarnings("restricted") // address and size are what Wasmtime says inside the store's lock
  private synchronized MemorySegment segment(long base, long size) {
    if (ended) {
      throw Failures.closed("the memory");
    }
    if (!arena.scope().isAlive()) {
      arena = Arena.ofShared();
    }
    return MemorySegment.ofAddress(base).reinterpret(size, arena, null);
  }
}
