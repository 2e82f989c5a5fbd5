package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Engine;
import io.github.kawamuray.wasmtime.Linker;
import io.github.kawamuray.wasmtime.Store;
import io.github.kawamuray.wasmtime.wasi.WasiCtx;
import io.github.wasminterop.error.ConcurrentUseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A store, and the one door to it. The runtime dereferences a store that has been disposed of, or
 * that another thread is disposing of; so whatever takes the store happens between {@link #enter}
 * and {@link #exit}, and the store is disposed of by whoever goes out last.
 *
 * <p>A linker of Wasmtime's links globals and tables only to what it has instantiated itself. So
 * all instances with such exports go through the one {@linkplain #linker() linker of the store}.
 */
final class GuestStore {

  /** Stores whose memory could not be given up yet, for a buffer of it is in use by the JDK. */
  private static final Set<GuestStore> LEFTOVERS = ConcurrentHashMap.newKeySet();

  private static final Object NO_DATA = new Object();

  private final Store<Object> store;
  private final Linker linker;
  private final Shared<Engine> engine;
  private final boolean fixedMemories;
  private final Handles handles = new Handles();
  private final Mappings mappings = new Mappings();
  private final Set<LinkName> names = new HashSet<>();
  private final List<WasmtimeMemory> memories = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private int users = 1;
  private int instances;
  private volatile boolean ended;
  private boolean disposed;
  private @Nullable Throwable kept;

  /**
   * A store with one user.
   *
   * @param context what the store takes over for WASI, or null
   * @param fixedMemories whether the engine is set up so that memories never move
   */
  GuestStore(Shared<Engine> engine, @Nullable WasiCtx context, boolean fixedMemories) {
    LEFTOVERS.forEach(GuestStore::tryDispose);
    this.engine = engine;
    this.fixedMemories = fixedMemories;
    Engine open = engine.acquire();
    try {
      mappings.claim(Mappings.STORE);
      store =
          handles.add(
              context == null ? new Store<>(NO_DATA, open) : new Store<>(NO_DATA, open, context));
      linker = handles.add(new Linker(open));
      if (context != null) {
        WasiCtx.addToLinker(linker);
      }
    } catch (Throwable e) {
      handles.dispose();
      mappings.release();
      throw e;
    } finally {
      engine.release();
    }
  }

  /** Whether the store is of an engine, and so of the runtime that has it. */
  boolean isOf(Shared<Engine> other) {
    return engine == other;
  }

  /** To be used between {@link #enter} and {@link #exit} only. */
  Store<Object> nativeStore() {
    return store;
  }

  /** To be used between {@link #enter} and {@link #exit} only. */
  Linker linker() {
    return linker;
  }

  /** What to dispose of before the store is. */
  Handles handles() {
    return handles;
  }

  Mappings mappings() {
    return mappings;
  }

  /** Whether memories never move. */
  boolean hasFixedMemories() {
    return fixedMemories;
  }

  /** Takes names in the store's linker. */
  void claim(Set<LinkName> more) {
    names.addAll(more);
  }

  boolean isClaimed(LinkName name) {
    return names.contains(name);
  }

  /** A number that nothing else in this store has. */
  int next() {
    return instances++;
  }

  synchronized void acquire() {
    if (ended) {
      throw Failures.closed("the store of what is imported");
    }
    users++;
  }

  /** Ends one use; after the last, the store is disposed of as soon as nobody is inside. */
  void release() {
    synchronized (this) {
      users--;
      if (users > 0) {
        return;
      }
      ended = true;
    }
    tryDispose();
  }

  /** Goes in, as soon as no other thread is inside. */
  void enter() {
    lock.lock();
    if (ended) {
      exit();
      throw Failures.closed("the store");
    }
  }

  void exit() {
    lock.unlock();
    if (ended) {
      tryDispose();
    }
  }

  /** Goes in to run guest code. */
  void enterGuest() {
    enter();
    try {
      StackSpace.check(lock.getHoldCount() == 1);
      giveUpMovable();
    } catch (Throwable e) {
      exit();
      throw e;
    }
  }

  /** Goes out after guest code has run. */
  void exitGuest() {
    invalidate();
    exit();
  }

  /** For host code, inside. */
  void enterHost() {
    invalidate();
  }

  /** For a return from host code to the guest, inside. */
  void exitHost() {
    giveUpMovable();
  }

  /** Remembers what host code threw, for Wasmtime forgets it. */
  void keep(Throwable thrown) {
    kept = thrown;
  }

  /**
   * What to throw for what a call of guest code ended in.
   *
   * @return the exception; an {@link Error} is thrown at once
   */
  RuntimeException failure(Throwable thrown) {
    Throwable host = kept;
    kept = null;
    return host instanceof RuntimeException e ? e : Failures.ofCall(host == null ? thrown : host);
  }

  void add(WasmtimeMemory memory) {
    memories.add(memory);
  }

  void remove(WasmtimeMemory memory) {
    memories.remove(memory);
  }

  private void invalidate() {
    for (WasmtimeMemory memory : memories) {
      memory.linear().invalidate();
    }
  }

  /** Ends the segments of memories that the guest could move under them. */
  private void giveUpMovable() {
    if (fixedMemories) {
      return;
    }
    for (WasmtimeMemory memory : memories) {
      if (memory.isMovable() && !memory.giveUpSegments()) {
        throw new ConcurrentUseException(
            "a buffer of this guest's memory is in use by an input or output operation; wait for"
                + " its end before calling the guest");
      }
    }
  }

  /** Disposes of the store unless somebody is inside, who will try on the way out. */
  private void tryDispose() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (lock.getHoldCount() == 1) {
        dispose();
      }
    } finally {
      lock.unlock();
    }
  }

  private void dispose() {
    if (disposed) {
      return;
    }
    boolean free = true;
    for (WasmtimeMemory memory : memories) {
      free &= memory.end();
    }
    if (!free) {
      LEFTOVERS.add(this);
      return;
    }
    LEFTOVERS.remove(this);
    disposed = true;
    handles.dispose();
    mappings.release();
  }
}
