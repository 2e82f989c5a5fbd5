package io.github.wasminterop.backend.graal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs in a JVM of their own, so that its crash is a failed test. */
final class ForkedJvm {
  private static final List<String> DOCUMENTED =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private ForkedJvm() {}

  /**
   * Runs a program with the flags that every program with this backend is told to have, and more.
   *
   * @return what it printed; it has printed no errors and ended with 0
   */
  static String run(Class<?> program, List<String> more, String... arguments)
      throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(DOCUMENTED);
    flags.addAll(more);
    return runWith(flags, program, arguments);
  }

  /** The same with these flags only. */
  static String runWith(List<String> flags, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:ErrorFile=target/hs_err_%p.log");
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Path directory = Files.createTempDirectory("forked");
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      // Freed memory is given back to the system at once: to use it then is a crash.
      builder.environment().put("MALLOC_MMAP_THRESHOLD_", "4096");
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      process.destroyForcibly();
      assertThat(Files.readString(err)).as("standard error").isEmpty();
      assertThat(ended).as("ended in time").isTrue();
      assertThat(process.exitValue()).as("exit code").isZero();
      return Files.readString(out);
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
      Files.delete(directory);
    }
  }
}
