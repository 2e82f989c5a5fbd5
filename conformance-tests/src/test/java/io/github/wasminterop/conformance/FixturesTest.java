package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fixture's binary is what its source compiles to. */
class FixturesTest {
  private static final Path FOLDER =
      Path.of("src/main/resources/io/github/wasminterop/conformance");
  private static final String COMPILER = "1.0.32";

  /** Needs no compiler: the digests were noted when both files belonged together. */
  @Test
  void sourcesAndBinariesAreAsTheyWereCompiled() throws Exception {
    Map<String, String> noted = new TreeMap<>();
    for (String line : Files.readAllLines(FOLDER.resolve("fixtures.sha256"))) {
      noted.put(line.substring(66), line.substring(0, 64));
    }
    Map<String, String> actual = new TreeMap<>();
    for (Path file : files(".wat", ".wasm")) {
      actual.put(file.getFileName().toString(), digest(file));
    }
    assertThat(actual).as("run build-fixtures").isEqualTo(noted);
  }

  @Test
  void everySourceHasABinary() throws IOException {
    assertThat(files(".wasm").stream().map(file -> file.toString().replace(".wasm", ".wat")))
        .isEqualTo(files(".wat").stream().map(Path::toString).toList());
  }

  @Test
  void sourcesCompileToTheBinaries(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(
        COMPILER.equals(output("wat2wasm", "--version")),
        "skipped: there is no wat2wasm "
            + COMPILER
            + " here; the digests are compared all the same");
    for (Path source : files(".wat")) {
      Path binary = folder.resolve("fixture.wasm");
      List<String> command = new ArrayList<>(List.of("wat2wasm"));
      Files.readString(source)
          .lines()
          .filter(line -> line.startsWith(";; wat2wasm "))
          .forEach(line -> command.addAll(List.of(line.substring(12).split(" "))));
      command.addAll(List.of(source.toString(), "-o", binary.toString()));
      assertThat(output(command.toArray(String[]::new))).as("%s", command).isEmpty();
      assertThat(binary)
          .as("%s", source)
          .hasSameBinaryContentAs(Path.of(source.toString().replace(".wat", ".wasm")));
    }
  }

  private static List<Path> files(String... suffixes) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> Stream.of(suffixes).anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    }
  }

  private static String digest(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  /** What a command prints, or that it cannot be run. */
  private static String output(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return text.strip();
    } catch (IOException e) {
      return "cannot be run: " + e.getMessage();
    }
  }
}
