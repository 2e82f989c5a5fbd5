package io.github.wasminterop.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.MemoryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking for one backend boots no other, and says nothing. */
class ClassLoadingTest {
  private static final Map<String, String> RUNTIMES =
      Map.of(
          "chicory", "com.dylibso.chicory.",
          "endive", "run.endive.",
          "graal", "org.graalvm.",
          "wasmtime", "io.github.kawamuray.");

  /** What the JVM that is started runs. */
  static final class UseOne {
    private UseOne() {}

    public static void main(String[] arguments) {
      try (WasmRuntime runtime = WasmRuntime.load(arguments[0])) {
        runtime.newMemory(MemoryType.of(1)).bytes(0, 1).set(0, 1);
      }
    }
  }

  /** Lists the backends. */
  static final class ListAll {
    private ListAll() {}

    public static void main(String[] arguments) {
      WasmRuntime.backends().forEach(System.out::println);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chicory", "endive", "graal", "wasmtime"})
  void onlyTheChosenRuntimeIsLoaded(String backend, @TempDir Path directory) throws Exception {
    List<String> loaded = run(directory, UseOne.class, backend);
    RUNTIMES.forEach(
        (name, prefix) ->
            assertThat(loaded.stream().anyMatch(line -> line.contains(" " + prefix)))
                .as("%s has loaded classes of %s", backend, name)
                .isEqualTo(name.equals(backend)));
  }

  /** A few classes are looked for, to tell whether the runtime is there. */
  @Test
  void listingStartsNoRuntime(@TempDir Path directory) throws Exception {
    List<String> loaded = run(directory, ListAll.class);
    RUNTIMES.forEach(
        (name, prefix) ->
            assertThat(loaded.stream().filter(line -> line.contains(" " + prefix)))
                .as("classes of %s", name)
                .hasSizeLessThan(10));
    assertThat(Files.readAllLines(directory.resolve("out"))).hasSize(RUNTIMES.size());
  }

  private static List<String> run(Path directory, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path log = directory.resolve("classes");
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-Xlog:class+load:file=" + log,
                            "-cp",
                            System.getProperty("java.class.path"),
                            main.getName()),
                        Stream.of(arguments))
                    .toList())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    assertThat(err).isEmptyFile();
    return Files.readAllLines(log);
  }
}
