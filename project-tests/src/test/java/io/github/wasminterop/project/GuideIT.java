package io.github.wasminterop.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Does what the guide for authors of backends says, in an empty folder, with the published
 * artifacts and nothing else of this project, and finds what the guide says.
 */
class GuideIT {
  private static final Path GUIDE = Path.of("..", "docs", "WRITE-A-BACKEND.md");
  private static final Path FOLDER = Path.of("target", "guide").toAbsolutePath();
  private static final Path REPORT =
      FOLDER.resolve(Path.of("target", "conformance", "endive.json"));
  private static final Pattern NUMBERS =
      Pattern.compile("conformance of .*: (\\d+) rules kept, (\\d+) broken, (\\d+) skipped");

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void theGuideLeadsWhereItSays() throws Exception {
    empty(FOLDER);
    List<Guide.Step> steps = Guide.read(GUIDE).steps();
    assertThat(steps).hasAtLeastOneElementOfType(Guide.Command.class);
    for (Guide.Step step : steps) {
      switch (step) {
        case Guide.NewFile file -> file.apply(FOLDER);
        case Guide.Change change -> change.apply(FOLDER);
        case Guide.Command command -> run(command);
      }
    }
  }

  private static void run(Guide.Command command) throws Exception {
    List<String> words = new ArrayList<>(command.words());
    assertThat(words.getFirst()).isEqualTo("mvn");
    words.set(0, maven());
    words.addAll(
        List.of(
            "-B",
            "-ntp",
            "-Dmaven.repo.local=" + System.getProperty("it.repository"),
            "-Dmaven.repo.local.tail=" + System.getProperty("it.downloaded")));
    Path log = FOLDER.resolve("log.txt");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1"); // it doesn't run for long
    int exit = builder.start().waitFor();
    List<String> output = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
    command.assertPrinted(output);
    assertThat(exit != 0).as("%s fails", command.line()).isEqualTo(command.fails());
    for (String line : command.expected()) {
      Matcher numbers = NUMBERS.matcher(line);
      if (numbers.matches()) {
        assertReported(numbers);
      }
    }
  }

  private static void assertReported(Matcher numbers) throws IOException {
    JsonObject report = JsonParser.parseString(Files.readString(REPORT)).getAsJsonObject();
    assertThat(Stream.of("kept", "broken", "skipped").map(name -> report.get(name).getAsString()))
        .as("what the report tells: kept, broken, skipped")
        .containsExactly(numbers.group(1), numbers.group(2), numbers.group(3));
  }

  private static String maven() {
    String wrapper = File.separatorChar == '/' ? "mvnw" : "mvnw.cmd";
    return Path.of("..", wrapper).toAbsolutePath().normalize().toString();
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }
}
