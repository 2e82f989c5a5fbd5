package io.github.wasminterop.benchmarks.report;

import static io.github.wasminterop.benchmarks.report.Limit.Kind.BYTES;
import static io.github.wasminterop.benchmarks.report.Limit.Kind.DIFFERENCE;
import static io.github.wasminterop.benchmarks.report.Limit.Kind.RATIO;
import static io.github.wasminterop.benchmarks.report.Limit.Kind.TIME;

import java.util.List;
import java.util.regex.Pattern;

/** The limits that we have set ourselves. */
final class Limits {
  private static final int LARGE = 1 << 16;

  /** An operation that allocates takes more than half a byte; less is the measuring itself. */
  private static final double NOTHING = 0.4;

  private static final String ELEMENTS = "ElementLoops\\.(sum|scale|write)";

  private static final List<Rule> RULES =
      List.of(
          rule(ELEMENTS, "Array", RATIO, 1.10),
          rule("IndexLoops\\.(sum|scale)By(IntLength|Constant)", "Array", RATIO, 1.10),
          rule("MixedLoops\\.(sum|scale|write|sumAllTypes)", "Array", RATIO, 1.10),
          rule("SwitchedLoops\\.sum", "Array", RATIO, 1.10),
          rule(ELEMENTS, "Own", RATIO, 1.0 / 5).on("chicory"),
          rule(ELEMENTS, "Own", RATIO, 1.0 / 50).on("graal"),
          rule(ELEMENTS, "Own", RATIO, 1.0).on("wasmtime"),
          rule(ELEMENTS, "V8", RATIO, 1.0),
          rule(ELEMENTS, "", BYTES, NOTHING),
          rule("Bulk\\.copy(Out|In)", "Array|Segment", RATIO, 1.05).from(LARGE),
          rule("Bulk\\.(to|from)Segment", "Segment", RATIO, 1.05).from(LARGE),
          rule("MixedBulk\\.copy", "Segment", RATIO, 1.05),
          rule("Utf8\\.read", "Array", RATIO, 1.05).from(LARGE),
          rule("Views\\.create(ByConstants)?", "", TIME, 50),
          rule("Views\\.refreshByConstants", "", TIME, 15),
          rule("Views\\.refreshByGlobals", "", TIME, 25).on("chicory"),
          rule("Views\\.refreshBy(Constants|Globals)", "", BYTES, NOTHING),
          rule("Calls\\.callHandle", "Own", RATIO, 1.3).on("chicory"),
          rule("Calls\\.callHandle", "Own", RATIO, 1.02).on("graal|wasmtime"),
          rule("Calls\\.callHandle", "Own", DIFFERENCE, 5),
          rule("Calls\\.callHandle", "Own", BYTES, NOTHING));

  private Limits() {}

  /** A limit, and for which comparisons it is. */
  private record Rule(Pattern name, Pattern reference, Pattern backend, int fromSize, Limit limit) {

    Rule on(String backends) {
      return new Rule(name, reference, Pattern.compile(backends), fromSize, limit);
    }

    Rule from(int size) {
      return new Rule(name, reference, backend, size, limit);
    }

    boolean applies(Comparison comparison) {
      var params = comparison.ours().params();
      return name.matcher(comparison.ours().name()).matches()
          && reference.matcher(comparison.what()).matches()
          && backend.matcher(params.getOrDefault("backend", "")).matches()
          && Integer.parseInt(params.getOrDefault("size", "0")) >= fromSize;
    }
  }

  private static Rule rule(String name, String reference, Limit.Kind kind, double bound) {
    return new Rule(
        Pattern.compile(name),
        Pattern.compile(reference),
        Pattern.compile(".*"),
        0,
        new Limit(kind, bound));
  }

  /** The limits for a comparison of which something has been measured that they limit. */
  static List<Limit> of(Comparison comparison) {
    return RULES.stream()
        .filter(rule -> rule.applies(comparison))
        .map(Rule::limit)
        .filter(limit -> limit.measured(comparison).isPresent())
        .toList();
  }
}
