package io.github.wasminterop.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The results for people who weren't there. */
final class Markdown {
  private Markdown() {}

  /** The machine, the chart, what became of the limits, and a table for each group. */
  static String of(String machine, String chart, String summary, List<Comparison> comparisons) {
    Map<String, List<Comparison>> groups =
        comparisons.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.ours().group(), LinkedHashMap::new, Collectors.toList()));
    StringBuilder result = new StringBuilder();
    result.append(machine).append('\n');
    result.append("![Ratios to plain Java arrays](").append(chart).append(")\n\n");
    result.append(summary).append('\n');
    groups.forEach(
        (group, members) ->
            result
                .append("\n### ")
                .append(group)
                .append("\n\n")
                .append(Table.of(members).markdown()));
    return result.toString();
  }

  /**
   * Replaces what lies between the markers of a section.
   *
   * @throws IOException if the file can't be read or written, or has no such section
   */
  static void replace(Path file, String section, String content) throws IOException {
    String begin = "<!-- %s: written by Report -->\n".formatted(section);
    String end = "<!-- end of %s -->\n".formatted(section);
    String text = Files.readString(file);
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(
          "%s has no lines %s and %s".formatted(file, begin.strip(), end.strip()));
    }
    Files.writeString(
        file,
        text.substring(0, from + begin.length()) + "\n" + content + "\n" + text.substring(to));
  }
}
