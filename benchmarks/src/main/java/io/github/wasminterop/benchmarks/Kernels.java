package io.github.wasminterop.benchmarks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import java.lang.invoke.MethodHandle;
import java.util.EnumMap;
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
 * Guests at work on Chicory, on this library's memory ({@code View}) and on Chicory's own ({@code
 * Own}). The time is that of one byte of input.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(NANOSECONDS)
@OperationsPerInvocation(Kernel.INPUT)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 4, time = 1000, timeUnit = MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = MILLISECONDS)
public class Kernels {

  /** How guest code runs. */
  @Param({"compiled", "interpreted"})
  public String execution = "compiled";

  /** This library's kinds of memory. */
  @Param({"moving", "reserved"})
  public String memory = "moving";

  /** Chicory's own kinds of memory, which ours is set against. */
  @Param({"array", "buffer"})
  public String own = "array";

  /** Guests on this library's memory. */
  @State(Scope.Thread)
  public static class View {
    private final Map<Kernel, MethodHandle> runs = new EnumMap<>(Kernel.class);
    private WasmRuntime runtime;

    /** Makes the guests, gives them their input, and checks what they make of it. */
    @Setup
    public void open(Kernels kernels) throws Throwable {
      runtime =
          WasmRuntime.load(
              "chicory", Map.of("execution", kernels.execution, "memory", kernels.memory));
      for (Kernel kernel : Kernel.values()) {
        WasmInstance guest = runtime.instantiate(kernel.wasm());
        runs.put(kernel, guest.function("run").handle());
        guest.bytes("input_ptr", "input_len").copyFrom(kernel.input());
        run(kernel);
        kernel.check(guest.bytes("output_ptr", "output_len").copy());
      }
    }

    /** Ends the runtime. */
    @TearDown
    public void close() {
      runtime.close();
    }

    void run(Kernel kernel) throws Throwable {
      Objects.requireNonNull(runs.get(kernel)).invokeExact();
    }
  }

  /** Guests on Chicory's own memory. */
  @State(Scope.Thread)
  public static class Own {
    private final Map<Kernel, ExportFunction> runs = new EnumMap<>(Kernel.class);

    /** Makes the guests, gives them their input, and checks what they make of it. */
    @Setup
    public void open(Kernels kernels) {
      boolean compiled = kernels.execution.equals("compiled");
      for (Kernel kernel : Kernel.values()) {
        Instance guest = ChicoryOwn.instance(kernel.wasm(), compiled, kernels.own);
        runs.put(kernel, guest.export("run"));
        guest.memory().write(number(guest, "input_ptr"), kernel.input());
        run(kernel);
        kernel.check(
            guest.memory().readBytes(number(guest, "output_ptr"), number(guest, "output_len")));
      }
    }

    void run(Kernel kernel) {
      Objects.requireNonNull(runs.get(kernel)).apply();
    }

    private static int number(Instance guest, String export) {
      return (int) guest.export(export).apply()[0];
    }
  }

  /** SHA-256. */
  @Benchmark
  public void hashView(View guests) throws Throwable {
    guests.run(Kernel.HASH);
  }

  /** SHA-256. */
  @Benchmark
  public void hashOwn(Own guests) {
    guests.run(Kernel.HASH);
  }

  /** Packing text by LZ77, and unpacking it. */
  @Benchmark
  public void codecView(View guests) throws Throwable {
    guests.run(Kernel.CODEC);
  }

  /** Packing text by LZ77, and unpacking it. */
  @Benchmark
  public void codecOwn(Own guests) {
    guests.run(Kernel.CODEC);
  }

  /** Blurring an image. */
  @Benchmark
  public void blurView(View guests) throws Throwable {
    guests.run(Kernel.BLUR);
  }

  /** Blurring an image. */
  @Benchmark
  public void blurOwn(Own guests) {
    guests.run(Kernel.BLUR);
  }
}
