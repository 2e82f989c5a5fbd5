package io.github.wasminterop.benchmarks.report;

import io.github.wasminterop.BackendInfo;
import io.github.wasminterop.WasmRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.stream.Collectors;

/** On what was measured. */
final class Machine {
  private Machine() {}

  /**
   * A list in Markdown.
   *
   * @param command what was run
   */
  static String markdown(String command) throws IOException {
    return """
    - %s, %d cores, %s %s
    - %s %s
    - %s; V8 of Node %s
    - commit %s, %s
    - `%s`
    """
        .formatted(
            cpu(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("java.vm.name"),
            System.getProperty("java.runtime.version"),
            WasmRuntime.backends().stream()
                .map(BackendInfo::runtime)
                .collect(Collectors.joining(", ")),
            Program.output("node", "--version").orElse("not found"),
            Program.output("git", "rev-parse", "--short", "HEAD").orElse("unknown"),
            LocalDate.now(ZoneId.systemDefault()),
            command);
  }

  private static String cpu() throws IOException {
    Path facts = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(facts)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(facts).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
