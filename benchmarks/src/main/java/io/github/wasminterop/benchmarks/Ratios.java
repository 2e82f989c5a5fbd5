package io.github.wasminterop.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs JMH and then prints, for each benchmark {@code xView}, its ratio to {@code xArray}, or
 * {@code xSegment}, of the same run.
 *
 * <p>Arguments are JMH's own.
 */
final class Ratios {
  private static final String VIEW = "View";
  private static final List<String> REFERENCES = List.of("Array", "Segment");

  private Ratios() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    Collection<RunResult> results = new Runner(new CommandLineOptions(arguments)).run();
    Map<String, Result<?>> byName = new TreeMap<>();
    for (RunResult result : results) {
      byName.put(key(result), result.getPrimaryResult());
    }
    System.out.printf("%n%-40s %12s %12s %7s%n", "loop", "reference ns", "view ns", "ratio");
    byName.forEach(
        (name, view) -> {
          Result<?> reference =
              REFERENCES.stream()
                  .map(suffix -> byName.get(name.replace(VIEW, suffix)))
                  .filter(Objects::nonNull)
                  .findFirst()
                  .orElse(null);
          if (name.contains(VIEW) && reference != null) {
            System.out.printf(
                "%-40s %6.3f ±%.3f %6.3f ±%.3f %7.2f%n",
                name.replace(VIEW, ""),
                reference.getScore(),
                reference.getScoreError(),
                view.getScore(),
                view.getScoreError(),
                view.getScore() / reference.getScore());
          }
        });
  }

  private static String key(RunResult result) {
    String name = result.getParams().getBenchmark();
    String backend = result.getParams().getParam("backend");
    return name.substring(name.lastIndexOf('.') + 1) + (backend == null ? "" : " on " + backend);
  }
}
