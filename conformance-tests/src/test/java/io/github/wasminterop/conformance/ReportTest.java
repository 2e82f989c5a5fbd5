package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of rules is what came of them, whatever their tests had to say. */
class ReportTest {
  private static final String AWKWARD = "said \"no\" \\ twice\n\tfor < 3\u0001, 🦀 and \ud83e half";

  private final Findings findings = new Findings();

  /** Two rules, of which the document tells nothing. */
  private static final class Samples {
    @DisplayName("One | holds.")
    @Why("of a test")
    @SuppressWarnings("unused") // found by reflection
    void required_samples_9_01_one() {}

    @DisplayName("Another holds.")
    @Why("of a test")
    @SuppressWarnings("unused") // found by reflection
    void optional_samples_10_02_other() {}
  }

  @Test
  void aRuleTriedInSeveralWaysHasOneVerdict() {
    add("one", Verdict.KEPT);
    add("one", Verdict.SKIPPED, "no importers");
    add("one", Verdict.SKIPPED, "no importers");
    assertThat(findings.all()).containsExactly(finding("one", Verdict.KEPT, "no importers"));
    add("one", Verdict.BROKEN, "was 1");
    add("one", Verdict.KEPT);
    add("one", Verdict.SKIPPED, "no importers");
    add("one", Verdict.BROKEN, "was 2");
    assertThat(findings.all()).containsExactly(finding("one", Verdict.BROKEN, "was 1", "was 2"));
  }

  @Test
  void aRuleOfWhichEveryWayIsSkippedIsSkipped() {
    add("other", Verdict.SKIPPED, "no a");
    add("other", Verdict.SKIPPED, "no b");
    assertThat(findings.all()).containsExactly(finding("other", Verdict.SKIPPED, "no a", "no b"));
  }

  @Test
  void jsonTellsEachRule() {
    add("other", Verdict.SKIPPED, "no host functions");
    add("one", Verdict.BROKEN, AWKWARD);
    JsonObject json = JsonParser.parseString(text().json()).getAsJsonObject();
    assertThat(json.get("target").getAsString()).isEqualTo("backend some with {mode=a b}");
    assertThat(json.get("backend").getAsString()).isEqualTo("some");
    assertThat(json.getAsJsonObject("options").get("mode").getAsString()).isEqualTo("a b");
    assertThat(json.get("broken").getAsInt()).isEqualTo(1);
    assertThat(json.get("kept").getAsInt()).isZero();
    assertThat(json.getAsJsonArray("rules")).hasSize(2);
    JsonObject one = json.getAsJsonArray("rules").get(0).getAsJsonObject();
    assertThat(one.get("rule").getAsString()).isEqualTo("samples_9_01");
    assertThat(one.get("strength").getAsString()).isEqualTo("required");
    assertThat(one.get("verdict").getAsString()).isEqualTo("broken");
    assertThat(one.get("reason").getAsString()).isEqualTo(AWKWARD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", AWKWARD, "\u0000\u001f\u007f\u2028", "</script>\r\n"})
  void aJsonStringIsReadBackAsItWas(String text) {
    assertThat(JsonParser.parseString(Json.string(text))).isEqualTo(new JsonPrimitive(text));
  }

  @Test
  void theSummaryHasALineForEachReason() {
    add("one", Verdict.SKIPPED, "no host functions");
    add("other", Verdict.SKIPPED, "no host functions");
    assertThat(text().summary(Path.of("x.md")).lines())
        .hasSize(3)
        .contains("  skipped samples_9_01 and 1 more: no host functions");
  }

  @Test
  void theSummaryTellsEachRuleThatIsNotKeptForAReasonOfItsOwn() {
    add("one", Verdict.BROKEN, "expected:\n  1\nbut was:\n  2 " + "and more ".repeat(30));
    add("other", Verdict.SKIPPED, "no host functions");
    List<String> lines = text().summary(Path.of("x.md")).lines().toList();
    assertThat(lines)
        .hasSize(4)
        .startsWith(
            "conformance of backend some with {mode=a b}: 0 rules kept, 1 broken, 1 skipped")
        .endsWith("  skipped samples_10_02: no host functions", "  report: x.md")
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(200));
    assertThat(lines.get(1)).startsWith("  broken  samples_9_01: expected: 1 but was: 2 and more");
  }

  @Test
  void markdownTellsReasonsWhole() {
    add("one", Verdict.BROKEN, "expected 1\nbut was 2");
    assertThat(text().markdown())
        .contains("0 rules kept, 1 broken, 0 skipped", "## Broken", "  but was 2\n")
        .contains("| `samples_9_01` | required | broken | One \\| holds. |")
        .doesNotContain("## Skipped");
  }

  @Test
  void theFilesAreNamedAfterTheTarget() {
    assertThat(target().fileName()).isEqualTo("some-mode-a_b");
    assertThat(ConformanceTarget.of("some").fileName()).isEqualTo("some");
  }

  @Test
  void theFolderIsTheOneOfTheBuild(@TempDir Path project) throws IOException {
    assertThat(BuildLayout.of(project)).isEqualTo(layout(project, "target", false));
    Files.createDirectory(project.resolve("build"));
    assertThat(BuildLayout.of(project)).isEqualTo(layout(project, "build", true));
    Files.createFile(project.resolve("pom.xml"));
    assertThat(BuildLayout.of(project)).isEqualTo(layout(project, "target", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"build.gradle", "build.gradle.kts"})
  void aProjectThatGradleHasNotBuiltYetIsKnownByItsScript(String script, @TempDir Path project)
      throws IOException {
    Files.createFile(project.resolve(script));
    assertThat(BuildLayout.of(project)).isEqualTo(layout(project, "build", true));
    Files.createDirectory(project.resolve("target")); // of Maven's making
    assertThat(BuildLayout.of(project)).isEqualTo(layout(project, "target", false));
  }

  @Test
  void theCommandThatRunsATestAgainIsOneOfTheBuild(@TempDir Path project) throws Exception {
    Method rule = Samples.class.getDeclaredMethod("required_samples_9_01_one");
    assertThat(new BuildLayout(project, false).rerun(test(rule)))
        .isEqualTo("mvn test '-Dtest=ReportTest,ReportTest$Samples#required_samples_9_01_one'");
    assertThat(new BuildLayout(project, true).rerun(test(rule)))
        .isEqualTo(
            "gradle test --tests 'ReportTest' --tests '%s.required_samples_9_01_one'"
                .formatted(Samples.class.getName()));
  }

  /** What JUnit tells of a test while it runs, as far as the layout asks. */
  private static ExtensionContext test(Method rule) {
    InvocationHandler answers =
        (_, asked, _) ->
            switch (asked.getName()) {
              case "getRequiredTestClass" -> Samples.class;
              case "getRequiredTestMethod" -> rule;
              case "getEnclosingTestClasses" -> List.of(ReportTest.class);
              default -> throw new UnsupportedOperationException(asked.getName());
            };
    return (ExtensionContext)
        Proxy.newProxyInstance(
            ReportTest.class.getClassLoader(), new Class<?>[] {ExtensionContext.class}, answers);
  }

  private static BuildLayout layout(Path project, String folder, boolean gradle) {
    return new BuildLayout(project.resolve(folder), gradle);
  }

  private ReportText text() {
    return new ReportText(Optional.of(target()), findings.all());
  }

  private static ConformanceTarget target() {
    return ConformanceTarget.of("some").option("mode", "a b");
  }

  private void add(String rule, Verdict verdict, String... reasons) {
    findings.add(rule(rule), verdict, List.of(reasons));
  }

  private static Finding finding(String rule, Verdict verdict, String... reasons) {
    return new Finding(rule(rule), verdict, List.of(reasons));
  }

  private static Rule rule(String name) {
    Method method =
        Arrays.stream(Samples.class.getDeclaredMethods())
            .filter(each -> each.getName().endsWith("_" + name))
            .findFirst()
            .orElseThrow();
    return Rule.of(method);
  }
}
