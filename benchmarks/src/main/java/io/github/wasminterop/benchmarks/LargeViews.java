package io.github.wasminterop.benchmarks;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.I64View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Views of whole memories, of more than 2 GiB as well: the sum of all elements, by an index of
 * {@code long}, beside the same loop over the segment.
 */
final class LargeViews {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final String TITLE = "Sums of whole memories by a long index, the time of one element";
  static final String COLUMNS =
      "backend | MiB | u8, view | u8, segment | ratio | i64, view | i64, segment | ratio";
  static final String JVM = "-XX:MaxDirectMemorySize=4g";

  private static final int WARM_UP = 100;
  private static final int WARM_UP_BYTES = 1 << 20;
  private static final int FILLING = 1;
  private static final long FILLED_LONG = 0x0101_0101_0101_0101L;

  private LargeViews() {}

  static void rows(BackendMode mode, int passes, int... mebibytes) {
    for (int size : mebibytes) {
      try (WasmRuntime runtime = mode.load()) {
        long pages = ((long) size << 20) / MemoryType.PAGE_SIZE;
        row(mode, passes, runtime.newMemory(MemoryType.of(pages)));
      } catch (MemoryLimitException e) {
        Table.row(mode, size, "refused: " + e.getMessage(), "", "", "", "", "");
      }
    }
  }

  private static void row(BackendMode mode, int passes, WasmMemory memory) {
    U8View bytes = memory.bytes(0, memory.byteSize());
    I64View longs = memory.view(ElementType.I64, 0, bytes.length() / Long.BYTES);
    MemorySegment segment = bytes.segment();
    bytes.fill(FILLING);
    warmUp(memory);
    long byteSum = FILLING * bytes.length();
    long longSum = FILLED_LONG * longs.length();
    double byteView = time(passes, bytes.length(), byteSum, () -> sum(bytes));
    double byteSegment = time(passes, bytes.length(), byteSum, () -> sumOfBytes(segment));
    double longView = time(passes, longs.length(), longSum, () -> sum(longs));
    double longSegment = time(passes, longs.length(), longSum, () -> sumOfLongs(segment));
    Table.row(
        mode,
        memory.byteSize() >> 20,
        Units.time(byteView),
        Units.time(byteSegment),
        String.format(Locale.ROOT, "%.2f", byteView / byteSegment),
        Units.time(longView),
        Units.time(longSegment),
        String.format(Locale.ROOT, "%.2f", longView / longSegment));
  }

  private static void warmUp(WasmMemory memory) {
    U8View bytes = memory.bytes(0, WARM_UP_BYTES);
    I64View longs = memory.view(ElementType.I64, 0, WARM_UP_BYTES / Long.BYTES);
    long sum = 0;
    for (int i = 0; i < WARM_UP; i++) {
      sum += sum(bytes) + sumOfBytes(bytes.segment()) + sum(longs) + sumOfLongs(longs.segment());
    }
    if (sum == 0) {
      throw new IllegalStateException("the memory is not filled");
    }
  }

  /** The time of one element, in nanoseconds, of a loop that has to come to this sum. */
  private static double time(int passes, long elements, long expected, LongSupplier loop) {
    return Median.of(
            passes,
            () -> {
              long begin = System.nanoTime();
              long sum = loop.getAsLong();
              long time = System.nanoTime() - begin;
              if (sum != expected) {
                throw new IllegalStateException("%d instead of %d".formatted(sum, expected));
              }
              return time;
            })
        / (double) elements;
  }

  private static long sum(U8View view) {
    long sum = 0;
    for (long i = 0; i < view.length(); i++) {
      sum += view.get(i);
    }
    return sum;
  }

  private static long sumOfBytes(MemorySegment segment) {
    long sum = 0;
    for (long i = 0; i < segment.byteSize(); i++) {
      sum += segment.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
    }
    return sum;
  }

  private static long sum(I64View view) {
    long sum = 0;
    for (long i = 0; i < view.length(); i++) {
      sum += view.get(i);
    }
    return sum;
  }

  private static long sumOfLongs(MemorySegment segment) {
    long length = segment.byteSize() / Long.BYTES;
    long sum = 0;
    for (long i = 0; i < length; i++) {
      sum += segment.getAtIndex(LONG, i);
    }
    return sum;
  }
}
