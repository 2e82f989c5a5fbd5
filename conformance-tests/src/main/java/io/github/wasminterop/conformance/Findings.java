package io.github.wasminterop.conformance;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What came of the rules so far, for one target. Usable by any thread: JUnit may run several. */
final class Findings {
  private final TreeMap<Rule, Finding> findings = new TreeMap<>(Rule.ORDER);
  private @Nullable ConformanceTarget target;

  synchronized void about(ConformanceTarget tested) {
    target = tested;
  }

  /** Adds one run of a rule's test. A rule whose test runs several times has one verdict. */
  synchronized void add(Rule rule, Verdict verdict, List<String> reasons) {
    findings.merge(
        rule, new Finding(rule, verdict, reasons), (before, _) -> before.and(verdict, reasons));
  }

  synchronized Optional<ConformanceTarget> target() {
    return Optional.ofNullable(target);
  }

  /** All findings, in the order of the rules. */
  synchronized List<Finding> all() {
    return List.copyOf(findings.values());
  }
}
