package io.github.wasminterop.benchmarks;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The loops over {@code i32} by the ways in which a program may count: {@code ByLong} has a {@code
 * long} index, {@code ByIntLength} an {@code int} one and asks the view for its length each time,
 * {@code ByLength} compares that with a {@code long}, {@code ByConstant} has an end that the
 * compiler knows. {@link ElementLoops} has an {@code int} variable for it. The time is that of one
 * element.
 */
@State(Scope.Thread)
@OperationsPerInvocation(IndexLoops.LENGTH)
public class IndexLoops extends Timed {
  static final int LENGTH = 1 << 14;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The backend that provides the memory. */
  @Param({"chicory", "graal", "wasmtime"})
  public String backend = "chicory";

  private WasmRuntime runtime;
  private I32View view;
  private MemorySegment segment;
  private int[] array;

  /** Makes a view, its segment, and an array. */
  @Setup
  public void open() {
    runtime = WasmRuntime.load(backend);
    view = runtime.newMemory(MemoryType.of(16)).view(ElementType.I32, Loops.ADDRESS, LENGTH);
    segment = view.segment();
    array = new int[LENGTH];
  }

  /** Ends the runtime. */
  @TearDown
  public void close() {
    runtime.close();
  }

  /** Reads a view. */
  @Benchmark
  public int sumByLongView() {
    I32View of = view;
    long length = of.length();
    int sum = 0;
    for (long i = 0; i < length; i++) {
      sum += of.get(i);
    }
    return sum;
  }

  /** Reads and writes a view. */
  @Benchmark
  public void scaleByLongView() {
    I32View of = view;
    long length = of.length();
    for (long i = 0; i < length; i++) {
      of.set(i, of.get(i) + 3);
    }
  }

  /** Reads a view. */
  @Benchmark
  public int sumByLengthView() {
    I32View of = view;
    int sum = 0;
    for (int i = 0; i < of.length(); i++) {
      sum += of.get(i);
    }
    return sum;
  }

  /** Reads and writes a view. */
  @Benchmark
  public void scaleByLengthView() {
    I32View of = view;
    for (int i = 0; i < of.length(); i++) {
      of.set(i, of.get(i) + 3);
    }
  }

  /** Reads a view. */
  @Benchmark
  public int sumByIntLengthView() {
    I32View of = view;
    int sum = 0;
    for (int i = 0; i < of.intLength(); i++) {
      sum += of.get(i);
    }
    return sum;
  }

  /** Reads and writes a view. */
  @Benchmark
  public void scaleByIntLengthView() {
    I32View of = view;
    for (int i = 0; i < of.intLength(); i++) {
      of.set(i, of.get(i) + 3);
    }
  }

  /** Reads a view. */
  @Benchmark
  public int sumByConstantView() {
    I32View of = view;
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += of.get(i);
    }
    return sum;
  }

  /** Reads and writes a view. */
  @Benchmark
  public void scaleByConstantView() {
    I32View of = view;
    for (int i = 0; i < LENGTH; i++) {
      of.set(i, of.get(i) + 3);
    }
  }

  /** Reads a segment. */
  @Benchmark
  public int sumByLongSegment() {
    MemorySegment of = segment;
    long length = view.length();
    int sum = 0;
    for (long i = 0; i < length; i++) {
      sum += of.get(INT, i * 4);
    }
    return sum;
  }

  /** Reads and writes a segment. */
  @Benchmark
  public void scaleByLongSegment() {
    MemorySegment of = segment;
    long length = view.length();
    for (long i = 0; i < length; i++) {
      of.set(INT, i * 4, of.get(INT, i * 4) + 3);
    }
  }

  /** Reads an array. */
  @Benchmark
  public int sumArray() {
    int[] of = array;
    int sum = 0;
    for (int i = 0; i < of.length; i++) {
      sum += of[i];
    }
    return sum;
  }

  /** Reads and writes an array. */
  @Benchmark
  public void scaleArray() {
    int[] of = array;
    for (int i = 0; i < of.length; i++) {
      of[i] = of[i] + 3;
    }
  }
}
