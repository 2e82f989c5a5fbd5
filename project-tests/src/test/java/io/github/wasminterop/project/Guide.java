package io.github.wasminterop.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a guide tells its reader to do, in order.
 *
 * <ul>
 *   <li>A line {@code `path`:} before a block of code names a file to write.
 *   <li>{@code In `path`:} before a block of {@code diff} names a file to change.
 *   <li>A block of {@code console} has a command after {@code $}, and what it prints.
 * </ul>
 *
 * <p>Other blocks are there to be read.
 */
record Guide(List<Step> steps) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "^(?:(?<in>In )?`(?<file>[^`\n]+)`:\n\n)?```(?<kind>\\w*)\n(?<text>.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern NEXT_HUNK = Pattern.compile("^@@\n", Pattern.MULTILINE);
  private static final String ANYTHING = "…";

  /** Something to do. */
  sealed interface Step permits NewFile, Change, Command {}

  /** A file to write, or to write anew. */
  record NewFile(String path, String text) implements Step {
    void apply(Path folder) throws IOException {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
  }

  /** A change of a file that is there. */
  record Change(String path, List<String> hunks) implements Step {
    void apply(Path folder) throws IOException {
      Path file = folder.resolve(path);
      String text = Files.readString(file);
      for (String hunk : hunks) {
        String before = side(hunk, '+');
        assertThat(text.split(Pattern.quote(before), -1))
            .as("the places in %s where this is to be changed:%n%s", path, before)
            .hasSize(2);
        text = text.replace(before, side(hunk, '-'));
      }
      Files.writeString(file, text);
    }

    /** The lines of a hunk without those of the other side, and without their marks. */
    private static String side(String hunk, char other) {
      StringBuilder lines = new StringBuilder();
      hunk.lines()
          .filter(line -> line.isEmpty() || line.charAt(0) != other)
          .forEach(
              line -> lines.append(line, Math.min(1, line.length()), line.length()).append('\n'));
      return lines.toString();
    }
  }

  /** A command, and the lines that it prints; {@code …} stands for whatever is between. */
  record Command(String line, List<String> expected) implements Step {
    /** The words of the command, without quotes. */
    List<String> words() {
      return Arrays.stream(line.split(" ", -1)).map(word -> word.replace("'", "")).toList();
    }

    boolean fails() {
      return expected.contains("[INFO] BUILD FAILURE");
    }

    /** Asserts that the expected lines are there, in order, with gaps where the guide has them. */
    void assertPrinted(List<String> output) {
      int at = 0;
      boolean gap = false;
      for (String line : expected) {
        if (line.equals(ANYTHING)) {
          gap = true;
          continue;
        }
        Pattern pattern = pattern(line);
        int last = gap ? output.size() - 1 : at;
        while (at <= last && !pattern.matcher(output.get(at)).matches()) {
          at++;
        }
        assertThat(at)
            .as("'%s' is not where %s prints it:%n%s", line, this.line, String.join("\n", output))
            .isLessThanOrEqualTo(last);
        at++;
        gap = false;
      }
    }

    private static Pattern pattern(String line) {
      return Pattern.compile(
          String.join(
              ".*",
              Stream.of(line.split(ANYTHING, -1)).map(Pattern::quote).toArray(String[]::new)));
    }
  }

  /** Reads a guide in Markdown. */
  static Guide read(Path markdown) throws IOException {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(markdown));
    while (block.find()) {
      String file = block.group("file");
      String text = block.group("text");
      if (block.group("kind").equals("console")) {
        List<String> lines = text.lines().toList();
        steps.add(
            new Command(lines.getFirst().substring("$ ".length()), lines.subList(1, lines.size())));
      } else if (block.group("in") != null) {
        steps.add(new Change(file, List.of(NEXT_HUNK.split(text))));
      } else if (file != null) {
        steps.add(new NewFile(file, text));
      }
    }
    return new Guide(List.copyOf(steps));
  }
}
