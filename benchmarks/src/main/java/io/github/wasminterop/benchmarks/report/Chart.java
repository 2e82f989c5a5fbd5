package io.github.wasminterop.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An SVG of ratios to plain Java: a row for each case, in it a dot with an error bar for each
 * backend. The colours are those that can be read on light and on dark ground.
 */
final class Chart {
  private static final int LABELS = 250;
  private static final int WIDTH = 900;
  private static final int TOP = 46;
  private static final int ROW = 20;

  /** How far below the middle of its row the dot of a backend is. */
  private static final Map<String, Integer> OFFSETS =
      Map.of("chicory", -5, "graal", 0, "wasmtime", 5, "all", 0);

  private static final double FROM = 0.5;
  private static final double TO = 2;

  private static final String STYLE =
      """
      <style>
        text { font: 12px sans-serif; fill: #777 }
        line { stroke: #9996 } .one { stroke: #777 }
        .chicory { fill: #d9730d; stroke: #d9730d } .graal { fill: #3b82f6; stroke: #3b82f6 }
        .wasmtime { fill: #16a34a; stroke: #16a34a } .all { fill: #a855f7; stroke: #a855f7 }
        text.chicory, text.graal, text.wasmtime, text.all { stroke: none }
      </style>
      """;

  private Chart() {}

  /** The comparisons with an array that have a limit. */
  static String svg(List<Comparison> comparisons) {
    Map<String, List<Comparison>> rows = new LinkedHashMap<>();
    for (Comparison each : comparisons) {
      if (each.what().equals("Array") && !Limits.of(each).isEmpty()) {
        rows.computeIfAbsent(label(each), _ -> new ArrayList<>()).add(each);
      }
    }
    int bottom = TOP + rows.size() * ROW;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d'>\n"
            .formatted(WIDTH, bottom + 10));
    svg.append(STYLE);
    svg.append("<text x='8' y='16'>time of a view ÷ time of a plain Java array</text>\n");
    int x = LABELS + 80;
    for (String backend : List.of("chicory", "graal", "wasmtime", "all")) {
      svg.append("<text class='%s' x='%d' y='16'>● %s</text>\n".formatted(backend, x, backend));
      x += 90;
    }
    for (double tick : new double[] {0.5, 0.75, 1, 1.1, 1.25, 1.5, 2}) {
      line(svg, tick == 1 ? "one" : "tick", at(tick), at(tick), TOP - 6, bottom);
      svg.append(
          "<text x='%d' y='%d' text-anchor='middle'>%s</text>\n"
              .formatted(at(tick), TOP - 10, tick));
    }
    int y = TOP + ROW / 2;
    for (Map.Entry<String, List<Comparison>> row : rows.entrySet()) {
      svg.append(
          "<text x='%d' y='%d' text-anchor='end'>%s</text>\n"
              .formatted(LABELS, y + 4, row.getKey()));
      for (Comparison each : row.getValue()) {
        dot(svg, each, y);
      }
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void dot(StringBuilder svg, Comparison of, int middle) {
    Quantity ratio = of.ratio().orElseThrow();
    double error = Double.isNaN(ratio.error()) ? 0 : ratio.error();
    String backend = of.ours().params().getOrDefault("backend", "all");
    int y = middle + OFFSETS.getOrDefault(backend, 0);
    line(svg, backend, at(ratio.value() - error), at(ratio.value() + error), y, y);
    svg.append(
        "<circle class='%s' cx='%d' cy='%d' r='3.5'/>\n".formatted(backend, at(ratio.value()), y));
  }

  private static void line(StringBuilder svg, String style, long x1, long x2, int y1, int y2) {
    svg.append(
        "<line class='%s' x1='%d' x2='%d' y1='%d' y2='%d'/>\n".formatted(style, x1, x2, y1, y2));
  }

  private static String label(Comparison of) {
    List<String> words = new ArrayList<>(List.of(of.ours().name()));
    of.ours()
        .params()
        .forEach(
            (name, value) -> {
              if (!name.equals("backend")) {
                words.add(value);
              }
            });
    return String.join(" ", words);
  }

  /** Where a ratio is, on a logarithmic axis; what is beyond its ends is shown there. */
  private static long at(double ratio) {
    double inside = Math.clamp(ratio, FROM, TO);
    return Math.round(
        LABELS + 20 + (WIDTH - LABELS - 40) * Math.log(inside / FROM) / Math.log(TO / FROM));
  }
}
