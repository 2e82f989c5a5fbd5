package io.github.wasminterop.conformance;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;

/**
 * A rule of the contract, as its test method tells it.
 *
 * @param strength {@code required}, {@code optional} (by a declared capability) or {@code untested}
 * @param id the rule's identity, for instance {@code spatial_1_03}
 * @param sentence what is tested
 * @param reason why
 * @param method the test
 */
record Rule(String strength, String id, String sentence, String reason, Method method) {
  /** By group, its part, and number. */
  static final Comparator<Rule> ORDER =
      Comparator.<Rule>comparingInt(
              rule -> Integer.parseInt(rule.id().replaceAll("[a-z]+_(\\d+)_\\d+", "$1")))
          .thenComparing(Rule::id);

  private static final Pattern NAME =
      Pattern.compile("(required|optional|untested)_([a-z]+_\\d{1,2}_\\d\\d)_[a-z][A-Za-z0-9]*");

  /** The rule of a test method; its name has the form {@code strength_group_nn_nn_camelCase}. */
  static Rule of(Method method) {
    Matcher name = NAME.matcher(method.getName());
    DisplayName sentence = method.getAnnotation(DisplayName.class);
    Why why = method.getAnnotation(Why.class);
    if (!name.matches() || sentence == null || why == null) {
      throw new IllegalArgumentException(
          method + " is named unlike a rule, or lacks @DisplayName or @Why");
    }
    return new Rule(name.group(1), name.group(2), sentence.value(), why.value(), method);
  }
}
