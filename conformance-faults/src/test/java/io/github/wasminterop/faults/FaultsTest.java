package io.github.wasminterop.faults;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The kit reports exactly the rules that a fault breaks, and nothing where there is no fault. The
 * table of all faults is in FAULTS.md; with {@code -Dfaults.write} it is written instead of
 * compared.
 */
class FaultsTest {
  private static final Path TABLE = Path.of("..", "conformance-tests", "FAULTS.md");
  private static final String BEGIN = "<!-- From here on generated: see CONTRIBUTING.md -->\n";

  @SuppressWarnings("unused") // found by name
  private static final List<Fault> CLEAN = Faults.CLEAN;

  @SuppressWarnings("unused") // found by name
  private static final List<Fault> ALL = Faults.ALL;

  @ParameterizedTest
  @FieldSource({"CLEAN", "ALL"})
  @Execution(ExecutionMode.CONCURRENT)
  void theKitReportsExactlyTheBrokenRules(Fault fault) throws IOException {
    KitRun run = KitRun.with(fault);
    assertThat(run.broken().keySet())
        .as("rules reported as broken: %s", run.broken())
        .isEqualTo(new TreeSet<>(fault.rules()));
    assertThat(run.ran()).as("what was run").contains("spatial_1_01", "sequences_23_01");
    assertThat(reported(fault)).as("broken rules in the report").isEqualTo(run.broken().keySet());
  }

  @Test
  void faultsAreManyAndNamedApart() {
    assertThat(Faults.ALL).hasSizeGreaterThanOrEqualTo(40);
    assertThat(Faults.ALL).extracting(Fault::name).doesNotHaveDuplicates();
    assertThat(Faults.ALL).extracting(Fault::what).doesNotHaveDuplicates();
  }

  @Test
  void aFaultThatBreaksSeveralRulesSaysWhy() {
    assertThat(Faults.ALL)
        .allSatisfy(
            fault -> {
              assertThat(fault.rules()).as("%s", fault).isNotEmpty().doesNotHaveDuplicates();
              assertThat(fault.because().isEmpty())
                  .as("%s has one rule", fault)
                  .isEqualTo(fault.rules().size() == 1);
            });
  }

  @Test
  void eachRuleHasAFaultOrAReasonWhyNot() {
    Set<String> both = new TreeSet<>(byRule().keySet());
    both.retainAll(Unbreakable.REASONS.keySet());
    assertThat(both).as("rules that no backend can break, and a fault does").isEmpty();
    Set<String> either = new TreeSet<>(byRule().keySet());
    either.addAll(Unbreakable.REASONS.keySet());
    assertThat(either).as("rules that have a fault or a reason").isEqualTo(KitRun.rules());
  }

  @Test
  void theTableTellsTheFaults() throws IOException {
    String table = Files.readString(TABLE);
    String updated = table.substring(0, table.indexOf(BEGIN) + BEGIN.length()) + rows();
    if (System.getProperty("faults.write") != null) {
      Files.writeString(TABLE, updated);
    }
    assertThat(Files.readString(TABLE)).isEqualTo(updated);
  }

  private static Set<String> reported(Fault fault) throws IOException {
    String json = Files.readString(KitRun.REPORTS.resolve("faulty-fault-" + fault + ".json"));
    Set<String> broken = new TreeSet<>();
    for (JsonElement each :
        JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("rules")) {
      JsonObject rule = each.getAsJsonObject();
      if (rule.get("verdict").getAsString().equals("broken")) {
        broken.add(rule.get("rule").getAsString());
      }
    }
    return broken;
  }

  private static String rows() {
    return "\n| fault | what the backend does wrong | rules that the kit reports | why several |\n"
        + "|---|---|---|---|\n"
        + Faults.ALL.stream()
            .map(
                fault ->
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            fault.name(),
                            fault.what(),
                            fault.rules().stream().map("`%s`"::formatted).collect(joining(", ")),
                            fault.because()))
            .collect(joining())
        + "\n## By rule\n\n| rule | faults |\n|---|---|\n"
        + byRule().entrySet().stream()
            .map(e -> "| `%s` | %s |\n".formatted(e.getKey(), String.join(", ", e.getValue())))
            .collect(joining())
        + "\n## Rules that no fault breaks\n\n| rule | why no backend can break it |\n|---|---|\n"
        + Unbreakable.REASONS.entrySet().stream()
            .map(e -> "| `%s` | %s |\n".formatted(e.getKey(), e.getValue()))
            .collect(joining());
  }

  private static Map<String, Set<String>> byRule() {
    Map<String, Set<String>> rules = new TreeMap<>();
    for (Fault fault : Faults.ALL) {
      for (String rule : fault.rules()) {
        rules.computeIfAbsent(rule, _ -> new TreeSet<>()).add("`" + fault.name() + "`");
      }
    }
    return rules;
  }
}
