package io.github.wasminterop.conformance;

import org.jspecify.annotations.Nullable;

/**
 * The failure of a rule's test, with all that its reader needs: the rule, the backend and its mode,
 * what was done, what was expected, what came back, and how to run that test alone.
 */
final class BrokenRule extends AssertionError {
  private static final long serialVersionUID = 1;

  BrokenRule(Rule rule, ConformanceTarget target, String test, String command, Throwable failure) {
    super(
        """
        rule %s (%s) is broken by %s
          rule:         %s
          because:      %s
          test:         %s
          look closer:  %s
        %s"""
            .formatted(
                rule.id(),
                rule.strength(),
                target,
                rule.sentence(),
                rule.reason(),
                test,
                command,
                failure),
        failure);
    setStackTrace(failure.getStackTrace());
  }

  /** What the test itself had to say of a failure. */
  static String finding(@Nullable Throwable failure) {
    Throwable cause = failure instanceof BrokenRule broken ? broken.getCause() : failure;
    return cause instanceof AssertionError && cause.getMessage() != null
        ? cause.getMessage().strip()
        : String.valueOf(cause);
  }
}
