package io.github.wasminterop.benchmarks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.F64View;
import io.github.wasminterop.I32View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.type.MemoryType;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same loops over the memories of all backends in turn, in one JVM: what one backend does to
 * the profile of the code, the others pay for. Beside them, loops over as many arrays in turn.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(NANOSECONDS)
@OperationsPerInvocation(MixedLoops.LENGTH)
@Fork(
    value = 2,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
    })
@Warmup(iterations = 4, time = 500, timeUnit = MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = MILLISECONDS)
public class MixedLoops {
  static final int LENGTH = 1 << 14;

  private final List<WasmRuntime> runtimes = new ArrayList<>();
  private final List<U8View> u8Views = new ArrayList<>();
  private final List<byte[]> u8Arrays = new ArrayList<>();
  private final List<I32View> i32Views = new ArrayList<>();
  private final List<int[]> i32Arrays = new ArrayList<>();
  private final List<F64View> f64Views = new ArrayList<>();
  private final List<double[]> f64Arrays = new ArrayList<>();
  private int turn;

  /** Makes a memory of each backend, and uses them all through the same call sites. */
  @Setup
  public void open() {
    WasmRuntime.backends().forEach(backend -> runtimes.add(WasmRuntime.load(backend.name())));
    for (WasmRuntime runtime : runtimes) {
      var memory = runtime.newMemory(MemoryType.of(16));
      u8Views.add(memory.view(ElementType.U8, 0, LENGTH));
      u8Arrays.add(new byte[LENGTH]);
      i32Views.add(memory.view(ElementType.I32, 0, LENGTH));
      i32Arrays.add(new int[LENGTH]);
      f64Views.add(memory.view(ElementType.F64, 0, LENGTH));
      f64Arrays.add(new double[LENGTH]);
    }
    for (List<? extends WasmView<?, ?>> views : List.of(u8Views, i32Views, f64Views)) {
      for (int round = 0; round < 1000; round++) {
        views.forEach(view -> view.slice(1, 2).bytes().fill(0));
      }
    }
  }

  /** Ends the runtimes. */
  @TearDown
  public void close() {
    runtimes.forEach(WasmRuntime::close);
  }

  private <T> T next(List<T> of) {
    turn = turn + 1 == of.size() ? 0 : turn + 1;
    return of.get(turn);
  }

  /** Reads arrays. */
  @Benchmark
  public int u8SumArray() {
    byte[] array = next(u8Arrays);
    int sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i] & 0xFF;
    }
    return sum;
  }

  /** Reads views. */
  @Benchmark
  public int u8SumView() {
    U8View view = next(u8Views);
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += view.get(i);
    }
    return sum;
  }

  /** Reads and writes arrays. */
  @Benchmark
  public void i32ScaleArray() {
    int[] array = next(i32Arrays);
    for (int i = 0; i < array.length; i++) {
      array[i] = array[i] * 3;
    }
  }

  /** Reads and writes views. */
  @Benchmark
  public void i32ScaleView() {
    I32View view = next(i32Views);
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, view.get(i) * 3);
    }
  }

  /** Reads arrays. */
  @Benchmark
  public int i32SumArray() {
    int[] array = next(i32Arrays);
    int sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i];
    }
    return sum;
  }

  /** Reads views. */
  @Benchmark
  public int i32SumView() {
    I32View view = next(i32Views);
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += view.get(i);
    }
    return sum;
  }

  /** Reads arrays. */
  @Benchmark
  public double f64SumArray() {
    double[] array = next(f64Arrays);
    double sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i];
    }
    return sum;
  }

  /** Reads views. */
  @Benchmark
  public double f64SumView() {
    F64View view = next(f64Views);
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += view.get(i);
    }
    return sum;
  }
}
