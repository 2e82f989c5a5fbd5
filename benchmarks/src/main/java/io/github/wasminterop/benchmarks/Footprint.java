package io.github.wasminterop.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory this process has now. Needs Linux.
 *
 * @param resident all that is not swapped out, in bytes
 * @param heap what the objects need, in bytes
 */
record Footprint(long resident, long heap) {

  /** Collects garbage, and looks. */
  static Footprint now() {
    System.gc();
    Runtime jvm = Runtime.getRuntime();
    return new Footprint(residentNow(), jvm.totalMemory() - jvm.freeMemory());
  }

  /** What has come to it since. */
  Footprint since(Footprint before) {
    return new Footprint(resident - before.resident, heap - before.heap);
  }

  private static long residentNow() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("only Linux tells", e);
    }
  }
}
