package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Disposable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Native objects that end together, in the opposite order of their making. */
final class Handles {
  private static final AtomicLong LIVE = new AtomicLong();

  private final List<Disposable> handles = new ArrayList<>();

  /** How many native objects of this class loader are not disposed of. */
  static long live() {
    return LIVE.get();
  }

  static <T extends Disposable> T made(T handle) {
    LIVE.incrementAndGet();
    return handle;
  }

  static void dispose(Disposable handle) {
    LIVE.decrementAndGet();
    handle.dispose();
  }

  <T extends Disposable> T add(T handle) {
    handles.add(made(handle));
    return handle;
  }

  void dispose() {
    handles.reversed().forEach(Handles::dispose);
    handles.clear();
  }
}
