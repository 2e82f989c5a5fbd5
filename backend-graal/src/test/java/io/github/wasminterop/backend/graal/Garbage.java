package io.github.wasminterop.backend.graal;

import java.lang.ref.WeakReference;

/** What nothing refers to any more. */
final class Garbage {
  private Garbage() {}

  /** Whether a reference is cleared by a few collections. */
  static boolean isCollected(WeakReference<?> reference) throws InterruptedException {
    for (int i = 0; i < 10 && reference.get() != null; i++) {
      System.gc();
      Thread.sleep(5);
    }
    return reference.get() == null;
  }
}
