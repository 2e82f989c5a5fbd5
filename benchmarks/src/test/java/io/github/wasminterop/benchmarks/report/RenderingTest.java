package io.github.wasminterop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class RenderingTest {
  private static final Map<String, String> I32 = Map.of("type", "i32");
  private static final Map<String, String> ON_CHICORY = Map.of("type", "i32", "backend", "chicory");

  private static final List<Comparison> COMPARISONS =
      Comparison.of(
          List.of(
              Measured.of("ElementLoops.sumView", ON_CHICORY, 0.3, 0.003),
              Measured.of("ElementLoops.sumArray", I32, 0.1, 0.001),
              Measured.of("ElementLoops.sumSegment", ON_CHICORY, 0.3, 0.003),
              Measured.of("Views.createByFunctionsView", ON_CHICORY, 40, 1)));

  @Test
  void aRowForEachReferenceAndForWhatHasNone() {
    assertThat(Table.of(COMPARISONS).text().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "case with beside reference ns ours ns ratio limit kept",
            "ElementLoops.sum chicory i32 Array 0.100 ±0.001 0.300 ±0.003 3.00 ±0.04 1.10 NO",
            "ElementLoops.sum chicory i32 Segment 0.300 ±0.003 0.300 ±0.003 1.00 ±0.01",
            "Views.createByFunctions chicory i32 40.0 ±1.0");
  }

  @Test
  void markdownHasTheSameRows() {
    assertThat(Table.of(COMPARISONS).markdown().lines())
        .hasSize(5)
        .contains(
            "| ElementLoops.sum | chicory i32 | Array | 0.100 ±0.001 | 0.300 ±0.003 | 3.00 ±0.04 |"
                + " 1.10 | NO |");
  }

  @Test
  void bytesAreShownIfTheyWereMeasured() {
    List<Comparison> measured =
        Comparison.of(List.of(Measured.allocating("Views.createView", ON_CHICORY, 64)));
    assertThat(Table.of(measured).text()).contains("ours B").contains("64.0");
  }

  @Test
  void theChartIsXmlWithADotForEachBackend() throws Exception {
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(Chart.svg(COMPARISONS))));
    var dots = svg.getElementsByTagName("circle");
    assertThat(dots.getLength()).isOne();
    var attributes = dots.item(0).getAttributes();
    assertThat(attributes.getNamedItem("class").getNodeValue()).isEqualTo("chicory");
    assertThat(Double.parseDouble(attributes.getNamedItem("cx").getNodeValue()))
        .as("beyond the end of the axis is shown at its end")
        .isBetween(800.0, 900.0);
  }
}
