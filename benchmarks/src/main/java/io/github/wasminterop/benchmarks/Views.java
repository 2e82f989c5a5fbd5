package io.github.wasminterop.benchmarks;

import static io.github.wasminterop.ElementType.I32;

import io.github.wasminterop.I32View;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import java.lang.invoke.MethodHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a view costs apart from its elements: {@code create} of a range, {@code create} and {@code
 * refresh} with descriptors of each kind, and the first {@code get} after the guest has run.
 */
public class Views extends Timed {

  /** A guest, and views of it. */
  @State(Scope.Thread)
  public static class OfView {
    /** The backend that runs the guest. */
    @Param({"chicory", "graal", "wasmtime"})
    public String backend = "chicory";

    private final ViewDescriptor<I32View> byConstants = ViewDescriptor.of(I32).ptr(1024).length(16);
    private final ViewDescriptor<I32View> byGlobals =
        ViewDescriptor.of(I32)
            .ptr(ValueDescriptor.global("ptr"))
            .length(ValueDescriptor.global("len"));
    private final ViewDescriptor<I32View> byFunctions =
        ViewDescriptor.of(I32)
            .ptr(ValueDescriptor.function("get_ptr"))
            .length(ValueDescriptor.function("get_len"));

    private WasmRuntime runtime;
    private WasmInstance guest;
    private WasmMemory memory;
    private I32View constants;
    private I32View globals;
    private I32View functions;
    private MethodHandle same;

    /** Makes them. */
    @Setup
    public void open() {
      runtime = WasmRuntime.load(backend);
      guest = runtime.instantiate(Guests.wasm(), Guests.imports());
      memory = guest.memory();
      constants = guest.view(byConstants);
      globals = guest.view(byGlobals);
      functions = guest.view(byFunctions);
      same = guest.function("same").handle();
    }

    /** Ends the runtime. */
    @TearDown
    public void close() {
      runtime.close();
    }
  }

  /** A guest by the runtime's own API. */
  @State(Scope.Thread)
  public static class OfOwn {
    /** The backend whose runtime it is. */
    @Param({"chicory", "graal", "wasmtime"})
    public String backend = "chicory";

    private OwnGuest guest;

    /** Makes it. */
    @Setup
    public void open() {
      guest = OwnGuest.open(backend);
    }

    /** Ends it. */
    @TearDown
    public void close() {
      guest.close();
    }
  }

  /** Makes a view of a memory. */
  @Benchmark
  public I32View createView(OfView of) {
    return of.memory.view(I32, 1024, 16);
  }

  /** Makes a view from constants. */
  @Benchmark
  public I32View createByConstantsView(OfView of) {
    return of.guest.view(of.byConstants);
  }

  /** Makes a view from the values of globals. */
  @Benchmark
  public I32View createByGlobalsView(OfView of) {
    return of.guest.view(of.byGlobals);
  }

  /** Makes a view from the results of functions. */
  @Benchmark
  public I32View createByFunctionsView(OfView of) {
    return of.guest.view(of.byFunctions);
  }

  /** Refreshes a view of constants. */
  @Benchmark
  public I32View refreshByConstantsView(OfView of) {
    of.constants.refresh();
    return of.constants;
  }

  /** Refreshes a view of globals. */
  @Benchmark
  public I32View refreshByGlobalsView(OfView of) {
    of.globals.refresh();
    return of.globals;
  }

  /** Refreshes a view of functions. */
  @Benchmark
  public I32View refreshByFunctionsView(OfView of) {
    of.functions.refresh();
    return of.functions;
  }

  /** Calls the guest and reads an element. */
  @Benchmark
  public int getAfterCallView(OfView of) throws Throwable {
    return (int) of.same.invokeExact(1) + of.constants.get(0);
  }

  /** Calls the guest and reads an element. */
  @Benchmark
  public int getAfterCallOwn(OfOwn of) {
    int result = of.guest.same(1);
    of.guest.follow();
    return result + of.guest.getI32(256);
  }
}
