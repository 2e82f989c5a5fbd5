package io.github.wasminterop.benchmarks;

import java.util.Locale;

/** Numbers with the unit that makes them short. */
final class Units {
  private static final String[] TIMES = {"ns", "µs", "ms", "s"};
  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final String[] COUNTS = {"", "thousand", "million", "billion"};

  private Units() {}

  /** For instance {@code 1.25 µs}. */
  static String time(double nanos) {
    return text(nanos, 1000, TIMES);
  }

  /** For instance {@code 64.0 KiB}. */
  static String bytes(double bytes) {
    return text(bytes, 1024, SIZES);
  }

  /** For instance {@code 1.25 million}. */
  static String count(double count) {
    return text(count, 1000, COUNTS);
  }

  private static String text(double value, int step, String[] units) {
    double rest = value;
    int unit = 0;
    while (Math.abs(rest) >= step && unit < units.length - 1) {
      rest /= step;
      unit++;
    }
    int digits = Math.abs(rest) < 10 ? 2 : Math.abs(rest) < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + digits + "f %s", rest, units[unit]).strip();
  }
}
