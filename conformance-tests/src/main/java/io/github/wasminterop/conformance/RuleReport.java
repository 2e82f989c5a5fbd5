package io.github.wasminterop.conformance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Puts the rule, the backend and its mode in front of what a failed test has to say. */
final class RuleReport implements TestExecutionExceptionHandler {

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    if (failure instanceof TestAbortedException) {
      throw failure;
    }
    Rule rule = Rule.of(context.getRequiredTestMethod());
    RuleGroup group = (RuleGroup) context.getRequiredTestInstance();
    AssertionError report =
        new AssertionError(
            """
            rule %s (%s) is broken by %s
              rule:    %s
              because: %s
              test:    %s
            %s"""
                .formatted(
                    rule.id(),
                    rule.strength(),
                    group.target(),
                    rule.sentence(),
                    rule.reason(),
                    context.getDisplayName(),
                    failure),
            failure);
    report.setStackTrace(failure.getStackTrace());
    throw report;
  }
}
