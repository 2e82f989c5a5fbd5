package io.github.wasminterop.benchmarks;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Much at once: many instances, many threads, large views, many views of a memory that grows. */
@Command(
    name = "Scale",
    mixinStandardHelpOptions = true,
    description = "Measures how costs grow with numbers and sizes, and prints tables in Markdown.")
final class Scale implements Runnable {

  @Option(
      names = "--full",
      description = "Up to 1000 instances, 3 GiB and 100 000 views; needs 8 GiB of memory.")
  private boolean full;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "What to measure: ${COMPLETION-CANDIDATES}; all if there is none.")
  private Set<ScalePart> parts = EnumSet.allOf(ScalePart.class);

  @Parameters(
      arity = "0..1",
      paramLabel = "REGEX",
      description = "Which backends; all if there is none.")
  private Pattern backends = Pattern.compile("");

  /** Runs the program. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Scale()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public void run() {
    List<BackendMode> modes = BackendMode.matching(backends);
    parts.forEach(part -> part.table(modes, full));
  }
}
