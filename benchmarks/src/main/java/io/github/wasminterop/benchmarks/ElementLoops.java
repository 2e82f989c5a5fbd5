package io.github.wasminterop.benchmarks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.F32View;
import io.github.wasminterop.F64View;
import io.github.wasminterop.I16View;
import io.github.wasminterop.I32View;
import io.github.wasminterop.I64View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.MemoryType;
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
 * Loops over elements, each through a view and through a Java array: {@code sum} reads all, {@code
 * scale} reads and writes each, {@code write} writes each. The time is that of one element.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(NANOSECONDS)
@OperationsPerInvocation(ElementLoops.LENGTH)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 4, time = 400, timeUnit = MILLISECONDS)
@Measurement(iterations = 4, time = 400, timeUnit = MILLISECONDS)
public class ElementLoops {
  static final int LENGTH = 1 << 14;

  /** The backend that provides the memory. */
  @Param({"chicory", "graal", "wasmtime"})
  public String backend = "chicory";

  private WasmRuntime runtime;
  private byte[] u8Array;
  private U8View u8View;
  private short[] i16Array;
  private I16View i16View;
  private int[] i32Array;
  private I32View i32View;
  private long[] i64Array;
  private I64View i64View;
  private float[] f32Array;
  private F32View f32View;
  private double[] f64Array;
  private F64View f64View;

  /** Makes a memory, views of it, and arrays of the same size. */
  @Setup
  public void open() {
    runtime = WasmRuntime.load(backend);
    WasmMemory memory = runtime.newMemory(MemoryType.of(16));
    u8Array = new byte[LENGTH];
    u8View = memory.view(ElementType.U8, 0, LENGTH);
    i16Array = new short[LENGTH];
    i16View = memory.view(ElementType.I16, 0, LENGTH);
    i32Array = new int[LENGTH];
    i32View = memory.view(ElementType.I32, 0, LENGTH);
    i64Array = new long[LENGTH];
    i64View = memory.view(ElementType.I64, 0, LENGTH);
    f32Array = new float[LENGTH];
    f32View = memory.view(ElementType.F32, 0, LENGTH);
    f64Array = new double[LENGTH];
    f64View = memory.view(ElementType.F64, 0, LENGTH);
  }

  /** Ends the runtime. */
  @TearDown
  public void close() {
    runtime.close();
  }

  /** Reads an array. */
  @Benchmark
  public int u8SumArray() {
    byte[] array = u8Array;
    int sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i] & 0xFF;
    }
    return sum;
  }

  /** Reads a view. */
  @Benchmark
  public int u8SumView() {
    U8View view = u8View;
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += view.get(i);
    }
    return sum;
  }

  /** Reads and writes an array. */
  @Benchmark
  public void u8ScaleArray() {
    byte[] array = u8Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = (byte) (array[i] + 3);
    }
  }

  /** Reads and writes a view. */
  @Benchmark
  public void u8ScaleView() {
    U8View view = u8View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, view.get(i) + 3);
    }
  }

  /** Writes an array. */
  @Benchmark
  public void u8WriteArray() {
    byte[] array = u8Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = (byte) i;
    }
  }

  /** Writes a view. */
  @Benchmark
  public void u8WriteView() {
    U8View view = u8View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, i);
    }
  }

  /** Reads an array. */
  @Benchmark
  public int i16SumArray() {
    short[] array = i16Array;
    int sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i];
    }
    return sum;
  }

  /** Reads a view. */
  @Benchmark
  public int i16SumView() {
    I16View view = i16View;
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += view.get(i);
    }
    return sum;
  }

  /** Reads and writes an array. */
  @Benchmark
  public void i16ScaleArray() {
    short[] array = i16Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = (short) (array[i] + 3);
    }
  }

  /** Reads and writes a view. */
  @Benchmark
  public void i16ScaleView() {
    I16View view = i16View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, (short) (view.get(i) + 3));
    }
  }

  /** Writes an array. */
  @Benchmark
  public void i16WriteArray() {
    short[] array = i16Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = (short) i;
    }
  }

  /** Writes a view. */
  @Benchmark
  public void i16WriteView() {
    I16View view = i16View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, (short) i);
    }
  }

  /** Reads an array. */
  @Benchmark
  public int i32SumArray() {
    int[] array = i32Array;
    int sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i];
    }
    return sum;
  }

  /** Reads a view. */
  @Benchmark
  public int i32SumView() {
    I32View view = i32View;
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += view.get(i);
    }
    return sum;
  }

  /** Reads and writes an array. */
  @Benchmark
  public void i32ScaleArray() {
    int[] array = i32Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = array[i] + 3;
    }
  }

  /** Reads and writes a view. */
  @Benchmark
  public void i32ScaleView() {
    I32View view = i32View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, view.get(i) + 3);
    }
  }

  /** Writes an array. */
  @Benchmark
  public void i32WriteArray() {
    int[] array = i32Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = i;
    }
  }

  /** Writes a view. */
  @Benchmark
  public void i32WriteView() {
    I32View view = i32View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, i);
    }
  }

  /** Reads an array. */
  @Benchmark
  public long i64SumArray() {
    long[] array = i64Array;
    long sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i];
    }
    return sum;
  }

  /** Reads a view. */
  @Benchmark
  public long i64SumView() {
    I64View view = i64View;
    long sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += view.get(i);
    }
    return sum;
  }

  /** Reads and writes an array. */
  @Benchmark
  public void i64ScaleArray() {
    long[] array = i64Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = array[i] + 3;
    }
  }

  /** Reads and writes a view. */
  @Benchmark
  public void i64ScaleView() {
    I64View view = i64View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, view.get(i) + 3);
    }
  }

  /** Writes an array. */
  @Benchmark
  public void i64WriteArray() {
    long[] array = i64Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = i;
    }
  }

  /** Writes a view. */
  @Benchmark
  public void i64WriteView() {
    I64View view = i64View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, i);
    }
  }

  /** Reads an array. */
  @Benchmark
  public float f32SumArray() {
    float[] array = f32Array;
    float sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i];
    }
    return sum;
  }

  /** Reads a view. */
  @Benchmark
  public float f32SumView() {
    F32View view = f32View;
    float sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += view.get(i);
    }
    return sum;
  }

  /** Reads and writes an array. */
  @Benchmark
  public void f32ScaleArray() {
    float[] array = f32Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = array[i] * 1.5f;
    }
  }

  /** Reads and writes a view. */
  @Benchmark
  public void f32ScaleView() {
    F32View view = f32View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, view.get(i) * 1.5f);
    }
  }

  /** Writes an array. */
  @Benchmark
  public void f32WriteArray() {
    float[] array = f32Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = i;
    }
  }

  /** Writes a view. */
  @Benchmark
  public void f32WriteView() {
    F32View view = f32View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, i);
    }
  }

  /** Reads an array. */
  @Benchmark
  public double f64SumArray() {
    double[] array = f64Array;
    double sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i];
    }
    return sum;
  }

  /** Reads a view. */
  @Benchmark
  public double f64SumView() {
    F64View view = f64View;
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += view.get(i);
    }
    return sum;
  }

  /** Reads and writes an array. */
  @Benchmark
  public void f64ScaleArray() {
    double[] array = f64Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = array[i] * 1.5;
    }
  }

  /** Reads and writes a view. */
  @Benchmark
  public void f64ScaleView() {
    F64View view = f64View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, view.get(i) * 1.5);
    }
  }

  /** Writes an array. */
  @Benchmark
  public void f64WriteArray() {
    double[] array = f64Array;
    for (int i = 0; i < array.length; i++) {
      array[i] = i;
    }
  }

  /** Writes a view. */
  @Benchmark
  public void f64WriteView() {
    F64View view = f64View;
    for (int i = 0; i < LENGTH; i++) {
      view.set(i, i);
    }
  }
}
