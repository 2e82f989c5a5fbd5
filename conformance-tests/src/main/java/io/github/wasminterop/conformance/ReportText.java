package io.github.wasminterop.conformance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.github.wasminterop.BackendInfo;
import io.github.wasminterop.WasmRuntime;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A report as text.
 *
 * @param target what was tested, if a test got so far as to know
 * @param findings what came of each rule
 */
record ReportText(Optional<ConformanceTarget> target, List<Finding> findings) {
  private static final int SHORT = 140;

  /**
   * For the console: the numbers, and the rules that are not kept, those of one reason in a line.
   */
  String summary(Path report) {
    Map<String, List<Finding>> lines =
        findings.stream()
            .filter(finding -> finding.verdict() != Verdict.KEPT)
            .collect(
                groupingBy(
                    finding -> finding.verdict() + reason(finding), LinkedHashMap::new, toList()));
    return "conformance of %s: %s%n%s  report: %s%n"
        .formatted(
            title(),
            numbers(),
            lines.values().stream().map(ReportText::line).collect(joining()),
            report);
  }

  private static String line(List<Finding> alike) {
    Finding first = alike.getFirst();
    String more = alike.size() == 1 ? "" : " and %d more".formatted(alike.size() - 1);
    return "  %-7s %s%s: %s%n"
        .formatted(first.verdict(), first.rule().id(), more, shortened(reason(first)));
  }

  /** For people: the rules that are not kept, then all of them. */
  String markdown() {
    return """
        # Conformance of %s

        %s.

        %s## All rules

        | rule | strength | verdict | what holds |
        |---|---|---|---|
        %s"""
        .formatted(
            title(),
            numbers(),
            section("Broken", Verdict.BROKEN)
                + section("Skipped", Verdict.SKIPPED)
                + section("Skipped in part", Verdict.KEPT),
            findings.stream().map(ReportText::row).collect(joining()));
  }

  private String section(String heading, Verdict verdict) {
    List<Finding> told =
        findings.stream()
            .filter(finding -> finding.verdict() == verdict && !finding.reasons().isEmpty())
            .toList();
    return told.isEmpty()
        ? ""
        : "## %s\n\n%s\n"
            .formatted(heading, told.stream().map(ReportText::item).collect(joining()));
  }

  private static String item(Finding finding) {
    String reasons =
        finding.reasons().stream()
            .map(reason -> "  ```\n" + reason.indent(2) + "  ```\n")
            .collect(joining());
    return "- `%s` %s\n%s".formatted(finding.rule().id(), finding.rule().sentence(), reasons);
  }

  private static String row(Finding finding) {
    Rule rule = finding.rule();
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            rule.id(), rule.strength(), finding.verdict(), rule.sentence().replace("|", "\\|"));
  }

  /** For programs: one object, with a list that has an object for each rule. */
  String json() {
    return """
        {
          "target": %s,
          "backend": %s,
          "options": {%s},
          "runtime": %s,
          "kept": %d,
          "broken": %d,
          "skipped": %d,
          "rules": [
        %s
          ]
        }
        """
        .formatted(
            Json.string(title()),
            Json.string(target.map(ConformanceTarget::backend).orElse("")),
            options().entrySet().stream()
                .map(e -> Json.string(e.getKey()) + ": " + Json.string(e.getValue()))
                .collect(joining(", ")),
            Json.string(runtime()),
            count(Verdict.KEPT),
            count(Verdict.BROKEN),
            count(Verdict.SKIPPED),
            findings.stream().map(ReportText::object).collect(joining(",\n")));
  }

  private static String object(Finding finding) {
    Rule rule = finding.rule();
    return "    {\"rule\": %s, \"strength\": %s, \"verdict\": %s, \"sentence\": %s, \"reason\": %s}"
        .formatted(
            Json.string(rule.id()),
            Json.string(rule.strength()),
            Json.string(finding.verdict().toString()),
            Json.string(rule.sentence()),
            Json.string(reason(finding)));
  }

  private String title() {
    String runtime = runtime();
    return target.map(Object::toString).orElse("an unknown backend")
        + (runtime.isEmpty() ? "" : " (" + runtime + ")");
  }

  private String numbers() {
    return "%d rules kept, %d broken, %d skipped"
        .formatted(count(Verdict.KEPT), count(Verdict.BROKEN), count(Verdict.SKIPPED));
  }

  private long count(Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  private Map<String, String> options() {
    return target.<Map<String, String>>map(t -> new TreeMap<>(t.options())).orElse(Map.of());
  }

  private String runtime() {
    return target
        .flatMap(
            tested ->
                WasmRuntime.backends().stream()
                    .filter(info -> info.name().equals(tested.backend()))
                    .findFirst())
        .map(BackendInfo::runtime)
        .orElse("");
  }

  private static String reason(Finding finding) {
    return String.join("\n\n", finding.reasons());
  }

  private static String shortened(String reason) {
    String line = reason.strip().replaceAll("\\s+", " ");
    return line.length() <= SHORT ? line : line.substring(0, SHORT - 1) + "…";
  }
}
