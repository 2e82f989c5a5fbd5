package io.github.wasminterop.benchmarks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Threads, each with an instance of its own: how many elements they read together, how many calls
 * they make, and how many calls after each of which they read a view. More threads than processors
 * cannot do more.
 */
final class ManyThreads {
  static final String TITLE =
      "Threads with an instance each, on %d processors: done in a second (and times that of one)"
          .formatted(Runtime.getRuntime().availableProcessors());
  static final String COLUMNS =
      "backend | loop | 1 thread | 2 threads | 4 threads | 8 threads | 16 threads";

  private static final int[] COUNTS = {1, 2, 4, 8, 16};
  private static final int ELEMENTS = 1 << 12;
  private static final int CALLS = 1 << 10;

  private ManyThreads() {}

  /** Does some work in a guest of its own, and tells how much. */
  private interface Work {
    int run() throws Throwable;
  }

  static void rows(BackendMode mode, int millis) {
    try (WasmRuntime runtime = mode.load();
        WasmModule module = runtime.compile(SmallGuest.of(1))) {
      row(mode, "reads", module, ManyThreads::reads, millis);
      row(mode, "calls", module, ManyThreads::calls, millis);
      row(
          mode,
          "calls, each with %d reads".formatted(ELEMENTS),
          module,
          ManyThreads::callsAndReads,
          millis);
    }
  }

  private static void row(
      BackendMode mode,
      String loop,
      WasmModule module,
      Function<WasmInstance, Work> works,
      int millis) {
    long nanos = MILLISECONDS.toNanos(millis);
    double one = throughput(module, works, 1, nanos);
    List<String> cells = new ArrayList<>();
    for (int count : COUNTS) {
      double all = count == 1 ? one : throughput(module, works, count, nanos);
      cells.add(String.format(Locale.ROOT, "%s (%.2f)", Units.count(all), all / one));
    }
    Table.row(mode, loop, cells);
  }

  /** What so many threads do in a second, together. */
  private static double throughput(
      WasmModule module, Function<WasmInstance, Work> works, int threads, long nanos) {
    AtomicLong end = new AtomicLong();
    CyclicBarrier start = new CyclicBarrier(threads, () -> end.set(System.nanoTime() + nanos));
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Long>> results =
          Stream.generate(() -> pool.submit(() -> done(module, works, start, end, nanos)))
              .limit(threads)
              .toList();
      double sum = 0;
      for (Future<Long> result : results) {
        sum += (double) result.get();
      }
      return sum * 1e9 / (double) nanos;
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("not all threads got through", e);
    }
  }

  /** What one thread does between the start and the end that all have, after as long a warm-up. */
  private static long done(
      WasmModule module,
      Function<WasmInstance, Work> works,
      CyclicBarrier start,
      AtomicLong end,
      long nanos) {
    try (WasmInstance instance = module.instantiate()) {
      Work work = works.apply(instance);
      doneUntil(System.nanoTime() + nanos, work);
      start.await(1, MINUTES); // or one has failed
      return doneUntil(end.get(), work);
    } catch (Throwable e) { // what handles declare
      throw new IllegalStateException("a thread has failed", e);
    }
  }

  private static long doneUntil(long end, Work work) throws Throwable {
    long done = 0;
    while (System.nanoTime() - end < 0) {
      done += work.run();
    }
    return done;
  }

  private static Work reads(WasmInstance instance) {
    I32View view = instance.memory().view(ElementType.I32, 0, ELEMENTS);
    return () -> {
      view.set(0, sum(view));
      return ELEMENTS;
    };
  }

  private static Work calls(WasmInstance instance) {
    MethodHandle load = instance.function("load").handle();
    return () -> {
      int sum = 0;
      for (int i = 0; i < CALLS; i++) {
        sum += (int) load.invokeExact(4 * i);
      }
      return sum == 0 ? CALLS : 0; // the memory is empty
    };
  }

  private static Work callsAndReads(WasmInstance instance) {
    MethodHandle load = instance.function("load").handle();
    I32View view = instance.memory().view(ElementType.I32, 0, ELEMENTS);
    return () -> {
      view.set(0, (int) load.invokeExact(4) + sum(view));
      return 1;
    };
  }

  private static int sum(I32View view) {
    int sum = 0;
    for (int i = 0; i < ELEMENTS; i++) {
      sum += view.get(i);
    }
    return sum;
  }
}
