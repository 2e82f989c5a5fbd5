package io.github.wasminterop.benchmarks.report;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Measurements for tests. */
final class Measured {
  private Measured() {}

  static Measurement of(String name, Map<String, String> params, double score, double error) {
    return Measurement.of("p." + name, new TreeMap<>(params), score, error, OptionalDouble.empty())
        .orElseThrow();
  }

  static Measurement allocating(String name, Map<String, String> params, double bytes) {
    return Measurement.of("p." + name, new TreeMap<>(params), 1, 0, OptionalDouble.of(bytes))
        .orElseThrow();
  }
}
