package io.github.wasminterop.benchmarks;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import java.util.ArrayList;
import java.util.List;

/**
 * Instances of one module that live at once: what they cost in time and memory. The whole heap is
 * resident from the beginning, so that what the process takes more is outside of it.
 */
final class ManyInstances {
  static final String TITLE =
      "Instances at once, each with a memory of a page that was written to, and a view";
  static final String COLUMNS =
      "backend | instances | made in | outside the heap | of the heap | closed in | an instance:"
          + " made in | memory";
  static final String JVM = "-XX:+UseSerialGC -Xms1g -Xmx1g -XX:+AlwaysPreTouch";

  private static final int WARM_UP = 100;

  private ManyInstances() {}

  static void rows(BackendMode mode, int... counts) {
    Law times = new Law();
    Law memories = new Law();
    try (WasmRuntime runtime = mode.load();
        WasmModule module = runtime.compile(SmallGuest.of(1))) {
      List<WasmInstance> instances = new ArrayList<>();
      add(instances, WARM_UP, module);
      close(instances);
      Footprint.now(); // loads what that needs
      Footprint before = Footprint.now();
      double time = 0;
      for (int count : counts) {
        time += add(instances, count - instances.size(), module);
        Footprint added = Footprint.now().since(before);
        double memory = (double) (added.resident() + added.heap());
        times.add(count, time);
        memories.add(count, memory);
        boolean last = count == counts[counts.length - 1];
        Table.row(
            mode,
            count,
            Units.time(time),
            Units.bytes((double) added.resident()),
            Units.bytes((double) added.heap()),
            last ? Units.time(close(instances)) : "",
            Units.time(time / count),
            Units.bytes(memory / count));
      }
    }
    Table.row(mode, "law", times, "", "", "", "", memories);
  }

  /** Makes so many more, and tells how long it took. */
  private static double add(List<WasmInstance> instances, int count, WasmModule module) {
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      WasmInstance instance = module.instantiate();
      I32View view = instance.memory().view(ElementType.I32, 0, 1);
      view.set(0, i);
      instances.add(instance);
    }
    return (double) (System.nanoTime() - begin);
  }

  /** Closes all, and tells how long it took. */
  private static double close(List<WasmInstance> instances) {
    long begin = System.nanoTime();
    instances.forEach(WasmInstance::close);
    instances.clear();
    return (double) (System.nanoTime() - begin);
  }
}
