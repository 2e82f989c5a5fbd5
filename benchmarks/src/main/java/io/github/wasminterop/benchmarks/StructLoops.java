package io.github.wasminterop.benchmarks;

import io.github.wasminterop.F32Strided;
import io.github.wasminterop.I32Strided;
import io.github.wasminterop.StructArray;
import io.github.wasminterop.StructCursor;
import io.github.wasminterop.StructField;
import io.github.wasminterop.StructType;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Loops over structs of 24 bytes, each through this library and through a segment with offsets
 * written by hand. The time is that of one struct. With {@code -prof gc}, what each allocates.
 */
@State(Scope.Thread)
@OperationsPerInvocation(StructLoops.LENGTH)
public class StructLoops extends Timed {
  static final int LENGTH = 1 << 12;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final StructType<Particle> TYPE =
      StructType.of(MethodHandles.lookup(), Particle.class);
  private static final StructField X = TYPE.field("x");
  private static final StructField Y = TYPE.field("y");
  private static final StructField Z = TYPE.field("z");
  private static final StructField ID = TYPE.field("id");
  private static final StructField MASS = TYPE.field("mass");

  /** The backend that provides the memory. */
  @Param({"chicory", "graal", "wasmtime"})
  public String backend = "chicory";

  private WasmRuntime runtime;
  private MemorySegment segment;
  private StructArray<Particle> array;
  private StructCursor<Particle> cursor;
  private F32Strided xs;
  private I32Strided ids;

  /** 24 bytes: x at 0, y at 4, z at 8, id at 12, mass at 16. */
  record Particle(float x, float y, float z, int id, double mass) {}

  /** Makes a memory, an array of structs in it, and a segment of the same bytes. */
  @Setup
  public void open() {
    runtime = WasmRuntime.load(backend);
    WasmMemory memory = runtime.newMemory(MemoryType.of(16));
    array = memory.structs(TYPE, 1024, LENGTH);
    segment = memory.bytes(1024, LENGTH * TYPE.byteSize()).segment();
    cursor = array.cursor();
    xs = array.f32("x");
    ids = array.i32("id");
    for (int i = 0; i < LENGTH; i++) {
      array.set(i, new Particle(i, 1, 2, i, 0.5));
    }
  }

  /** Ends the runtime. */
  @TearDown
  public void close() {
    runtime.close();
  }

  /** Reads one {@code int} of each struct. */
  @Benchmark
  public int stridedSumSegment() {
    MemorySegment of = segment;
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += of.get(INT, i * 24L + 12);
    }
    return sum;
  }

  /** Reads one {@code int} of each struct. */
  @Benchmark
  public int stridedSumView() {
    I32Strided of = ids;
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += of.get(i);
    }
    return sum;
  }

  /** Reads and writes one {@code float} of each struct. */
  @Benchmark
  public void stridedScaleSegment() {
    MemorySegment of = segment;
    for (int i = 0; i < LENGTH; i++) {
      of.set(FLOAT, i * 24L, of.get(FLOAT, i * 24L) * 1.5f + 1);
    }
  }

  /** Reads and writes one {@code float} of each struct. */
  @Benchmark
  public void stridedScaleView() {
    F32Strided of = xs;
    for (int i = 0; i < LENGTH; i++) {
      of.set(i, of.get(i) * 1.5f + 1);
    }
  }

  /** Reads one {@code int} of each struct. */
  @Benchmark
  public int cursorSumSegment() {
    return stridedSumSegment();
  }

  /** Reads one {@code int} of each struct. */
  @Benchmark
  public int cursorSumView() {
    int sum = 0;
    for (StructCursor<Particle> at = array.cursor(); at.next(); ) {
      sum += at.getI32(ID);
    }
    return sum;
  }

  /** Reads four fields of each struct. */
  @Benchmark
  public double cursorReadSegment() {
    MemorySegment of = segment;
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      float x = of.get(FLOAT, i * 24L);
      float y = of.get(FLOAT, i * 24L + 4);
      float z = of.get(FLOAT, i * 24L + 8);
      sum += (x * x + y * y + z * z) * of.get(DOUBLE, i * 24L + 16);
    }
    return sum;
  }

  /** Reads four fields of each struct. */
  @Benchmark
  public double cursorReadView() {
    double sum = 0;
    for (StructCursor<Particle> at = array.cursor(); at.next(); ) {
      float x = at.getF32(X);
      float y = at.getF32(Y);
      float z = at.getF32(Z);
      sum += (x * x + y * y + z * z) * at.getF64(MASS);
    }
    return sum;
  }

  /** Reads and writes three fields of each struct. */
  @Benchmark
  public void cursorMoveSegment() {
    MemorySegment of = segment;
    for (int i = 0; i < LENGTH; i++) {
      of.set(FLOAT, i * 24L, of.get(FLOAT, i * 24L) * 0.5f + 1);
      of.set(FLOAT, i * 24L + 4, of.get(FLOAT, i * 24L + 4) * 0.5f + 2);
      of.set(FLOAT, i * 24L + 8, of.get(FLOAT, i * 24L + 8) * 0.5f + 3);
    }
  }

  /** Reads and writes three fields of each struct, with a cursor that is kept. */
  @Benchmark
  public void cursorMoveView() {
    StructCursor<Particle> at = cursor;
    for (int i = 0; i < LENGTH; i++) {
      at.moveTo(i);
      at.setF32(X, at.getF32(X) * 0.5f + 1);
      at.setF32(Y, at.getF32(Y) * 0.5f + 2);
      at.setF32(Z, at.getF32(Z) * 0.5f + 3);
    }
  }

  /** Reads each struct as a record. */
  @Benchmark
  public double recordReadSegment() {
    MemorySegment of = segment;
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += energy(read(of, i * 24L));
    }
    return sum;
  }

  /** Reads each struct as a record. */
  @Benchmark
  public double recordReadView() {
    StructArray<Particle> of = array;
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += energy(of.get(i));
    }
    return sum;
  }

  /** Writes each struct as a record. */
  @Benchmark
  public void recordWriteSegment() {
    MemorySegment of = segment;
    for (int i = 0; i < LENGTH; i++) {
      write(of, i * 24L, new Particle(i, 1, 2, i, 0.5));
    }
  }

  /** Writes each struct as a record. */
  @Benchmark
  public void recordWriteView() {
    StructArray<Particle> of = array;
    for (int i = 0; i < LENGTH; i++) {
      of.set(i, new Particle(i, 1, 2, i, 0.5));
    }
  }

  private static double energy(Particle of) {
    return (of.x() * of.x() + of.y() * of.y() + of.z() * of.z()) * of.mass() + of.id();
  }

  private static Particle read(MemorySegment of, long at) {
    return new Particle(
        of.get(FLOAT, at),
        of.get(FLOAT, at + 4),
        of.get(FLOAT, at + 8),
        of.get(INT, at + 12),
        of.get(DOUBLE, at + 16));
  }

  private static void write(MemorySegment of, long at, Particle value) {
    of.set(FLOAT, at, value.x());
    of.set(FLOAT, at + 4, value.y());
    of.set(FLOAT, at + 8, value.z());
    of.set(INT, at + 12, value.id());
    of.set(DOUBLE, at + 16, value.mass());
  }
}
