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
  private static final List<String> BRIEFLY =
      List.of("-wi", "5", "-i", "10", "-w", "100ms", "-r", "100ms");

  /** The cases that have a limit, thinned out so that they take some minutes. */
  static final List<Portion> SHORT =
      List.of(
          portion("ElementLoops\\.sum(View|Array)"),
          portion("ElementLoops\\.scale(View|Array)", "type=u8,i32,f64"),
          portion("ElementLoops\\.sumOwn", "type=i32"),
          portion("MixedLoops\\.(sum|scale)(View|Array)", "type=i32"),
          portion("MixedLoops\\.sumAllTypes(View|Array)"),
          portion("SwitchedLoops\\.sum(View|Array)"),
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

  /** The arguments for JMH to measure this in little time, one JVM for each benchmark. */
  List<String> arguments() {
    List<String> result = new ArrayList<>(BRIEFLY);
    result.add(benchmarks);
    for (String param : params) {
      result.addAll(List.of("-p", param));
    }
    return result;
  }
}
