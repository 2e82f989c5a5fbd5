package io.github.wasminterop.benchmarks;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** What lies in the middle of several measurements. */
final class Median {

  private Median() {}

  /** Measures so many times. */
  static double of(int times, LongSupplier measurement) {
    return of(LongStream.generate(measurement).limit(times).toArray());
  }

  /** The mean of the two in the middle, if there are two. */
  static double of(long... values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? (double) sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
  }
}
