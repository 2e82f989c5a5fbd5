package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.ElementType.I32;

import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Calls, reads, lets grow and closes one guest from several threads at once. */
final class Racing {
  private static final int RACES = 30;
  private static final int VALUE = 0x1b1b1b1b;

  private Racing() {}

  public static void main(String[] arguments) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int race = 0; race < RACES; race++) {
        run(arguments[0], threads, race % 2 == 0);
      }
    }
    System.out.print(RACES + " races");
  }

  private static void run(String mode, ExecutorService threads, boolean closeRuntime)
      throws Exception {
    WasmRuntime runtime = Guests.runtime(mode);
    WasmInstance guest = runtime.instantiate(Guests.wasm("plain"));
    I32View view = guest.memory().view(I32, 64, 4);
    view.fill(VALUE);
    WasmFunction load = guest.function("load");
    CountDownLatch running = new CountDownLatch(4);
    AtomicBoolean closed = new AtomicBoolean();
    List<Future<?>> work =
        List.of(
            threads.submit(() -> repeat(running, closed, () -> load.call(64))),
            threads.submit(() -> repeat(running, closed, () -> view.get(1))),
            threads.submit(
                () ->
                    repeat(
                        running,
                        closed,
                        () -> guest.memory().isZeroCopy() ? read(view.segment()) : view.copy()[0])),
            threads.submit(
                () ->
                    repeat(
                        running,
                        closed,
                        () -> {
                          guest.function("grow").call(1);
                          return VALUE;
                        })));
    running.await();
    if (closeRuntime) {
      runtime.close();
    } else {
      guest.close();
    }
    closed.set(true);
    for (Future<?> each : work) {
      each.get();
    }
    runtime.close();
  }

  private static void repeat(CountDownLatch running, AtomicBoolean closed, Callable<Object> use) {
    for (int i = 0; !closed.get(); i++) {
      if (i == 20) {
        running.countDown();
      }
      Held.check("a use", use, VALUE, Held.Expected.EITHER);
    }
    Held.check("a use after close", use, VALUE, Held.Expected.REFUSAL);
  }

  private static int read(MemorySegment segment) {
    return segment.get(ValueLayout.JAVA_INT, 4);
  }
}
