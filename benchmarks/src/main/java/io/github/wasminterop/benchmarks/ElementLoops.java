package io.github.wasminterop.benchmarks;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** {@link Loops}, one of them in each JVM. The time is that of one element. */
@OperationsPerInvocation(Loops.LENGTH)
public class ElementLoops extends Timed {

  /** An array. */
  @State(Scope.Thread)
  public static class OfArray {
    /** The type of the elements. */
    @Param({"i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "f16", "f32", "f64"})
    public String type = "i32";

    private Loops loops;
    private Object array;

    /** Makes it. */
    @Setup
    public void open() {
      loops = Loops.of(type);
      array = loops.newArray();
    }
  }

  /** A view, and a segment of the same bytes. */
  @State(Scope.Thread)
  public static class OfView {
    /** The type of the elements. */
    @Param({"i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "f16", "f32", "f64"})
    public String type = "i32";

    /** The backend that provides the memory. */
    @Param({"chicory", "graal", "wasmtime"})
    public String backend = "chicory";

    private WasmRuntime runtime;
    private int length = Loops.LENGTH;
    private Loops loops;
    private WasmView<?, ?> view;
    private MemorySegment segment;

    /** Makes them. */
    @Setup
    public void open() {
      runtime = WasmRuntime.load(backend);
      WasmMemory memory = runtime.newMemory(MemoryType.of(16));
      loops = Loops.of(type);
      view = loops.view(memory);
      segment = memory.view(ElementType.I64, Loops.ADDRESS, Loops.LENGTH).segment();
    }

    /** Ends the runtime. */
    @TearDown
    public void close() {
      runtime.close();
    }
  }

  /** A memory by the runtime's own API. */
  @State(Scope.Thread)
  public static class OfOwn {
    /** The type of the elements. */
    @Param({"i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "f16", "f32", "f64"})
    public String type = "i32";

    /** The backend whose runtime it is. */
    @Param({"chicory", "graal", "wasmtime"})
    public String backend = "chicory";

    private int length = Loops.LENGTH;
    private Loops loops;
    private OwnGuest guest;

    /** Makes it. */
    @Setup
    public void open() {
      loops = Loops.of(type);
      guest = OwnGuest.open(backend);
    }

    /** Ends it. */
    @TearDown
    public void close() {
      guest.close();
    }
  }

  /** Reads a view. */
  @Benchmark
  public double sumView(OfView of) {
    return of.loops.sumView(of.view, of.length);
  }

  /** Reads an array. */
  @Benchmark
  public double sumArray(OfArray of) {
    return of.loops.sumArray(of.array);
  }

  /** Reads a segment. */
  @Benchmark
  public double sumSegment(OfView of) {
    return of.loops.sumSegment(of.segment, of.length);
  }

  /** Reads a memory by the runtime's own API. */
  @Benchmark
  public double sumOwn(OfOwn of) {
    return of.loops.sumOwn(of.guest, of.length);
  }

  /** Reads and writes a view. */
  @Benchmark
  public void scaleView(OfView of) {
    of.loops.scaleView(of.view, of.length);
  }

  /** Reads and writes an array. */
  @Benchmark
  public void scaleArray(OfArray of) {
    of.loops.scaleArray(of.array);
  }

  /** Reads and writes a segment. */
  @Benchmark
  public void scaleSegment(OfView of) {
    of.loops.scaleSegment(of.segment, of.length);
  }

  /** Reads and writes a memory by the runtime's own API. */
  @Benchmark
  public void scaleOwn(OfOwn of) {
    of.loops.scaleOwn(of.guest, of.length);
  }

  /** Writes a view. */
  @Benchmark
  public void writeView(OfView of) {
    of.loops.writeView(of.view, of.length);
  }

  /** Writes an array. */
  @Benchmark
  public void writeArray(OfArray of) {
    of.loops.writeArray(of.array);
  }

  /** Writes a segment. */
  @Benchmark
  public void writeSegment(OfView of) {
    of.loops.writeSegment(of.segment, of.length);
  }

  /** Writes a memory by the runtime's own API. */
  @Benchmark
  public void writeOwn(OfOwn of) {
    of.loops.writeOwn(of.guest, of.length);
  }

  /** Fills a view. */
  @Benchmark
  public void fillView(OfView of) {
    of.loops.fillView(of.view);
  }

  /** Fills an array. */
  @Benchmark
  public void fillArray(OfArray of) {
    of.loops.fillArray(of.array);
  }
}
