package io.github.wasminterop.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Comparisons as rows of words, for a terminal or in Markdown. */
final class Table {
  private static final int LEFT_COLUMNS = 3;

  private final List<String> head;
  private final List<List<String>> rows;

  private Table(List<String> head, List<List<String>> rows) {
    this.head = head;
    this.rows = rows;
  }

  /**
   * The comparisons, without those that say nothing; with a column of bytes if they were measured.
   */
  static Table of(List<Comparison> comparisons) {
    List<String> head =
        new ArrayList<>(
            List.of("case", "with", "beside", "reference ns", "ours ns", "ratio", "limit", "kept"));
    boolean withBytes = comparisons.stream().anyMatch(each -> each.ours().bytes().isPresent());
    if (withBytes) {
      head.addAll(List.of("reference B", "ours B"));
    }
    List<List<String>> rows = new ArrayList<>();
    for (Comparison each : comparisons) {
      if (each.reference().isPresent()
          || !Limits.of(each).isEmpty()
          || isOnlyOne(each, comparisons)) {
        rows.add(row(each, withBytes));
      }
    }
    return new Table(head, rows);
  }

  private static boolean isOnlyOne(Comparison comparison, List<Comparison> all) {
    return all.stream().filter(other -> other.ours().equals(comparison.ours())).count() == 1;
  }

  private static List<String> row(Comparison of, boolean withBytes) {
    List<Limit> limits = Limits.of(of);
    List<String> row =
        new ArrayList<>(
            List.of(
                of.ours().name(),
                String.join(" ", of.ours().params().values()),
                of.what(),
                of.referenceTime().map(Quantity::toString).orElse(""),
                of.time().toString(),
                of.ratio().map(ratio -> ratio.toString(ratio.value() < 0.1 ? 4 : 2)).orElse(""),
                limits.stream().map(Limit::toString).collect(Collectors.joining(", ")),
                limits.stream()
                    .map(limit -> limit.verdict(limit.measured(of).orElseThrow()).toString())
                    .collect(Collectors.joining(", "))));
    if (withBytes) {
      row.add(of.reference().map(reference -> bytes(reference)).orElse(""));
      row.add(bytes(of.ours()));
    }
    return row;
  }

  private static String bytes(Measurement of) {
    return of.bytes().isPresent()
        ? String.format(Locale.ROOT, "%,.1f", of.bytes().getAsDouble())
        : "";
  }

  /** Columns of equal width, for a terminal. */
  String text() {
    int[] widths = new int[head.size()];
    for (List<String> row : all()) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return all().stream()
        .map(
            row ->
                IntStream.range(0, widths.length)
                    .mapToObj(i -> padded(row.get(i), widths[i], i < LEFT_COLUMNS))
                    .collect(Collectors.joining("  "))
                    .stripTrailing())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** A table in Markdown. */
  String markdown() {
    String rule =
        IntStream.range(0, head.size())
            .mapToObj(i -> i < LEFT_COLUMNS ? "---" : "--:")
            .collect(Collectors.joining("|", "|", "|\n"));
    return line(head) + rule + rows.stream().map(Table::line).collect(Collectors.joining());
  }

  private static String line(List<String> row) {
    return row.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String padded(String word, int width, boolean left) {
    String space = " ".repeat(width - word.length());
    return left ? word + space : space + word;
  }

  private List<List<String>> all() {
    List<List<String>> result = new ArrayList<>(rows);
    result.addFirst(head);
    return result;
  }
}
