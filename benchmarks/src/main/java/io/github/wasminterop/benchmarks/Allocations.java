package io.github.wasminterop.benchmarks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.github.wasminterop.AllocationScope;
import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmAllocator;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What allocations cost: loops over elements, through a plain view and through one of an allocation
 * (the time is that of one element); a guest call while 1000 scopes are open, and after they were
 * closed; and a scope with one block.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 4, time = 400, timeUnit = MILLISECONDS)
@Measurement(iterations = 4, time = 400, timeUnit = MILLISECONDS)
public class Allocations {
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
  public void open() throws IOException {
    String[] mode = backend.split(":", 2);
    runtime = WasmRuntime.load(mode[0], mode.length == 1 ? Map.of() : Map.of("memory", mode[1]));
    WasmInstance guest;
    try (InputStream wasm = Allocations.class.getResourceAsStream("allocator.wasm")) {
      guest = runtime.instantiate(Objects.requireNonNull(wasm).readAllBytes());
    }
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
  public int sumAllocated() {
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
  public void scaleAllocated() {
    scale(allocated);
  }

  /** Calls the guest when no scope is open any more. */
  @Benchmark
  @SuppressWarnings("unused") // the scopes need only have been open
  public int callWithClosedScopes(Closed closed) throws Throwable {
    return (int) call.invokeExact(1);
  }

  /** Calls the guest while many scopes are open. */
  @Benchmark
  @SuppressWarnings("unused") // the scopes need only be open
  public int callWithOpenScopes(Open open) throws Throwable {
    return (int) call.invokeExact(1);
  }

  /** Allocates a block and frees it. */
  @Benchmark
  public long scoped() {
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
