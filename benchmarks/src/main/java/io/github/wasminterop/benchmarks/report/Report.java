package io.github.wasminterop.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Runs benchmarks and compares them. To be started in the folder of this module. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Runs benchmarks, compares ours with the references, and says which limits are kept.",
      "Without arguments it runs the short set. What is no option of its own goes to JMH, "
          + "for instance: ElementLoops.sum -p type=i32 -f 3"
    })
public final class Report implements Callable<Integer> {
  private static final Path TARGET = Path.of("target");
  private static final Path RESULTS = TARGET.resolve("results.json");
  private static final Path V8_RESULTS = TARGET.resolve("v8.json");
  private static final Path MARKDOWN = Path.of("RESULTS.md");
  private static final Path CHART = Path.of("results.svg");

  /** Else a benchmark that fails would only be missing from the report. */
  private static final String FAIL_ON_ERROR = "-foe";

  @Option(names = "--full", description = "Run all benchmarks, more than an hour.")
  private boolean full;

  @Option(
      names = "--allocations",
      description = "Run what must not allocate, with JMH's GC profiler, and show bytes.")
  private boolean allocations;

  @Option(names = "--write", description = "Write the results to RESULTS.md and results.svg.")
  private boolean write;

  @Option(
      names = "--v8",
      paramLabel = "FILE",
      description =
          "What v8/loops.mjs has printed. Without it, and with loops over elements measured, it is"
              + " run by the node on the PATH.")
  private Optional<Path> v8 = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Run nothing, report what JMH has written to FILE.")
  private Optional<Path> from = Optional.empty();

  @Unmatched private List<String> others = new ArrayList<>();

  private final List<String> command = new ArrayList<>();

  private Report() {}

  /** Runs the program. */
  public static void main(String[] arguments) {
    Report report = new Report();
    report.command.addAll(Arrays.asList(arguments));
    System.exit(new CommandLine(report).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, RunnerException, CommandLineOptionException {
    if (from.isEmpty()) {
      run();
    }
    List<Measurement> measurements = new ArrayList<>(Results.read(from.orElse(RESULTS)));
    if (!allocations
        && measurements.stream().anyMatch(each -> each.group().equals("ElementLoops"))) {
      addV8(measurements);
    }
    List<Comparison> comparisons = Comparison.of(measurements);
    System.out.println();
    System.out.println(Table.of(comparisons).text());
    System.out.println(summary(comparisons));
    if (write) {
      Markdown.replace(
          MARKDOWN,
          "results",
          Markdown.of(
              Machine.markdown(commandLine()),
              CHART.toString(),
              summary(comparisons),
              comparisons));
      Files.writeString(CHART, Chart.svg(comparisons));
      System.out.println("written: " + MARKDOWN + ", " + CHART);
    }
    return CommandLine.ExitCode.OK;
  }

  private void run() throws IOException, RunnerException, CommandLineOptionException {
    Collection<RunResult> results = new ArrayList<>();
    for (List<String> run : runs()) {
      List<String> arguments = new ArrayList<>(run);
      if (!arguments.contains(FAIL_ON_ERROR)) {
        arguments.addAll(List.of(FAIL_ON_ERROR, "true"));
      }
      results.addAll(new Runner(new CommandLineOptions(arguments.toArray(String[]::new))).run());
    }
    Files.createDirectories(TARGET);
    ResultFormatFactory.getInstance(ResultFormatType.JSON, RESULTS.toString()).writeOut(results);
  }

  /** The arguments of each of JMH's runs. */
  private List<List<String>> runs() throws CommandLineOptionException {
    if (allocations) {
      List<String> profiled = new ArrayList<>(List.of("-prof", "gc"));
      profiled.addAll(others);
      return Portion.ALLOCATIONS.stream().map(portion -> portion.arguments(profiled)).toList();
    }
    if (full || namesBenchmarks()) {
      return List.of(others);
    }
    return Portion.SHORT.stream().map(portion -> portion.arguments(others)).toList();
  }

  /** Whether there is a word among JMH's that is neither an option nor its value. */
  private boolean namesBenchmarks() throws CommandLineOptionException {
    return !new CommandLineOptions(others.toArray(String[]::new)).getIncludes().isEmpty();
  }

  private void addV8(List<Measurement> measurements) throws IOException {
    if (v8.isPresent()) {
      measurements.addAll(Results.read(v8.get()));
      return;
    }
    if (from.isEmpty()) {
      System.out.println("# V8: node v8/loops.mjs");
      Optional<String> printed = Program.output("node", "v8/loops.mjs");
      if (printed.isEmpty()) {
        System.out.println(
            "# It did not run, so nothing is compared with V8. Is node on the PATH?");
        return;
      }
      Files.writeString(V8_RESULTS, printed.get());
    }
    if (Files.exists(V8_RESULTS)) {
      measurements.addAll(Results.read(V8_RESULTS));
    }
  }

  private static String summary(List<Comparison> comparisons) {
    Map<Limit.Verdict, Integer> counts = new EnumMap<>(Limit.Verdict.class);
    for (Comparison comparison : comparisons) {
      for (Limit limit : Limits.of(comparison)) {
        counts.merge(limit.verdict(limit.measured(comparison).orElseThrow()), 1, Integer::sum);
      }
    }
    return "Limits: %d kept, %d exceeded by less than the error, %d exceeded."
        .formatted(
            counts.getOrDefault(Limit.Verdict.KEPT, 0),
            counts.getOrDefault(Limit.Verdict.UNCLEAR, 0),
            counts.getOrDefault(Limit.Verdict.BROKEN, 0));
  }

  private String commandLine() {
    return "./mvnw -q -P bench -pl benchmarks -am process-classes -Dbench=\"%s\""
        .formatted(String.join(" ", command));
  }
}
