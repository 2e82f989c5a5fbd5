package io.github.wasminterop.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.PrintStream;
import java.util.Collection;
import java.util.stream.Stream;

/** Tables in Markdown, printed row by row as they are measured. */
final class Table {
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private Table() {}

  /**
   * Begins a table.
   *
   * @param columns their headings, with {@code " | "} between them; the first is aligned to the
   *     left
   */
  static void head(String title, String columns) {
    OUT.printf("%n### %s%n%n| %s |%n|---|", title, columns);
    OUT.println("--:|".repeat(columns.split(" \\| ", -1).length - 1));
  }

  /** Adds a row of these cells; those of a collection one by one. */
  static void row(Object... cells) {
    OUT.println(
        Stream.of(cells)
            .flatMap(cell -> cell instanceof Collection<?> some ? some.stream() : Stream.of(cell))
            .map(String::valueOf)
            .collect(joining(" | ", "| ", " |")));
  }

  /** Whether a line is a row of a table. */
  static boolean isRow(String line) {
    return line.startsWith("|");
  }

  /** Prints a line as it is. */
  static void line(String line) {
    OUT.println(line);
  }
}
