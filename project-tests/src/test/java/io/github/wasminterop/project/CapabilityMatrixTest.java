package io.github.wasminterop.project;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.BackendInfo;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The table of capabilities in the README is the one that the backends declare. With {@code
 * -Dreadme.update} it is written instead of compared.
 */
class CapabilityMatrixTest {
  private static final Path README = Path.of("..", "README.md");
  private static final String BEGIN = "<!-- capabilities: written by CapabilityMatrixTest -->\n";
  private static final String END = "<!-- end of capabilities -->\n";

  @Test
  void theReadmeTellsWhatTheBackendsDeclare() throws IOException {
    List<BackendInfo> backends = WasmRuntime.backends();
    assertThat(backends)
        .extracting(BackendInfo::name)
        .containsExactly("chicory", "endive", "graal", "wasmtime");
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    int end = readme.indexOf(END);
    assertThat(end).as("the table's place in the README").isGreaterThanOrEqualTo(begin);
    String updated = readme.substring(0, begin) + table(backends) + readme.substring(end);
    if (System.getProperty("readme.update") != null) {
      Files.writeString(README, updated);
    }
    assertThat(Files.readString(README)).isEqualTo(updated);
  }

  private static String table(List<BackendInfo> backends) {
    String head = row("capability", backends.stream().map(BackendInfo::name).toList());
    String rule = row("---", backends.stream().map(_ -> ":-:").toList());
    return Arrays.stream(Capability.values())
        .map(
            capability ->
                row(
                    capability.title(),
                    backends.stream()
                        .map(b -> b.capabilities().contains(capability) ? "yes" : "–")
                        .toList()))
        .collect(joining("", head + rule, ""));
  }

  private static String row(String first, List<String> others) {
    return "| " + first + " | " + String.join(" | ", others) + " |\n";
  }
}
