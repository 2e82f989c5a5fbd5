package io.github.wasminterop.benchmarks.report;

import java.util.Locale;
import java.util.Optional;

/** A limit that we have set ourselves for a comparison. */
record Limit(Kind kind, double bound) {

  /** What is limited. */
  enum Kind {
    /** The time of ours over that of the reference. */
    RATIO,
    /** What ours takes longer than the reference, in nanoseconds. */
    DIFFERENCE,
    /** The time of ours in nanoseconds. */
    TIME,
    /** What ours allocates, or allocates more than the reference. */
    BYTES
  }

  /** Whether a limit is kept. */
  enum Verdict {
    /** The number is inside. */
    KEPT("yes"),
    /** The number is outside, but not by more than its error. */
    UNCLEAR("within error"),
    /** The number is outside. */
    BROKEN("NO");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /** What has been measured of it; nothing if that was not measured. */
  Optional<Quantity> measured(Comparison comparison) {
    return switch (kind) {
      case RATIO -> comparison.ratio();
      case DIFFERENCE -> comparison.difference();
      case TIME -> Optional.of(comparison.time());
      case BYTES -> comparison.bytes();
    };
  }

  Verdict verdict(Quantity measured) {
    if (measured.value() <= bound) {
      return Verdict.KEPT;
    }
    return measured.value() - measured.error() <= bound ? Verdict.UNCLEAR : Verdict.BROKEN;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case RATIO -> String.format(Locale.ROOT, "%.2f", bound);
      case DIFFERENCE -> String.format(Locale.ROOT, "%+.0f ns", bound);
      case TIME -> String.format(Locale.ROOT, "%.0f ns", bound);
      case BYTES -> String.format(Locale.ROOT, "%.0f B", bound);
    };
  }
}
