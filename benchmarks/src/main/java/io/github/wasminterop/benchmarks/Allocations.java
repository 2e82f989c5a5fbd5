package io.github.wasminterop.benchmarks;

import io.github.wasminterop.AllocationScope;
import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmAllocator;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What allocations cost: {@code sum} and {@code scale} go over a view of an allocation, beside a
 * plain one (the time is that of one element); {@code call} calls the guest while 1000 scopes are
 * open, beside a call after as many were closed; {@code scope} allocates one block.
 */
@State(Scope.Thread)
public class Allocations extends Timed {
  private static final int LENGTH = 1 << 14;
  private static final int OPEN = 1000;

  /** The backend that provides the guest, and the mode of its memory after a colon. */
  @Param({"chicory", "graal", "wasmtime", "wasmtime:dynamic"})
  public String backend = "chicory";

  private WasmRuntime runtime;
  private WasmAllocator allocator;
  private I32View plain;
  private I32View allocated;
  private MethodHandle call;

  /** Makes a guest, and views of its memory. */
  @Setup
  public void open() {
    String[] mode = backend.split(":", 2);
    runtime = WasmRuntime.load(mode[0], mode.length == 1 ? Map.of() : Map.of("memory", mode[1]));
    WasmInstance guest = runtime.instantiate(Guests.wasm(), Guests.imports());
    allocator = guest.allocator();
    call = guest.function("same").handle();
    plain = guest.memory().view(ElementType.I32, 0, LENGTH);
    allocated = allocator.scope().allocate(ElementType.I32, LENGTH);
  }

  /** Ends the runtime. */
  @TearDown
  public void close() {
    runtime.close();
  }

  /** Open scopes, of which each has a view. */
  @State(Scope.Thread)
  public static class Open {
    final List<AllocationScope> scopes = new ArrayList<>();

    /** Opens the scopes. */
    @Setup
    public void open(Allocations owner) {
      for (int i = 0; i < OPEN; i++) {
        AllocationScope scope = owner.allocator.scope();
        scope.allocateFrom(ElementType.I32, new int[] {i});
        scopes.add(scope);
      }
    }
  }

  /** As many scopes, closed. */
  public static class Closed extends Open {

    @Override
    public void open(Allocations owner) {
      super.open(owner);
      scopes.reversed().forEach(AllocationScope::close);
    }
  }

  /** Reads a plain view. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public int sumPlain() {
    return sum(plain);
  }

  /** Reads a view of an allocation. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public int sumView() {
    return sum(allocated);
  }

  /** Reads and writes a plain view. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public void scalePlain() {
    scale(plain);
  }

  /** Reads and writes a view of an allocation. */
  @Benchmark
  @OperationsPerInvocation(LENGTH)
  public void scaleView() {
    scale(allocated);
  }

  /** Calls the guest when no scope is open any more. */
  @Benchmark
  @SuppressWarnings("unused") // the scopes need only have been open
  public int callPlain(Closed closed) throws Throwable {
    return (int) call.invokeExact(1);
  }

  /** Calls the guest while many scopes are open. */
  @Benchmark
  @SuppressWarnings("unused") // the scopes need only be open
  public int callView(Open open) throws Throwable {
    return (int) call.invokeExact(1);
  }

  /** Allocates a block and frees it. */
  @Benchmark
  public long scopeView() {
    try (AllocationScope scope = allocator.scope()) {
      return scope.allocate(ElementType.I32, 4).pointer();
    }
  }

  private static int sum(I32View view) {
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += view.get(i);
    }
    return sum;
  }

  private static void scale(I32View view) {
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, view.get(i) + 3);
    }
  }
}
