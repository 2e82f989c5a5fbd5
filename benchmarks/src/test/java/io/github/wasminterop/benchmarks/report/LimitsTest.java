package io.github.wasminterop.benchmarks.report;

import static io.github.wasminterop.benchmarks.report.Limit.Kind.BYTES;
import static io.github.wasminterop.benchmarks.report.Limit.Kind.DIFFERENCE;
import static io.github.wasminterop.benchmarks.report.Limit.Kind.RATIO;
import static io.github.wasminterop.benchmarks.report.Limit.Kind.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.benchmarks.report.Limit.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Map<String, String> CHICORY = Map.of("backend", "chicory");
  private static final Map<String, String> GRAAL = Map.of("backend", "graal");

  private static List<Limit> limits(String ours, String reference, Map<String, String> params) {
    return Limits.of(
        new Comparison(
            Measured.of(ours, params, 1, 0), Optional.of(Measured.of(reference, params, 1, 0))));
  }

  @Test
  void aLimitIsKeptOrBrokenOrTheErrorLeavesItOpen() {
    Limit limit = new Limit(RATIO, 1.1);
    assertThat(limit.verdict(new Quantity(1.1, 0.5))).isEqualTo(Verdict.KEPT);
    assertThat(limit.verdict(new Quantity(1.2, 0.2))).isEqualTo(Verdict.UNCLEAR);
    assertThat(limit.verdict(new Quantity(1.2, 0.05))).isEqualTo(Verdict.BROKEN);
    assertThat(limit.verdict(new Quantity(1.2, Double.NaN))).isEqualTo(Verdict.BROKEN);
  }

  @Test
  void elementLoopsAreLimitedByEachReference() {
    assertThat(limits("ElementLoops.sumView", "ElementLoops.sumArray", CHICORY))
        .containsExactly(new Limit(RATIO, 1.1));
    assertThat(limits("ElementLoops.sumView", "ElementLoops.sumV8", CHICORY))
        .containsExactly(new Limit(RATIO, 1));
    assertThat(limits("ElementLoops.scaleView", "ElementLoops.scaleOwn", CHICORY))
        .containsExactly(new Limit(RATIO, 0.2));
    assertThat(limits("ElementLoops.scaleView", "ElementLoops.scaleOwn", GRAAL))
        .containsExactly(new Limit(RATIO, 0.02));
    assertThat(limits("ElementLoops.fillView", "ElementLoops.fillArray", CHICORY)).isEmpty();
  }

  @Test
  void smallCopiesHaveNone() {
    String ours = "Bulk.copyOutView";
    String array = "Bulk.copyOutArray";
    assertThat(limits(ours, array, Map.of("size", "1024"))).isEmpty();
    assertThat(limits(ours, array, Map.of("size", "65536")))
        .containsExactly(new Limit(RATIO, 1.05));
  }

  @Test
  void callsHaveALimitInNanosecondsToo() {
    assertThat(limits("Calls.callHandleView", "Calls.callOwn", CHICORY))
        .containsExactly(new Limit(RATIO, 1.3), new Limit(DIFFERENCE, 5));
    assertThat(limits("Calls.callHandleView", "Calls.callOwn", GRAAL))
        .containsExactly(new Limit(RATIO, 1.02), new Limit(DIFFERENCE, 5));
    assertThat(limits("Calls.callBoxedView", "Calls.callOwn", CHICORY)).isEmpty();
  }

  @Test
  void someTimesAreLimitedThemselves() {
    Comparison constants =
        new Comparison(Measured.of("Views.refreshByConstantsView", GRAAL, 3, 0), Optional.empty());
    Comparison globals =
        new Comparison(Measured.of("Views.refreshByGlobalsView", GRAAL, 3, 0), Optional.empty());
    assertThat(Limits.of(constants)).containsExactly(new Limit(TIME, 15));
    assertThat(Limits.of(globals)).isEmpty();
  }

  @Test
  void allocationIsLimitedWhereItIsMeasured() {
    Comparison refresh =
        new Comparison(
            Measured.allocating("Views.refreshByGlobalsView", GRAAL, 24), Optional.empty());
    assertThat(Limits.of(refresh)).extracting(Limit::kind).containsExactly(BYTES);
    Limit nothing = Limits.of(refresh).getFirst();
    assertThat(nothing.verdict(nothing.measured(refresh).orElseThrow())).isEqualTo(Verdict.BROKEN);

    Comparison call =
        new Comparison(
            Measured.allocating("Calls.callHandleView", CHICORY, 24),
            Optional.of(Measured.allocating("Calls.callOwn", CHICORY, 24)));
    assertThat(nothing.measured(call)).contains(new Quantity(0, 0));
  }
}
