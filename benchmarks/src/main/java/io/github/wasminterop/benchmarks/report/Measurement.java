package io.github.wasminterop.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * What was measured of one benchmark, whose name is {@code <group>.<subject><what>}.
 *
 * @param group the class
 * @param subject what is done
 * @param what on what it is done: {@link #OURS}, or one of the {@link #REFERENCES}
 * @param params the parameters, as type, size and backend
 * @param score nanoseconds for one operation
 * @param error half the width of the score's confidence interval of 99.9 %; NaN if it is unknown
 * @param bytes what one operation allocates, if that was measured
 */
record Measurement(
    String group,
    String subject,
    String what,
    SortedMap<String, String> params,
    double score,
    double error,
    OptionalDouble bytes) {
  static final String OURS = "View";
  static final List<String> REFERENCES = List.of("Array", "Segment", "Own", "V8", "Plain");

  /**
   * Takes the name of a benchmark apart.
   *
   * @param name the benchmark's, with its class and package
   * @return the measurement, if the name follows the rule
   */
  static Optional<Measurement> of(
      String name,
      SortedMap<String, String> params,
      double score,
      double error,
      OptionalDouble bytes) {
    int dot = name.lastIndexOf('.');
    String group = name.substring(name.lastIndexOf('.', dot - 1) + 1, dot);
    String method = name.substring(dot + 1);
    for (String what : REFERENCES) {
      if (method.endsWith(what)) {
        return Optional.of(of(group, method, what, params, score, error, bytes));
      }
    }
    return method.endsWith(OURS)
        ? Optional.of(of(group, method, OURS, params, score, error, bytes))
        : Optional.empty();
  }

  private static Measurement of(
      String group,
      String method,
      String what,
      SortedMap<String, String> params,
      double score,
      double error,
      OptionalDouble bytes) {
    String subject = method.substring(0, method.length() - what.length());
    return new Measurement(group, subject, what, params, score, error, bytes);
  }

  boolean isOurs() {
    return what.equals(OURS);
  }

  /** The group and the subject. */
  String name() {
    return group + "." + subject;
  }

  /**
   * Whether another measurement can be compared with this reference: it is of the same group, its
   * subject is this one's or begins with its words, and it has this one's parameters, perhaps with
   * more.
   */
  boolean serves(Measurement other) {
    String subject = other.subject;
    return group.equals(other.group)
        && subject.startsWith(this.subject)
        && (subject.length() == this.subject.length()
            || Character.isUpperCase(subject.charAt(this.subject.length())))
        && other.params.entrySet().containsAll(params.entrySet());
  }
}
