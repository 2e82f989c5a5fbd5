package io.github.wasminterop.conformance;

import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a rule.
 *
 * @param rule the rule
 * @param verdict kept if it was checked and nothing spoke against it
 * @param reasons what was found, if it is broken; why it was skipped, whole or in part, if not
 */
record Finding(Rule rule, Verdict verdict, List<String> reasons) {

  /** Copies the reasons, each once. */
  Finding {
    reasons = reasons.stream().distinct().toList();
  }

  /**
   * The rule after another run of it; a breach outdoes everything, and all its reasons are told.
   */
  Finding and(Verdict more, List<String> why) {
    boolean worse = more == Verdict.BROKEN && verdict != Verdict.BROKEN;
    boolean drop = verdict == Verdict.BROKEN && more != Verdict.BROKEN;
    List<String> all =
        worse ? why : drop ? reasons : Stream.concat(reasons.stream(), why.stream()).toList();
    return new Finding(rule, more.compareTo(verdict) > 0 ? more : verdict, all);
  }
}
