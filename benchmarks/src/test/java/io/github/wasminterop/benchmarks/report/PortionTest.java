package io.github.wasminterop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What is run, against the benchmarks that there are. */
class PortionTest {

  private static Set<BenchmarkListEntry> benchmarks(String pattern) {
    return BenchmarkList.defaultList()
        .find(
            OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
            List.of(pattern),
            List.of());
  }

  static List<Portion> portions() {
    return Stream.concat(Portion.SHORT.stream(), Portion.ALLOCATIONS.stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("portions")
  void thereAreSuchBenchmarksWithSuchParameters(Portion portion) {
    assertThat(benchmarks(portion.benchmarks())).isNotEmpty();
    for (String param : portion.params()) {
      String[] parts = param.split("=", 2);
      assertThat(benchmarks(portion.benchmarks()))
          .allSatisfy(
              each ->
                  assertThat(each.getParams().get().get(parts[0])).contains(parts[1].split(",")));
    }
  }

  @Test
  void allBenchmarksFollowTheRuleOfNames() {
    assertThat(benchmarks(".*"))
        .hasSizeGreaterThan(50)
        .allSatisfy(
            each ->
                assertThat(
                        Measurement.of(
                            each.getUsername(), new TreeMap<>(), 1, 0, OptionalDouble.empty()))
                    .isPresent());
  }

  @Test
  void optionsThatAreGivenReplaceOurs() {
    Portion portion = new Portion("some", List.of("size=1"));
    assertThat(portion.arguments(List.of()))
        .containsExactly(
            "some", "-wi", "5", "-w", "100ms", "-i", "10", "-r", "100ms", "-p", "size=1");
    assertThat(portion.arguments(List.of("-f", "3", "-i", "2")))
        .containsExactly(
            "-f", "3", "-i", "2", "some", "-wi", "5", "-w", "100ms", "-r", "100ms", "-p", "size=1");
  }
}
