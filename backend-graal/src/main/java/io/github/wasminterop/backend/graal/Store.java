package io.github.wasminterop.backend.graal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/**
 * A context, in which all lives that shares memories, globals or tables. It closes when it is held
 * no more and no thread is inside.
 */
final class Store {
  private final Context context;
  private final @Nullable Embedder embedder;
  private Runnable closing = () -> {};
  private final Guard guard = new Guard(this, true);
  private final AtomicInteger holders = new AtomicInteger(1);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<Store> adopted = new HashSet<>();
  private final Map<Value, Value> adoptedFunctions = new HashMap<>();
  private @Nullable Waiters waiters;
  private volatile boolean ending;

  /**
   * A store, held once.
   *
   * @param context its context
   * @param embedder its embedder object, if it has one
   */
  Store(Context context, @Nullable Embedder embedder) {
    this.context = context;
    this.embedder = embedder;
  }

  /** Sets what ends the context; by default nothing does. Call it before the store is shared. */
  void onClose(Runnable action) {
    closing = action;
  }

  /**
   * Lets the threads of guests and host wait at addresses. Call it before the store is shared; it
   * takes the one place that the context has for it.
   */
  void serveWaiters() {
    Waiters made = new Waiters();
    made.serve(Embedder.in(this));
    waiters = made;
  }

  /** Who waits, or null if the context is somebody else's, who may let them wait elsewhere. */
  @Nullable Waiters waiters() {
    return waiters;
  }

  Context context() {
    return context;
  }

  @Nullable Embedder embedder() {
    return embedder;
  }

  boolean isOpen() {
    return !ending;
  }

  /** The guard of what has none of its own. */
  Guard guard() {
    return guard;
  }

  /**
   * Holds the store once more.
   *
   * @throws io.github.wasminterop.error.ClosedException if it is held no more
   */
  void hold() {
    if (holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
      throw Failures.closed();
    }
  }

  /** Ends one hold. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      close();
    }
  }

  /** Closes as soon as no thread is inside, whoever holds the store. */
  void close() {
    ending = true;
    closeIfLeft();
  }

  /**
   * Closes what is to be closed, unless a thread is inside. One that leaves first leaves and then
   * looks whether the store is open; closing goes the other way round, so that one of both sees the
   * other.
   */
  void closeIfLeft() {
    if (guard.isHeld() || inside.get() != 0 || !closed.compareAndSet(false, true)) {
      return;
    }
    closing.run();
    letGo().forEach(Store::release);
  }

  /** A thread begins to use the store by a guard that is not its own. */
  void begin() {
    inside.incrementAndGet();
  }

  /** A thread ends to use the store by a guard that is not its own. */
  void end() {
    inside.decrementAndGet();
  }

  /** Evaluates a module of the library's own, gives it one import, and returns its one export. */
  Value make(byte[] module, @Nullable Object imported) {
    ProxyObject imports =
        imported == null
            ? ProxyObject.fromMap(Map.of())
            : ProxyObject.fromMap(
                Map.of(
                    OwnModules.IMPORT, ProxyObject.fromMap(Map.of(OwnModules.IMPORT, imported))));
    return context
        .eval(source(module))
        .newInstance(imports)
        .getMember("exports")
        .getMember(OwnModules.EXPORT);
  }

  /**
   * A function of this store that calls the given one, which may be of another store. That one is
   * held until this store closes.
   */
  synchronized Value adopt(GraalFunction function) {
    Value known = adoptedFunctions.get(function.value());
    if (known != null) {
      return known;
    }
    Store other = function.guard().store();
    if (other != this && !adopted.contains(other)) {
      other.hold();
      adopted.add(other);
    }
    Value made =
        make(OwnModules.function(function.type()), new HostCode(function.type(), function::call));
    adoptedFunctions.put(function.value(), made);
    return made;
  }

  static Source source(byte[] module) {
    return Source.newBuilder("wasm", ByteSequence.create(module), "module").buildLiteral();
  }

  private synchronized Set<Store> letGo() {
    adoptedFunctions.clear();
    return Set.copyOf(adopted);
  }

  /** Closes a context that no thread is in. Throws nothing. */
  static void close(Context context) {
    try {
      context.close();
    } catch (PolyglotException | IllegalStateException e) {
      context.close(true);
    }
  }
}
