package io.github.wasminterop.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** A table in Markdown, printed row by row as it is measured. */
final class Table {
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  /** Prints the headings; of the columns, the first is aligned to the left. */
  Table(String title, List<String> columns) {
    OUT.printf("%n### %s%n%n", title);
    row(columns);
    OUT.println("|---|" + String.join("", Collections.nCopies(columns.size() - 1, "--:|")));
  }

  /** Prints a row of these cells; those of a collection one by one. */
  void row(Object... cells) {
    row(
        Stream.of(cells)
            .flatMap(cell -> cell instanceof Collection<?> some ? some.stream() : Stream.of(cell))
            .toList());
  }

  private static void row(Collection<?> cells) {
    OUT.println(cells.stream().map(String::valueOf).collect(joining(" | ", "| ", " |")));
  }

  /** Prints text below the table. */
  static void note(String text) {
    OUT.printf("%n%s%n", text);
  }
}
