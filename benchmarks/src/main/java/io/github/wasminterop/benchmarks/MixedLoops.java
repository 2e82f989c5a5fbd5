package io.github.wasminterop.benchmarks;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.github.wasminterop.ElementType;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.type.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The loops over the memories of all backends in turn, in one JVM: what one backend does to the
 * profile of the code, the others pay for. Beside them, loops over as many arrays in turn. The time
 * is that of one element.
 */
@OperationsPerInvocation(Loops.LENGTH)
public class MixedLoops extends Timed {
  private static final int BACKENDS = 3;

  /** Arrays. */
  @State(Scope.Thread)
  public static class OfArrays {
    /** The type of the elements. */
    @Param({"u8", "i32", "f64"})
    public String type = "i32";

    private Loops loops;
    private InTurn<Object> arrays;

    /** Makes them. */
    @Setup
    public void open() {
      loops = Loops.of(type);
      arrays = new InTurn<>(Stream.generate(loops::newArray).limit(BACKENDS).toList());
    }
  }

  /** A memory of each backend. */
  @State(Scope.Thread)
  public static class Memories {
    private final List<WasmRuntime> runtimes = new ArrayList<>();
    final List<WasmMemory> all = new ArrayList<>();

    /** Makes them, and uses them all in the same ways. */
    @Setup
    public void open() {
      for (var backend : WasmRuntime.backends()) {
        WasmRuntime runtime = WasmRuntime.load(backend.name());
        runtimes.add(runtime);
        all.add(runtime.newMemory(MemoryType.of(16)));
      }
      if (all.size() != BACKENDS) {
        throw new IllegalStateException("not the backends that are wanted: " + runtimes);
      }
      for (int round = 0; round < 1000; round++) {
        all.forEach(memory -> memory.view(ElementType.I32, 0, 16).slice(1, 2).bytes().fill(0));
      }
    }

    /** Ends the runtimes. */
    @TearDown
    public void close() {
      runtimes.forEach(WasmRuntime::close);
    }
  }

  /** Views, and one of a memory that is mediated: of a class of Chicory's own. */
  @State(Scope.Thread)
  public static class OfViews {
    /** The type of the elements. */
    @Param({"u8", "i32", "f64"})
    public String type = "i32";

    private int length = Loops.LENGTH;
    private Loops loops;
    private InTurn<WasmView<?, ?>> views;
    private InTurn<WasmView<?, ?>> viewsAndMediated;
    private WasmView<?, ?> mediated;

    /** Makes them. */
    @Setup
    public void open(Memories memories) {
      loops = Loops.of(type);
      List<WasmView<?, ?>> all = new ArrayList<>();
      memories.all.forEach(memory -> all.add(loops.view(memory)));
      views = new InTurn<>(all);
      mediated =
          loops.view(WasmInstance.ofMemory(new ByteArrayMemory(new MemoryLimits(16))).memory());
      all.add(mediated);
      viewsAndMediated = new InTurn<>(all);
    }
  }

  /** Views and arrays of all types, as many of each as there are backends. */
  @State(Scope.Thread)
  public static class OfAllTypes {
    private int length = Loops.LENGTH;
    private InTurn<TypedView> views;
    private InTurn<TypedArray> arrays;

    private record TypedView(Loops loops, WasmView<?, ?> view) {}

    private record TypedArray(Loops loops, Object array) {}

    /** Makes them. */
    @Setup
    public void open(Memories memories) {
      List<TypedView> allViews = new ArrayList<>();
      List<TypedArray> allArrays = new ArrayList<>();
      for (String type : Loops.TYPES) {
        Loops loops = Loops.of(type);
        for (WasmMemory memory : memories.all) {
          allViews.add(new TypedView(loops, loops.view(memory)));
          allArrays.add(new TypedArray(loops, loops.newArray()));
        }
      }
      views = new InTurn<>(allViews);
      arrays = new InTurn<>(allArrays);
    }
  }

  /** Reads views. */
  @Benchmark
  public double sumView(OfViews of) {
    return of.loops.sumView(of.views.next(), of.length);
  }

  /** Reads arrays. */
  @Benchmark
  public double sumArray(OfArrays of) {
    return of.loops.sumArray(of.arrays.next());
  }

  /** Reads and writes views. */
  @Benchmark
  public void scaleView(OfViews of) {
    of.loops.scaleView(of.views.next(), of.length);
  }

  /** Reads and writes arrays. */
  @Benchmark
  public void scaleArray(OfArrays of) {
    of.loops.scaleArray(of.arrays.next());
  }

  /** Writes views. */
  @Benchmark
  public void writeView(OfViews of) {
    of.loops.writeView(of.views.next(), of.length);
  }

  /** Writes arrays. */
  @Benchmark
  public void writeArray(OfArrays of) {
    of.loops.writeArray(of.arrays.next());
  }

  /** Reads views, of which every fourth is mediated. */
  @Benchmark
  public double sumWithMediatedView(OfViews of) {
    return of.loops.sumView(of.viewsAndMediated.next(), of.length);
  }

  /** Reads a view that is mediated. */
  @Benchmark
  public double sumMediatedView(OfViews of) {
    return of.loops.sumView(of.mediated, of.length);
  }

  /** Reads views of all types. */
  @Benchmark
  public double sumAllTypesView(OfAllTypes of) {
    OfAllTypes.TypedView next = of.views.next();
    return next.loops.sumView(next.view, of.length);
  }

  /** Reads arrays of all types. */
  @Benchmark
  public double sumAllTypesArray(OfAllTypes of) {
    OfAllTypes.TypedArray next = of.arrays.next();
    return next.loops.sumArray(next.array);
  }
}
