package io.github.wasminterop.benchmarks;

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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Views of several types and of all backends through one method, which finds out the type by a
 * {@code switch}; likewise arrays. The time is that of one element.
 */
@State(Scope.Thread)
@OperationsPerInvocation(SwitchedLoops.LENGTH)
public class SwitchedLoops extends Timed {
  static final int LENGTH = 1 << 14;

  private final List<WasmRuntime> runtimes = new ArrayList<>();
  private InTurn<WasmView<?, ?>> views;
  private InTurn<Object> arrays;

  /** Makes the views and the arrays. */
  @Setup
  public void open() {
    List<WasmView<?, ?>> allViews = new ArrayList<>();
    List<Object> allArrays = new ArrayList<>();
    for (var backend : WasmRuntime.backends()) {
      WasmRuntime runtime = WasmRuntime.load(backend.name());
      runtimes.add(runtime);
      var memory = runtime.newMemory(MemoryType.of(16));
      for (var type : List.of(ElementType.U8, ElementType.I32, ElementType.F64)) {
        allViews.add(memory.view(type, 0, LENGTH));
        allArrays.add(allViews.getLast().copy());
      }
    }
    views = new InTurn<>(allViews);
    arrays = new InTurn<>(allArrays);
  }

  /** Ends the runtimes. */
  @TearDown
  public void close() {
    runtimes.forEach(WasmRuntime::close);
  }

  /** Reads a view of whatever type. */
  @Benchmark
  public double sumView() {
    WasmView<?, ?> next = views.next();
    int length = (int) next.length();
    return switch (next) {
      case U8View view -> {
        int sum = 0;
        for (int i = 0; i < length; i++) {
          sum += view.get(i);
        }
        yield sum;
      }
      case I32View view -> {
        int sum = 0;
        for (int i = 0; i < length; i++) {
          sum += view.get(i);
        }
        yield sum;
      }
      case F64View view -> {
        double sum = 0;
        for (int i = 0; i < length; i++) {
          sum += view.get(i);
        }
        yield sum;
      }
      case WasmView<?, ?> other -> throw new IllegalStateException(other.toString());
    };
  }

  /** Reads an array of whatever type. */
  @Benchmark
  public double sumArray() {
    return switch (arrays.next()) {
      case byte[] array -> {
        int sum = 0;
        for (int i = 0; i < array.length; i++) {
          sum += array[i] & 0xFF;
        }
        yield sum;
      }
      case int[] array -> {
        int sum = 0;
        for (int i = 0; i < array.length; i++) {
          sum += array[i];
        }
        yield sum;
      }
      case double[] array -> {
        double sum = 0;
        for (int i = 0; i < array.length; i++) {
          sum += array[i];
        }
        yield sum;
      }
      case Object other -> throw new IllegalStateException(other.toString());
    };
  }
}
