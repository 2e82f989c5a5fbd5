package io.github.wasminterop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Map<String, String> I32 = Map.of("type", "i32");
  private static final Map<String, String> ON_CHICORY = Map.of("type", "i32", "backend", "chicory");
  private static final Map<String, String> ON_GRAAL = Map.of("type", "i32", "backend", "graal");

  private static List<String> references(Measurement... measurements) {
    return Comparison.of(List.of(measurements)).stream()
        .flatMap(each -> each.reference().stream())
        .map(of -> of.subject() + of.what() + of.params().values())
        .toList();
  }

  @Test
  void oursMeetsEachReferenceOfTheSameParameters() {
    assertThat(
            references(
                Measured.of("Loops.sumOwn", ON_GRAAL, 9, 0),
                Measured.of("Loops.sumView", ON_CHICORY, 2, 0),
                Measured.of("Loops.sumOwn", ON_CHICORY, 8, 0),
                Measured.of("Loops.sumArray", Map.of("type", "i64"), 7, 0),
                Measured.of("Loops.sumArray", I32, 1, 0),
                Measured.of("Others.sumSegment", I32, 1, 0)))
        .containsExactly("sumArray[i32]", "sumOwn[chicory, i32]");
  }

  @Test
  void aReferenceServesCasesThatBeginWithItsName() {
    assertThat(
            references(
                Measured.of("Calls.callHandleView", Map.of(), 2, 0),
                Measured.of("Calls.callOwn", Map.of(), 1, 0)))
        .containsExactly("callOwn[]");
    assertThat(
            references(
                Measured.of("Calls.callbackView", Map.of(), 2, 0),
                Measured.of("Calls.callOwn", Map.of(), 1, 0)))
        .isEmpty();
  }

  @Test
  void theReferenceOfTheLongestNameIsTaken() {
    assertThat(
            references(
                Measured.of("Calls.callOwn", Map.of(), 1, 0),
                Measured.of("Calls.callHandleOwn", Map.of(), 1, 0),
                Measured.of("Calls.callHandleView", Map.of(), 2, 0)))
        .containsExactly("callHandleOwn[]");
  }

  @Test
  void oursAlsoStandsAlone() {
    List<Comparison> found =
        Comparison.of(List.of(Measured.of("Views.refreshView", Map.of(), 12, 1)));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().reference()).isEmpty();
    assertThat(found.getFirst().ratio()).isEmpty();
  }

  @Test
  void numbersAreThoseOfOursToTheReference() {
    Comparison comparison =
        Comparison.of(
                List.of(
                    Measured.of("Loops.sumView", Map.of(), 3, 0.3),
                    Measured.of("Loops.sumArray", Map.of(), 2, 0.4)))
            .getLast();
    assertThat(comparison.ratio().orElseThrow().value()).isEqualTo(1.5);
    assertThat(comparison.ratio().orElseThrow().error())
        .isCloseTo(1.5 * Math.sqrt(0.01 + 0.04), within(1e-12));
    assertThat(comparison.difference().orElseThrow().value()).isEqualTo(1);
    assertThat(comparison.difference().orElseThrow().error()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void whatFollowsNoRuleIsNotMeasured() {
    assertThat(Measurement.of("p.Loops.sum", new TreeMap<>(), 1, 0, OptionalDouble.empty()))
        .isEmpty();
  }
}
