package io.github.wasminterop.benchmarks.report;

import java.util.Locale;

/**
 * A number with its error: half the width of its confidence interval, NaN if that is unknown. The
 * errors of what is computed follow from those of independent parts.
 */
record Quantity(double value, double error) {

  Quantity over(Quantity other) {
    double ratio = value / other.value;
    return new Quantity(
        ratio, Math.abs(ratio) * Math.hypot(error / value, other.error / other.value));
  }

  Quantity minus(Quantity other) {
    return new Quantity(value - other.value, Math.hypot(error, other.error));
  }

  /** With as many digits as make sense from thousandths of a nanosecond to seconds. */
  @Override
  public String toString() {
    double size = Math.abs(value);
    int digits = size < 10 ? 3 : size < 1000 ? 1 : 0;
    return toString(digits);
  }

  /** With so many digits behind the point. */
  String toString(int digits) {
    String format = "%,." + digits + "f";
    String number = String.format(Locale.ROOT, format, value);
    return Double.isNaN(error) ? number : number + " ±" + String.format(Locale.ROOT, format, error);
  }
}
