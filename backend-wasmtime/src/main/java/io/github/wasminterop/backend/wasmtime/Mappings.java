package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.error.BackendException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many mappings of the process a store takes. Systems give a process a limited number of them
 * (65 530 on Linux), and Wasmtime aborts the process when it gets none for code.
 */
final class Mappings {
  static final int STORE = 1;
  static final int FUNCTION = 2;
  static final int INSTANCE = 1;
  static final int MEMORY = 2;
  static final int MODULE = 2;

  private static final int LIMIT = 40_000;
  private static final AtomicInteger ALL = new AtomicInteger();

  private int count;

  /** Claims mappings before they are made. */
  void claim(int mappings) {
    if (ALL.addAndGet(mappings) > LIMIT) {
      ALL.addAndGet(-mappings);
      throw new BackendException(
          "this process has too many guests and host functions on Wasmtime for one more; close"
              + " instances, and runtimes whose memories, globals or tables instances have"
              + " imported",
          null);
    }
    count += mappings;
  }

  void release() {
    ALL.addAndGet(-count);
    count = 0;
  }
}
