package io.github.wasminterop.benchmarks;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Many bytes at once: {@code copyOut} of guest memory into an array, {@code copyIn} from one,
 * {@code toSegment} and {@code fromSegment} outside the heap, {@code fill}. The time is that of one
 * call.
 */
public class Bulk extends Timed {

  /** Two arrays. */
  @State(Scope.Thread)
  public static class OfArray {
    /** How many bytes. */
    @Param({"1024", "65536", "1048576", "67108864"})
    public int size = 1024;

    byte[] array = {};
    byte[] other = {};

    /** Makes them. */
    @Setup
    public void allocate() {
      array = new byte[size];
      other = new byte[size];
    }
  }

  /** A view, its segment, a segment elsewhere, and an array. */
  public static class OfView extends OfArray {
    /** The backend that provides the memory. */
    @Param({"chicory", "graal", "wasmtime"})
    public String backend = "chicory";

    private WasmRuntime runtime;
    U8View view;
    MemorySegment segment;
    MemorySegment elsewhere;

    /** Makes them. */
    @Setup
    public void open() {
      runtime = WasmRuntime.load(backend);
      long pages = Math.ceilDiv(size, MemoryType.PAGE_SIZE);
      view = runtime.newMemory(MemoryType.of(pages)).bytes(0, size);
      segment = view.segment();
      elsewhere = Arena.ofAuto().allocate(size);
    }

    /** Ends the runtime. */
    @TearDown
    public void close() {
      runtime.close();
    }
  }

  /** A memory by the runtime's own API, and an array. */
  public static class OfOwn extends OfArray {
    /** The backend whose runtime it is. */
    @Param({"chicory", "graal", "wasmtime"})
    public String backend = "chicory";

    OwnGuest guest;

    /** Makes them. */
    @Setup
    public void open() {
      guest = OwnGuest.open(backend);
      guest.grow((int) Math.ceilDiv(size, MemoryType.PAGE_SIZE));
    }

    /** Ends the guest. */
    @TearDown
    public void close() {
      guest.close();
    }
  }

  /** From a view to an array. */
  @Benchmark
  public byte[] copyOutView(OfView of) {
    of.view.copyInto(of.array);
    return of.array;
  }

  /** From an array to another. */
  @Benchmark
  public byte[] copyOutArray(OfArray of) {
    System.arraycopy(of.other, 0, of.array, 0, of.size);
    return of.array;
  }

  /** From a segment to an array. */
  @Benchmark
  public byte[] copyOutSegment(OfView of) {
    MemorySegment.copy(of.segment, ValueLayout.JAVA_BYTE, 0, of.array, 0, of.size);
    return of.array;
  }

  /** From the runtime's memory to an array. */
  @Benchmark
  public byte[] copyOutOwn(OfOwn of) {
    return of.guest.read(0, of.array);
  }

  /** From an array to a view. */
  @Benchmark
  public void copyInView(OfView of) {
    of.view.copyFrom(of.array);
  }

  /** From an array to another. */
  @Benchmark
  public byte[] copyInArray(OfArray of) {
    System.arraycopy(of.array, 0, of.other, 0, of.size);
    return of.other;
  }

  /** From an array to a segment. */
  @Benchmark
  public void copyInSegment(OfView of) {
    MemorySegment.copy(of.array, 0, of.segment, ValueLayout.JAVA_BYTE, 0, of.size);
  }

  /** From an array to the runtime's memory. */
  @Benchmark
  public void copyInOwn(OfOwn of) {
    of.guest.write(0, of.array);
  }

  /** From a view to a segment. */
  @Benchmark
  public void toSegmentView(OfView of) {
    of.view.copyInto(of.elsewhere);
  }

  /** From a segment to another. */
  @Benchmark
  public void toSegmentSegment(OfView of) {
    MemorySegment.copy(of.segment, 0, of.elsewhere, 0, of.size);
  }

  /** From a segment to a view. */
  @Benchmark
  public void fromSegmentView(OfView of) {
    of.view.copyFrom(of.elsewhere);
  }

  /** From a segment to another. */
  @Benchmark
  public void fromSegmentSegment(OfView of) {
    MemorySegment.copy(of.elsewhere, 0, of.segment, 0, of.size);
  }

  /** Fills a view. */
  @Benchmark
  public void fillView(OfView of) {
    of.view.fill(3);
  }

  /** Fills an array. */
  @Benchmark
  public byte[] fillArray(OfArray of) {
    Arrays.fill(of.array, (byte) 3);
    return of.array;
  }

  /** Fills a segment. */
  @Benchmark
  public void fillSegment(OfView of) {
    of.segment.fill((byte) 3);
  }

  /** Fills the runtime's memory. */
  @Benchmark
  public void fillOwn(OfOwn of) {
    of.guest.fill(0, of.size, (byte) 3);
  }
}
