package io.github.wasminterop.project.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each guest's binary is what its sources compile to. Needs no compiler: the digests were noted
 * when the files belonged together.
 */
class GuestFilesTest {

  static Stream<Path> folders() throws IOException {
    Path benchmarks = Path.of("..", "benchmarks", "guests");
    try (Stream<Path> tested = Files.list(GuestTest.FOLDER);
        Stream<Path> measured = Files.list(benchmarks)) {
      return Stream.concat(tested, measured).filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void sourcesAndBinariesAreAsTheyWereCompiled(Path folder) throws Exception {
    Map<String, String> noted = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve("files.sha256"))) {
      noted.put(line.substring(66), line.substring(0, 64));
    }
    Map<String, String> actual = new TreeMap<>();
    actual.put("../toolchains.sh", digest(folder.resolveSibling("toolchains.sh")));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        actual.put("./" + file.getFileName(), digest(file));
      }
    }
    actual.remove("./files.sha256");
    assertThat(actual).as("run %s/build.sh", folder).isEqualTo(noted);
  }

  private static String digest(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
