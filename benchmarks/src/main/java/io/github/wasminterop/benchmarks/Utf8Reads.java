package io.github.wasminterop.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.MemoryType;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Text of 1 MiB and of 32 bytes, read from guest memory by {@code readUtf8}, and made from an array
 * of the same bytes. The time is that of one text.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 4, time = 500, timeUnit = MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = MILLISECONDS)
public class Utf8Reads {
  private static final int LARGE = 1 << 20;
  private static final int SMALL = 32;

  /** The backend that provides the memory. */
  @Param({"chicory", "graal", "wasmtime"})
  public String backend = "chicory";

  private WasmRuntime runtime;
  private WasmMemory memory;
  private final byte[] ascii = text("The quick brown fox jumps over it. ", LARGE);
  private final byte[] mixed = text("Größe, taille, 大きさ, размер: 12 € ", LARGE);
  private final byte[] emoji = text("🦀🌡🎉🚀", LARGE);
  private final byte[] small = text("The quick brown fox jumps over it. ", SMALL);
  private long mixedPointer;
  private long emojiPointer;
  private long smallPointer;

  /** Writes the texts to a memory. */
  @Setup
  public void open() {
    runtime = WasmRuntime.load(backend);
    memory = runtime.newMemory(MemoryType.of(64));
    mixedPointer = LARGE;
    emojiPointer = 2 * LARGE;
    smallPointer = 3 * LARGE;
    memory.bytes(0, LARGE).copyFrom(ascii);
    memory.bytes(mixedPointer, LARGE).copyFrom(mixed);
    memory.bytes(emojiPointer, LARGE).copyFrom(emoji);
    memory.bytes(smallPointer, SMALL).copyFrom(small);
  }

  /** Ends the runtime. */
  @TearDown
  public void close() {
    runtime.close();
  }

  /** Reads one byte a character from an array. */
  @Benchmark
  public String asciiArray() {
    return new String(ascii, UTF_8);
  }

  /** Reads one byte a character from guest memory. */
  @Benchmark
  public String asciiView() {
    return memory.readUtf8(0, LARGE);
  }

  /** Reads one to three bytes a character from an array. */
  @Benchmark
  public String mixedArray() {
    return new String(mixed, UTF_8);
  }

  /** Reads one to three bytes a character from guest memory. */
  @Benchmark
  public String mixedView() {
    return memory.readUtf8(mixedPointer, LARGE);
  }

  /** Reads four bytes a character from an array. */
  @Benchmark
  public String emojiArray() {
    return new String(emoji, UTF_8);
  }

  /** Reads four bytes a character from guest memory. */
  @Benchmark
  public String emojiView() {
    return memory.readUtf8(emojiPointer, LARGE);
  }

  /** Reads 32 bytes from an array. */
  @Benchmark
  public String smallArray() {
    return new String(small, UTF_8);
  }

  /** Reads 32 bytes from guest memory. */
  @Benchmark
  public String smallView() {
    return memory.readUtf8(smallPointer, SMALL);
  }

  /** A pattern over and over, filled up by spaces where it would be cut. */
  private static byte[] text(String pattern, int size) {
    byte[] unit = pattern.getBytes(UTF_8);
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) ' ');
    for (int i = 0; i + unit.length <= size; i += unit.length) {
      System.arraycopy(unit, 0, bytes, i, unit.length);
    }
    return bytes;
  }
}
