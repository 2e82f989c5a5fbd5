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
 * Loops whose index is a {@code long}, for views above 2 Gi elements, beside one over an array,
 * whose index is an {@code int}. The time is that of one element.
 */
@State(Scope.Thread)
@OperationsPerInvocation(LongLoops.LENGTH)
public class LongLoops extends Timed {
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
    view = runtime.newMemory(MemoryType.of(16)).view(ElementType.I32, 0, LENGTH);
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
  public int sumView() {
    I32View of = view;
    int sum = 0;
    for (long i = 0; i < LENGTH; i++) {
      sum += of.get(i);
    }
    return sum;
  }

  /** Reads an array. */
  @Benchmark
  public int sumArray() {
    int[] of = array;
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += of[i];
    }
    return sum;
  }

  /** Reads a segment. */
  @Benchmark
  public int sumSegment() {
    MemorySegment of = segment;
    int sum = 0;
    for (long i = 0; i < LENGTH; i++) {
      sum += of.get(INT, i * 4);
    }
    return sum;
  }

  /** Reads and writes a view. */
  @Benchmark
  public void scaleView() {
    I32View of = view;
    for (long i = 0; i < LENGTH; i++) {
      of.set(i, of.get(i) + 3);
    }
  }

  /** Reads and writes an array. */
  @Benchmark
  public void scaleArray() {
    int[] of = array;
    for (int i = 0; i < LENGTH; i++) {
      of[i] = of[i] + 3;
    }
  }

  /** Reads and writes a segment. */
  @Benchmark
  public void scaleSegment() {
    MemorySegment of = segment;
    for (long i = 0; i < LENGTH; i++) {
      of.set(INT, i * 4, of.get(INT, i * 4) + 3);
    }
  }
}
