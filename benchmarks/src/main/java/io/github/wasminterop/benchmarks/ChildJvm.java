package io.github.wasminterop.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of this package, each run in a JVM of its own. */
final class ChildJvm {
  private static final List<String> PERMISSIONS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private ChildJvm() {}

  /**
   * Runs one to its end.
   *
   * @param options what the JVM is told
   * @param classPath where it finds its classes
   * @return the lines that it has printed, errors and the JVM's own remarks included
   * @throws IllegalStateException if it does not end well
   */
  static List<String> run(
      List<String> options, String classPath, Class<?> program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(PERMISSIONS);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(arguments);
    try {
      Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(child.getInputStream().readAllBytes(), UTF_8);
      if (child.waitFor() != 0) {
        throw new IllegalStateException("failed: %s%n%s".formatted(command, output));
      }
      return output.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a program ran: " + command, e);
    }
  }
}
