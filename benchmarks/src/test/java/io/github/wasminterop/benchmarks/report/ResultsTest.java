package io.github.wasminterop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @TempDir private Path folder;

  @Test
  void jmhsJson() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("results.json"),
            """
            [{
              "benchmark": "some.where.ElementLoops.sumView",
              "params": {"type": "i32", "backend": "graal"},
              "primaryMetric": {"score": 0.25, "scoreError": 0.01, "scoreUnit": "ns/op"},
              "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 16.5}}
            }, {
              "benchmark": "some.where.ElementLoops.sumArray",
              "primaryMetric": {"score": 0.5, "scoreError": "NaN", "scoreUnit": "ns/op"},
              "secondaryMetrics": {}
            }, {
              "benchmark": "some.where.Else.unruly",
              "primaryMetric": {"score": 1, "scoreError": 1, "scoreUnit": "ns/op"}
            }]
            """);
    List<Measurement> read = Results.read(file);
    assertThat(read).extracting(Measurement::what).containsExactly("View", "Array");
    assertThat(read.getFirst().name()).isEqualTo("ElementLoops.sum");
    assertThat(read.getFirst().params()).isEqualTo(Map.of("type", "i32", "backend", "graal"));
    assertThat(read.getFirst().error()).isEqualTo(0.01);
    assertThat(read.getFirst().bytes()).hasValue(16.5);
    assertThat(read.getLast().error()).isNaN();
    assertThat(read.getLast().bytes()).isEmpty();
  }

  @Test
  void onlyWhatLiesBetweenTheMarkersIsReplaced() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("RESULTS.md"),
            """
            before
            <!-- results: written by Report -->
            old
            <!-- end of results -->
            after
            """);
    Markdown.replace(file, "results", "new\n");
    Markdown.replace(file, "results", "newer\n");
    assertThat(file)
        .content()
        .isEqualTo(
            """
            before
            <!-- results: written by Report -->

            newer

            <!-- end of results -->
            after
            """);
    assertThatThrownBy(() -> Markdown.replace(file, "others", "x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("<!-- others: written by Report -->");
  }
}
