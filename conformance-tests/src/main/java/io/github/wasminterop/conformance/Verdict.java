package io.github.wasminterop.conformance;

import java.util.Locale;

/** What became of a rule. Ordered so that the verdict on several runs of a rule is the greatest. */
enum Verdict {
  /** Its test was not run, or gave up, and told why. */
  SKIPPED,
  /** Its test passed. */
  KEPT,
  /** Its test failed. */
  BROKEN;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
