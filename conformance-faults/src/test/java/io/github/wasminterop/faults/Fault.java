package io.github.wasminterop.faults;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A way in which a backend is wrong.
 *
 * @param name its name, which is a value of the faulty backend's option
 * @param what what the backend does wrong, for the reader of the table
 * @param seams makes what is wrong, anew for each runtime
 * @param rules the rules that the kit must report as broken, all of them
 * @param because why these are several; empty if it is one
 * @param execution how the real backend runs guests: interpreted ones are loaded sooner, but do not
 *     reach above 2 GiB
 */
record Fault(
    String name,
    String what,
    Supplier<Seams> seams,
    List<String> rules,
    String because,
    String execution) {

  /**
   * A fault.
   *
   * @param rules the rules that the kit must report: several of a group in one text, for instance
   *     {@code spatial_1_02 04 05}
   */
  static Fault of(String name, String what, Supplier<Seams> seams, String... rules) {
    return new Fault(
        name, what, seams, Stream.of(rules).flatMap(Fault::each).toList(), "", "interpreted");
  }

  private static Stream<String> each(String rules) {
    String group = rules.substring(0, rules.lastIndexOf('_', rules.indexOf(' ') - 1) + 1);
    return rules.indexOf(' ') < 0
        ? Stream.of(rules)
        : Stream.of(rules.substring(group.length()).split(" ", -1)).map(group::concat);
  }

  /** Says why by its nature it breaks several rules. */
  Fault because(String reason) {
    return new Fault(name, what, seams, rules, reason, execution);
  }

  /** The same with guests that reach above 2 GiB. */
  Fault compiled() {
    return new Fault(name, what, seams, rules, because, "compiled");
  }

  @Override
  public String toString() {
    return name;
  }
}
