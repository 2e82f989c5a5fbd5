package io.github.wasminterop.benchmarks;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * 64 KiB of the memories of all backends in turn, copied to segments of which every other one is on
 * the heap. The time is that of one copy.
 */
@State(Scope.Thread)
public class MixedBulk extends Timed {
  private static final int SIZE = 1 << 16;

  private final List<WasmRuntime> runtimes = new ArrayList<>();
  private InTurn<U8View> views;
  private InTurn<MemorySegment> segments;
  private InTurn<MemorySegment> targets;

  /** Makes the views and the targets. */
  @Setup
  public void open() {
    WasmRuntime.backends().forEach(backend -> runtimes.add(WasmRuntime.load(backend.name())));
    List<U8View> all =
        runtimes.stream()
            .map(runtime -> runtime.newMemory(MemoryType.of(1)).bytes(0, SIZE))
            .toList();
    views = new InTurn<>(all);
    segments = new InTurn<>(all.stream().map(U8View::segment).toList());
    targets =
        new InTurn<>(List.of(MemorySegment.ofArray(new byte[SIZE]), Arena.ofAuto().allocate(SIZE)));
  }

  /** Ends the runtimes. */
  @TearDown
  public void close() {
    runtimes.forEach(WasmRuntime::close);
  }

  /** Copies from a view. */
  @Benchmark
  public void copyView() {
    views.next().copyInto(targets.next());
  }

  /** Copies from a segment. */
  @Benchmark
  public void copySegment() {
    MemorySegment.copy(segments.next(), 0, targets.next(), 0, SIZE);
  }
}
