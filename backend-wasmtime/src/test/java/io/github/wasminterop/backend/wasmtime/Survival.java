package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.error.WasmInteropException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Code that may end in the right value or in an exception of the family, and what it ended in. */
final class Survival {
  static final int THREADS = 3;

  private static final Map<String, Integer> OUTCOMES = new ConcurrentSkipListMap<>();

  private Survival() {}

  /** How often what came out. */
  static Map<String, Integer> outcomes() {
    return OUTCOMES;
  }

  static void survive(Runnable code) {
    AtomicInteger foreign = new AtomicInteger();
    survive(code, foreign);
    if (foreign.get() != 0) {
      throw new AssertionError("a foreign exception");
    }
  }

  /** Runs code that may end in an exception of the family, or as raw segments and buffers do. */
  static void survive(Runnable code, AtomicInteger foreign) {
    try {
      code.run();
      OUTCOMES.merge("fine", 1, Integer::sum);
    } catch (WasmInteropException | IllegalStateException | StackOverflowError e) {
      // All of these are right; which one, other tests ask.
      OUTCOMES.merge(e.getClass().getSimpleName(), 1, Integer::sum);
    } catch (Throwable e) {
      foreign.incrementAndGet();
      e.printStackTrace();
    }
  }

  static void parallel(Runnable code) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().start(code));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** All ways to use an instance that has a memory and a global. */
  static List<Runnable> uses(WasmInstance instance) {
    List<Runnable> uses = uses(instance, "load8");
    WasmGlobal global = instance.global("ptr_global");
    uses.add(global::get);
    uses.add(() -> global.set(1024));
    return uses;
  }

  /** All ways to use an instance that has a memory and a function to load a byte. */
  static List<Runnable> uses(WasmInstance instance, String load) {
    WasmMemory memory = instance.memory();
    U8View view = memory.bytes(1024, 8);
    WasmFunction function = instance.function(load);
    MemorySegment segment = view.segment();
    ByteBuffer buffer = view.buffer();
    return new ArrayList<>(
        List.of(
            () -> view.get(0),
            () -> view.set(0, 1),
            view::copy,
            () -> memory.grow(0),
            memory::byteSize,
            memory::type,
            () -> function.call(1024),
            () -> segment.get(ValueLayout.JAVA_BYTE, 0),
            () -> buffer.put(0, (byte) 1),
            instance::exports));
  }
}
