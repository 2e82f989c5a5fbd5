package io.github.wasminterop.benchmarks;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The first access after a growth by a page, together with the growth, beside a growth alone. Each
 * time a new guest grows a hundred times; the time is that of one.
 */
@OperationsPerInvocation(GrowthReads.TIMES)
public class GrowthReads extends Timed {
  static final int TIMES = 100;

  /** A guest, and a view of it. */
  @State(Scope.Thread)
  public static class OfView {
    /** The backend that runs the guest. */
    @Param({"chicory", "graal", "wasmtime"})
    public String backend = "chicory";

    private WasmRuntime runtime;
    private WasmModule module;
    private WasmInstance guest;
    private WasmMemory memory;
    private I32View view;

    /** Loads the module. */
    @Setup
    public void load() {
      runtime = WasmRuntime.load(backend);
      module = runtime.compile(Guests.wasm());
    }

    /** Makes the guest. */
    @Setup(Level.Invocation)
    public void open() {
      guest = module.instantiate(Guests.imports());
      memory = guest.memory();
      view = memory.view(ElementType.I32, 1024, 16);
    }

    /** Ends the guest. */
    @TearDown(Level.Invocation)
    public void close() {
      guest.close();
    }

    /** Ends the runtime. */
    @TearDown
    public void end() {
      runtime.close();
    }
  }

  /** A guest by the runtime's own API. */
  @State(Scope.Thread)
  public static class OfOwn {
    /** The backend whose runtime it is. */
    @Param({"chicory", "graal", "wasmtime"})
    public String backend = "chicory";

    private OwnGuest first;
    private OwnGuest guest;

    /** Loads the module. */
    @Setup
    public void load() {
      first = OwnGuest.open(backend);
    }

    /** Makes the guest. */
    @Setup(Level.Invocation)
    public void open() {
      guest = first.another();
    }

    /** Ends the guest. */
    @TearDown(Level.Invocation)
    public void close() {
      guest.close();
    }

    /** Ends the runtime. */
    @TearDown
    public void end() {
      first.close();
    }
  }

  /** Grows and reads. */
  @Benchmark
  public int growAndGetView(OfView of) {
    int sum = 0;
    for (int i = 0; i < TIMES; i++) {
      of.memory.grow(1);
      sum += of.view.get(0);
    }
    return sum;
  }

  /** Grows and reads. */
  @Benchmark
  public int growAndGetOwn(OfOwn of) {
    int sum = 0;
    for (int i = 0; i < TIMES; i++) {
      of.guest.grow(1);
      sum += of.guest.getI32(256);
    }
    return sum;
  }

  /** Only grows. */
  @Benchmark
  public void growPlain(OfView of) {
    for (int i = 0; i < TIMES; i++) {
      of.memory.grow(1);
    }
  }
}
