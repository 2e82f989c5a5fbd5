package io.github.wasminterop.faults;

import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Faults of closing: too much at once, or with an exception. */
final class ClosingFaults {
  static final List<Fault> ALL =
      List.of(
          Fault.of(
                  "close-after-failure-throws",
                  "throws when a runtime is closed in which an instantiation failed",
                  CloseAfterFailure::new,
                  "closing_3_41",
                  "loading_11_10")
              .because("in both a start function traps"),
          Fault.of(
              "module-close-closes-instances",
              "ends the memories of instances when their module is closed",
              CloseWithModule::new,
              "closing_3_34"),
          Fault.of(
                  "instance-close-closes-others",
                  "ends the memories of other instances, too",
                  CloseOthers::new,
                  "closing_3_36 38",
                  "threads_8_08",
                  "sequences_23_01")
              .because("in each an instance is closed before another is used"),
          Fault.of(
              "host-memory-dies-with-guest",
              "ends a memory of the host's when an instance is closed",
              HostMemoryDies::new,
              "closing_3_38"),
          Fault.of(
              "exporter-leaves-exception",
              "throws its own exception when a guest runs whose imported memory is closed",
              ExporterGone::new,
              "closing_3_39"),
          Fault.of(
                  "close-in-callback-throws",
                  "throws its own exception when an instance is closed within a call",
                  CloseInCallback::new,
                  "closing_3_40",
                  "hostfunctions_16_10")
              .because("both close an instance while a call is under way"),
          Fault.of(
                  "module-close-throws",
                  "throws when a module is closed whose instances are closed",
                  ModuleLast::new,
                  "closing_3_35 42",
                  "sequences_23_01")
              .because("each closes a module after its instances"));

  private ClosingFaults() {}

  private static final class CloseAfterFailure extends Seams {
    private boolean failed;

    @Override
    BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      try {
        return real.instantiate(module, imports, wasi);
      } catch (TrapException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    void close(BackendRuntime real, Collection<LinearMemory> all) {
      super.close(real, all);
      if (failed) {
        throw new BackendException("an instance is half made", null);
      }
    }
  }

  /** Ends the memories of a module's instances, if it was not closed before they were used. */
  private static final class CloseWithModule extends Seams {
    private final IdentityHashMap<BackendModule, List<BackendInstance>> made =
        new IdentityHashMap<>();
    private final Set<BackendInstance> used = ConcurrentHashMap.newKeySet();

    @Override
    synchronized BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      BackendInstance instance = real.instantiate(module, imports, wasi);
      made.computeIfAbsent(module, _ -> new CopyOnWriteArrayList<>()).add(instance);
      return instance;
    }

    @Override
    SequencedMap<String, BackendExtern> exports(BackendInstance real) {
      used.add(real);
      return real.exports();
    }

    @Override
    synchronized void close(BackendModule real) {
      made.getOrDefault(real, List.of()).stream()
          .filter(used::contains)
          .flatMap(instance -> instance.exports().values().stream())
          .filter(BackendMemory.class::isInstance)
          .forEach(memory -> ((BackendMemory) memory).linear().close());
      super.close(real);
    }
  }

  private static final class CloseOthers extends Seams {
    private final List<LinearMemory> known = new CopyOnWriteArrayList<>();

    @Override
    LinearMemory linear(BackendMemory real) {
      known.add(real.linear());
      return real.linear();
    }

    @Override
    void close(BackendInstance real, Collection<LinearMemory> own) {
      known.forEach(LinearMemory::close);
      super.close(real, own);
    }
  }

  private static final class HostMemoryDies extends Seams {
    private final List<LinearMemory> made = new ArrayList<>();

    @Override
    BackendMemory newMemory(BackendRuntime real, MemoryType type) {
      BackendMemory memory = super.newMemory(real, type);
      made.add(memory.linear());
      return memory;
    }

    @Override
    void close(BackendInstance real, Collection<LinearMemory> own) {
      made.forEach(LinearMemory::close);
      super.close(real, own);
    }
  }

  private static final class ExporterGone extends Seams {
    private final Set<ImportValue> imported = ConcurrentHashMap.newKeySet();
    private volatile boolean gone;

    @Override
    BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      imported.addAll(imports.values());
      return real.instantiate(module, imports, wasi);
    }

    @Override
    void close(BackendInstance real, Collection<LinearMemory> own) {
      gone |= real.exports().values().stream().anyMatch(imported::contains);
      super.close(real, own);
    }

    @Override
    long[] call(BackendFunction real, long[] arguments) {
      if (gone) {
        throw new IllegalStateException("the memory is gone");
      }
      return real.call(arguments);
    }
  }

  private static final class CloseInCallback extends Seams {
    private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);

    @Override
    long[] call(BackendFunction real, long[] arguments) {
      depth.set(depth.get() + 1);
      try {
        return real.call(arguments);
      } finally {
        depth.set(depth.get() - 1);
      }
    }

    @Override
    void close(BackendInstance real, Collection<LinearMemory> own) {
      super.close(real, own);
      if (depth.get() > 0) {
        throw new IllegalStateException("the instance is running");
      }
    }
  }

  private static final class ModuleLast extends Seams {
    private final IdentityHashMap<BackendInstance, BackendModule> open = new IdentityHashMap<>();
    private final Set<BackendModule> used = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    synchronized BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      BackendInstance instance = real.instantiate(module, imports, wasi);
      open.put(instance, module);
      used.add(module);
      return instance;
    }

    @Override
    synchronized void close(BackendInstance real, Collection<LinearMemory> own) {
      open.remove(real);
      super.close(real, own);
    }

    @Override
    synchronized void close(BackendModule real) {
      super.close(real);
      if (used.contains(real) && !open.containsValue(real)) {
        throw new IllegalStateException("the module went with its last instance");
      }
    }
  }
}
