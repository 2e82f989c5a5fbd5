package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.commons.support.AnnotationSupport;

/** The kit's methods and CONTRACT.md tell the same rules. */
class ContractTest {
  private static final Path DOCUMENT = Path.of("CONTRACT.md");
  private static final String MARKER =
      "<!-- From here on generated: mvn test -Dcontract.write -->\n";

  @Test
  void everyGroupIsPartOfTheKit() throws IOException {
    Path sources = Path.of("src/main/java/io/github/wasminterop/conformance");
    try (Stream<Path> files = Files.list(sources)) {
      List<String> groups =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> name.endsWith("Rules"))
              .sorted()
              .toList();
      assertThat(groups().map(group -> group.getSuperclass().getSimpleName()).sorted().toList())
          .isEqualTo(groups);
    }
  }

  @Test
  void everyTestIsNamedLikeARule() {
    assertThat(tests()).isNotEmpty().allSatisfy(Rule::of);
  }

  @Test
  void rulesHaveIdentitiesOfTheirOwn() {
    assertThat(tests().stream().map(test -> Rule.of(test).id())).doesNotHaveDuplicates();
  }

  @Test
  void rulesOfAGroupAreNumberedAlike() {
    groups()
        .forEach(
            group ->
                assertThat(tests(group).map(test -> Rule.of(test).id().replaceAll("_\\d\\d$", "")))
                    .as("%s", group.getSuperclass().getSimpleName())
                    .containsOnly(
                        group
                                .getSimpleName()
                                .toLowerCase(Locale.ROOT)
                                .replace("atomicfailure", "atomic")
                            + "_"
                            + number(group)));
  }

  @Test
  void sentencesAreSentencesAndReasonsAreClauses() {
    for (Method test : tests()) {
      Rule rule = Rule.of(test);
      assertThat(rule.sentence()).as(rule.id()).endsWith(".").doesNotContain("\n");
      assertThat(rule.reason()).as(rule.id()).isNotBlank().doesNotEndWith(".");
    }
  }

  @Test
  void theDocumentTellsTheRules() throws IOException {
    String document = Files.readString(DOCUMENT);
    int end = document.indexOf(MARKER) + MARKER.length();
    String expected = rendered();
    if (System.getProperty("contract.write") != null) {
      Files.writeString(DOCUMENT, document.substring(0, end) + expected);
      return;
    }
    assertThat(document.substring(end))
        .as("%s; write it anew by mvn test -Dcontract.write", DOCUMENT)
        .isEqualTo(expected);
  }

  private static String rendered() {
    StringBuilder text = new StringBuilder();
    groups()
        .sorted(
            Comparator.<Class<?>>comparingInt(group -> Integer.parseInt(number(group)))
                .thenComparing(group -> tests(group).findFirst().orElseThrow().getName()))
        .forEach(
            group -> {
              text.append("\n## ").append(title(group)).append("\n\n");
              text.append("| rule | strength | what holds | because | test |\n");
              text.append("|---|---|---|---|---|\n");
              tests(group).map(Rule::of).forEach(rule -> text.append(row(rule)));
            });
    return text.toString();
  }

  private static String row(Rule rule) {
    return "| `%s` | %s | %s | %s | `%s.%s` |\n"
        .formatted(
            rule.id(),
            rule.strength(),
            rule.sentence().replace("|", "\\|"),
            rule.reason(),
            rule.method().getDeclaringClass().getSimpleName(),
            rule.method().getName());
  }

  private static Stream<Class<?>> groups() {
    return Arrays.stream(BackendConformance.class.getDeclaredClasses())
        .filter(type -> type.isAnnotationPresent(Nested.class));
  }

  private static String title(Class<?> group) {
    return group.getAnnotation(DisplayName.class).value();
  }

  private static String number(Class<?> group) {
    String title = title(group);
    return title.substring(0, title.indexOf(' '));
  }

  private static List<Method> tests() {
    return groups().flatMap(ContractTest::tests).toList();
  }

  /** Every test method of a group, in the order of the rules' numbers. */
  private static Stream<Method> tests(Class<?> group) {
    return Arrays.stream(group.getSuperclass().getDeclaredMethods())
        .filter(
            method ->
                AnnotationSupport.isAnnotated(method, Test.class)
                    || AnnotationSupport.isAnnotated(method, ParameterizedTest.class))
        .sorted(Comparator.comparing(method -> method.getName().replaceFirst("^[a-z]+_", "")));
  }
}
