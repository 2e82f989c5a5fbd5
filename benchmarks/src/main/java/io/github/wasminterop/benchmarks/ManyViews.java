package io.github.wasminterop.benchmarks;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmAllocator;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Live views of one memory that grows: what the growth costs, what each view costs at its first
 * access after it and at the next one, and how much of the heap it takes. A memory doesn't know its
 * views; but it knows the allocation scopes whose views were used.
 */
final class ManyViews {
  static final String TITLE = "Live views of one memory that grows by a page";
  static final String COLUMNS =
      "backend | views | each of | the growth | a view: first touch | next touch | of the heap |"
          + " made in";

  private ManyViews() {}

  static void rows(BackendMode mode, int repeats, int... counts) {
    rows(mode, false, repeats, counts);
    rows(mode, true, repeats, counts);
  }

  private static void rows(BackendMode mode, boolean scoped, int repeats, int[] counts) {
    String of = scoped ? "a scope of its own" : "the memory";
    Law growth = new Law();
    Cost.of(mode, scoped, counts[counts.length - 1]); // warms up
    for (int count : counts) {
      List<Cost> costs =
          Stream.generate(() -> Cost.of(mode, scoped, count)).limit(repeats).toList();
      double grown = median(costs, Cost::growth);
      growth.add(count, grown);
      Table.row(
          mode,
          count,
          of,
          Units.time(grown),
          Units.time(median(costs, Cost::first) / count),
          Units.time(median(costs, Cost::next) / count),
          Units.bytes(median(costs, Cost::heap) / count),
          Units.time(median(costs, Cost::made) / count));
    }
    Table.row(mode, "law", of, growth, "", "", "", "");
  }

  private static double median(List<Cost> costs, ToLongFunction<Cost> part) {
    return Median.of(costs.stream().mapToLong(part).toArray());
  }

  /** Of all views together, in nanoseconds and bytes. */
  private record Cost(long made, long heap, long growth, long first, long next) {

    static Cost of(BackendMode mode, boolean scoped, int count) {
      try (WasmRuntime runtime = mode.load()) {
        WasmInstance guest = runtime.instantiate(Guests.wasm(), Guests.imports());
        WasmMemory memory = guest.memory();
        WasmAllocator allocator = guest.allocator();
        I32View[] views = new I32View[count];
        Footprint before = Footprint.now();
        long made =
            time(
                () -> {
                  for (int i = 0; i < count; i++) {
                    views[i] =
                        scoped
                            ? allocator.scope().allocate(ElementType.I32, 1)
                            : memory.view(ElementType.I32, 4L * i, 1);
                  }
                });
        touch(views);
        long heap = Footprint.now().since(before).heap();
        long growth = time(() -> memory.grow(1));
        long first = time(() -> touch(views));
        long next = time(() -> touch(views));
        return new Cost(made, heap, growth, first, next);
      }
    }

    private static long time(Runnable part) {
      long begin = System.nanoTime();
      part.run();
      return System.nanoTime() - begin;
    }

    /** Writes, which no JVM leaves out. */
    private static void touch(I32View[] views) {
      for (I32View view : views) {
        view.set(0, 1);
      }
    }
  }
}
