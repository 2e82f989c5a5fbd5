package io.github.wasminterop.benchmarks;

import java.util.Locale;

/**
 * How a cost grows with a size {@code n}: the exponent of the power of {@code n} that fits what was
 * measured best, by least squares of the logarithms. 0 is constant, 1 linear, 2 quadratic.
 */
final class Law {
  private int points;
  private double sumX;
  private double sumY;
  private double sumXx;
  private double sumXy;

  /** Takes one more point; a cost that is too small to be measured is left out. */
  void add(long size, double cost) {
    if (cost <= 0) {
      return;
    }
    double x = Math.log((double) size);
    double y = Math.log(cost);
    points++;
    sumX += x;
    sumY += y;
    sumXx += x * x;
    sumXy += x * y;
  }

  /** For instance {@code n^1.02}; a dash if there are fewer than two points. */
  @Override
  public String toString() {
    double spread = points * sumXx - sumX * sumX;
    return points < 2 || spread == 0
        ? "–"
        : String.format(Locale.ROOT, "n^%.2f", (points * sumXy - sumX * sumY) / spread);
  }
}
