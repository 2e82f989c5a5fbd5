package io.github.wasminterop.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Some of the benchmarks, with some of their parameters.
 *
 * @param benchmarks a regular expression for their names
 * @param params assignments as JMH's {@code -p} takes them
 */
record Portion(String benchmarks, List<String> params) {
  private static final List<List<String>> BRIEFLY =
      List.of(
          List.of("-wi", "5"), List.of("-w", "100ms"), List.of("-i", "10"), List.of("-r", "100ms"));

  /** The cases that have a limit, thinned out so that they take some minutes. */
  static final List<Portion> SHORT =
      List.of(
          portion("ElementLoops\\.(sum|scale|write)(View|Array)"),
          portion(
              "IndexLoops\\.(sum|scale)(ByIntLengthView|ByLengthView|ByLongView|Array)",
              "backend=chicory"),
          portion("ElementLoops\\.sumOwn", "type=i32"),
          portion("MixedLoops\\.(sum|scale|write)(View|Array)", "type=i32"),
          portion("MixedLoops\\.sumAllTypes(View|Array)"),
          portion("SwitchedLoops\\.sum(View|Array)"),
          portion("MixedBulk\\.copy(View|Segment)"),
          portion("Bulk\\.copy(Out|In)(View|Array)", "size=65536,1048576"),
          portion("Utf8\\.read(View|Array)", "size=65536"),
          portion("Views\\.(createByConstants|refreshBy(Constants|Globals))View"),
          portion("Calls\\.call(HandleView|Own)"));

  /** What must not allocate, and calls, of which the runtime's own share is shown. */
  static final List<Portion> ALLOCATIONS =
      List.of(
          portion("ElementLoops\\.(sum|scale|write)View", "type=u8,i32,f64"),
          portion("Views\\.(create|refresh).*"),
          portion("Calls\\.call.*"));

  private static Portion portion(String benchmarks, String... params) {
    return new Portion("\\." + benchmarks + "$", List.of(params));
  }

  /**
   * The arguments for JMH to measure this in little time.
   *
   * @param others more arguments, which come before ours
   */
  List<String> arguments(List<String> others) {
    List<String> result = new ArrayList<>(others);
    result.add(benchmarks);
    for (List<String> option : BRIEFLY) {
      if (!others.contains(option.getFirst())) {
        result.addAll(option);
      }
    }
    for (String param : params) {
      result.addAll(List.of("-p", param));
    }
    return result;
  }
}
