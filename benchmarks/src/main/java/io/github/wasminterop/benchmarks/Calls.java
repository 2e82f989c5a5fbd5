package io.github.wasminterop.benchmarks;

import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.abi.ReturnForm;
import io.github.wasminterop.abi.Returned;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Calls of a guest's function that returns its argument, by each way that there is; {@code data}
 * passes a text there and back; {@code callback} is the guest calling Java, and {@code instantiate}
 * the life of an instance. The time is that of one.
 */
public class Calls extends Timed {
  private static final int TIMES = 1000;
  private static final String TEXT = "The quick brown fox";

  private static @Nullable MethodHandle latest;
  private static @Nullable Exports latestBound;

  /** The guest's functions. */
  public interface Exports {
    /** Returns its argument. */
    int same(int value);

    /** Returns its argument, in the same place. */
    @Returned(ReturnForm.PACKED_POINTER_HIGH)
    String echo(String text);
  }

  /** What is a constant in a program whose guest is one. */
  private static final class Constant {
    static final MethodHandle SAME = Objects.requireNonNull(latest);
    static final Exports BOUND = Objects.requireNonNull(latestBound);
  }

  /** A guest. */
  @State(Scope.Thread)
  public static class OfView {
    /** The backend that runs the guest. */
    @Param({"chicory", "graal", "wasmtime"})
    public String backend = "chicory";

    private WasmRuntime runtime;
    private WasmModule module;
    private final WasmImports imports = Guests.imports();
    private WasmFunction function;
    private MethodHandle same;
    private MethodHandle run;
    private Exports bound;

    /** Makes it. */
    @Setup
    public void open() {
      runtime = WasmRuntime.load(backend);
      module = runtime.compile(Guests.wasm());
      WasmInstance guest = module.instantiate(imports);
      function = guest.function("same");
      same = function.handle();
      run = guest.function("run").handle();
      bound = guest.bind(Exports.class);
      latest = same;
      latestBound = bound;
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

  /** Calls with boxed values. */
  @Benchmark
  public @Nullable Object callBoxedView(OfView of) {
    return of.function.call(1);
  }

  /** Calls through a handle that is a constant. */
  @Benchmark
  @SuppressWarnings("unused") // the guest need only be there
  public int callHandleView(OfView of) throws Throwable {
    return (int) Constant.SAME.invokeExact(1);
  }

  /** Calls through a handle in a field. */
  @Benchmark
  public int callHandleInFieldView(OfView of) throws Throwable {
    return (int) of.same.invokeExact(1);
  }

  /** Calls through an interface whose object is a constant. */
  @Benchmark
  @SuppressWarnings("unused") // the guest need only be there
  public int callBoundView(OfView of) {
    return Constant.BOUND.same(1);
  }

  /** Calls through an interface whose object is in a field. */
  @Benchmark
  public int callBoundInFieldView(OfView of) {
    return of.bound.same(1);
  }

  /** Calls by the runtime's own API. */
  @Benchmark
  public int callOwn(OfOwn of) {
    return of.guest.same(1);
  }

  /** Passes a text there and back. */
  @Benchmark
  public String dataView(OfView of) {
    return of.bound.echo(TEXT);
  }

  /** Passes a text there and back. */
  @Benchmark
  public String dataOwn(OfOwn of) {
    return of.guest.echo(TEXT);
  }

  /** The guest calls a host function. */
  @Benchmark
  @OperationsPerInvocation(TIMES)
  public int callbackView(OfView of) throws Throwable {
    return (int) of.run.invokeExact(TIMES);
  }

  /** The guest calls a host function. */
  @Benchmark
  @OperationsPerInvocation(TIMES)
  public int callbackOwn(OfOwn of) {
    return of.guest.run(TIMES);
  }

  /** Instantiates and closes. */
  @Benchmark
  public void instantiateView(OfView of) {
    of.module.instantiate(of.imports).close();
  }

  /** Instantiates and closes. */
  @Benchmark
  public void instantiateOwn(OfOwn of) {
    of.guest.another().close();
  }
}
