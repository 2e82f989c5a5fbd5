package io.github.wasminterop.backend.wasmtime;

import java.util.Map;
import java.util.TreeMap;

/**
 * Orders of operations that end the JVM when they reach the runtime: a program of its own. Prints
 * what the uses ended in, the right value or an exception of the family.
 */
final class CrashOrders {

  private CrashOrders() {}

  static Map<String, Scenario> scenarios(String memory) {
    Map<String, Scenario> all = new TreeMap<>(new ClosingOrders(memory).scenarios());
    all.putAll(new ThreadOrders(memory).scenarios());
    return all;
  }

  /** The first argument is the mode of memories, the second one the scenario. */
  public static void main(String[] arguments) throws Exception {
    scenarios(arguments[0]).get(arguments[1]).run();
    if (Handles.live() != 0) {
      throw new AssertionError(Handles.live() + " native handles are left");
    }
    System.out.println("survived, with the outcomes " + Survival.outcomes());
  }
}
