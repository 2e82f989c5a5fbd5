package io.github.wasminterop.faults;

import java.util.Map;
import java.util.TreeMap;

/** The rules that no backend can break, and who keeps them instead. */
final class Unbreakable {
  private static final String UNTESTED = "nothing that the kit can test; the benchmarks show it";
  private static final String LIFETIME = "core refuses what is closed, before it asks the backend";
  private static final String RANGE = "core holds pointer, offset and length to the range";
  private static final String ALIGNMENT = "core holds the pointer to the alignment";
  private static final String INDEX = "core holds indexes and counts to the view";
  private static final String CONVERSION = "core converts numbers; the backend gets their bits";
  private static final String LINKING = "core compares what is given with the types of the imports";

  static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("addresses_1_11", RANGE),
              Map.entry("addresses_1_12", RANGE),
              Map.entry("spatial_1_05", RANGE),
              Map.entry("spatial_1_07", INDEX),
              Map.entry("spatial_1_08", INDEX),
              Map.entry("alignment_2_01", ALIGNMENT),
              Map.entry("alignment_2_05", ALIGNMENT),
              Map.entry("alignment_2_06", ALIGNMENT),
              Map.entry("refresh_5_03", "core alone evaluates descriptors"),
              Map.entry("refresh_5_07", "core keeps the ranges of views"),
              Map.entry("atomic_6_01", INDEX),
              Map.entry("atomic_6_02", INDEX),
              Map.entry("atomic_6_03", "core compares the class of a target or source first"),
              Map.entry("atomic_6_07", "core encodes a text, and holds it to the view, first"),
              Map.entry("atomic_6_08", CONVERSION),
              Map.entry("atomic_6_09", LINKING),
              Map.entry("cost_7_02", UNTESTED),
              Map.entry("cost_7_03", UNTESTED),
              Map.entry("errors_9_04", "core looks for the export, and compares its kind"),
              Map.entry("errors_9_05", "core writes the messages, and knows the facts"),
              Map.entry("errors_9_06", "core chooses the backend, and the SPI reads the options"),
              Map.entry("elements_10_12", "core keeps what a view tells of itself"),
              Map.entry("elements_10_14", CONVERSION),
              Map.entry(
                  "elements_10_18", "core has both paths, over the one segment of the backend"),
              Map.entry("loading_11_03", "core looks at the header, before it asks the backend"),
              Map.entry("loading_11_06", "core reads the file; the backend gets its bytes"),
              Map.entry("loading_11_12", LIFETIME),
              Map.entry("linking_12_02", LINKING),
              Map.entry("linking_12_03", LINKING),
              Map.entry("linking_12_08", LIFETIME),
              Map.entry("calling_13_06", CONVERSION),
              Map.entry("tables_15_05", LIFETIME),
              Map.entry("descriptors_20_04", "core refuses a descriptor that is incomplete"),
              Map.entry("atomics_27_04", "core asks whether the memory has a segment"),
              Map.entry("memories_22_07", "the SPI's type refuses limits that cannot be")));

  private Unbreakable() {}
}
