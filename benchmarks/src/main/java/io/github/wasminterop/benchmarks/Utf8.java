package io.github.wasminterop.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.MemoryType;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Text read from guest memory and written to it, beside what Java needs for bytes in an array. The
 * time is that of one text.
 */
public class Utf8 extends Timed {

  /** A text and its bytes. */
  @State(Scope.Thread)
  public static class OfArray {
    /** What it is made of: one byte a character, one to three, four. */
    @Param({"ascii", "mixed", "emoji"})
    public String text = "ascii";

    /** How many bytes it has. */
    @Param({"16", "1024", "65536", "1048576"})
    public int size = 16;

    byte[] bytes = {};
    byte[] target = {};
    String string = "";

    /** Makes them. */
    @Setup
    public void make() {
      bytes = bytes();
      target = new byte[size];
      string = new String(bytes, UTF_8);
    }

    /** A pattern over and over, filled up by spaces where it would be cut. */
    private byte[] bytes() {
      String pattern =
          switch (text) {
            case "ascii" -> size < 64 ? "The quick brown " : "The quick brown fox jumps over it. ";
            case "mixed" -> size < 64 ? "Größe 大 1€" : "Größe, taille, 大きさ, размер: 12 € ";
            case "emoji" -> "🦀🌡🎉🚀";
            default -> throw new IllegalArgumentException(text);
          };
      byte[] unit = pattern.getBytes(UTF_8);
      byte[] result = new byte[size];
      Arrays.fill(result, (byte) ' ');
      for (int i = 0; i + unit.length <= size; i += unit.length) {
        System.arraycopy(unit, 0, result, i, unit.length);
      }
      return result;
    }
  }

  /** The text in guest memory. */
  public static class OfView extends OfArray {
    /** The backend that provides the memory. */
    @Param({"chicory", "graal", "wasmtime"})
    public String backend = "chicory";

    private WasmRuntime runtime;
    WasmMemory memory;

    /** Writes it there. */
    @Setup
    public void open() {
      runtime = WasmRuntime.load(backend);
      memory = runtime.newMemory(MemoryType.of(16));
      memory.bytes(0, size).copyFrom(bytes);
    }

    /** Ends the runtime. */
    @TearDown
    public void close() {
      runtime.close();
    }
  }

  /** The text in a memory that is reached by the runtime's own API. */
  public static class OfOwn extends OfArray {
    /** The backend whose runtime it is. */
    @Param({"chicory", "graal", "wasmtime"})
    public String backend = "chicory";

    OwnGuest guest;

    /** Writes it there. */
    @Setup
    public void open() {
      guest = OwnGuest.open(backend);
      guest.write(0, bytes);
    }

    /** Ends the guest. */
    @TearDown
    public void close() {
      guest.close();
    }
  }

  /** Reads guest memory. */
  @Benchmark
  public String readView(OfView of) {
    return of.memory.readUtf8(0, of.size);
  }

  /** Reads an array. */
  @Benchmark
  public String readArray(OfArray of) {
    return new String(of.bytes, UTF_8);
  }

  /** Reads by the runtime's own API. */
  @Benchmark
  public String readOwn(OfOwn of) {
    return of.guest.readText(0, of.size);
  }

  /** Writes guest memory. */
  @Benchmark
  public int writeView(OfView of) {
    return of.memory.writeUtf8(0, of.size, of.string);
  }

  /** Writes an array. */
  @Benchmark
  public byte[] writeArray(OfArray of) {
    byte[] encoded = of.string.getBytes(UTF_8);
    System.arraycopy(encoded, 0, of.target, 0, encoded.length);
    return of.target;
  }

  /** Writes by the runtime's own API. */
  @Benchmark
  public void writeOwn(OfOwn of) {
    of.guest.writeText(0, of.string);
  }
}
