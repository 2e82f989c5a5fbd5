package io.github.wasminterop.benchmarks.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** JMH's results in JSON, and those of {@code v8/loops.mjs}, which have the same form. */
final class Results {
  private Results() {}

  /** Reads the measurements of a file whose names follow the rule. */
  static List<Measurement> read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      List<Measurement> result = new ArrayList<>();
      for (JsonElement each : JsonParser.parseReader(reader).getAsJsonArray()) {
        JsonObject json = each.getAsJsonObject();
        JsonObject metric = json.getAsJsonObject("primaryMetric");
        Measurement.of(
                json.get("benchmark").getAsString(),
                params(json),
                metric.get("score").getAsDouble(),
                metric.get("scoreError").getAsDouble(),
                bytes(json))
            .ifPresent(result::add);
      }
      return result;
    }
  }

  private static SortedMap<String, String> params(JsonObject json) {
    SortedMap<String, String> result = new TreeMap<>();
    if (json.has("params")) {
      json.getAsJsonObject("params")
          .entrySet()
          .forEach(each -> result.put(each.getKey(), each.getValue().getAsString()));
    }
    return result;
  }

  private static OptionalDouble bytes(JsonObject json) {
    JsonObject metrics = json.getAsJsonObject("secondaryMetrics");
    return metrics != null && metrics.has("gc.alloc.rate.norm")
        ? OptionalDouble.of(
            metrics.getAsJsonObject("gc.alloc.rate.norm").get("score").getAsDouble())
        : OptionalDouble.empty();
  }
}
