package io.github.wasminterop.backend.graal;

import io.github.wasminterop.error.WasmInteropException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a program holds of guests, each thing with the value that using it gives. */
final class Held {
  private final Map<String, Use> uses = new LinkedHashMap<>();

  /** Whether a use must give its value. */
  enum Expected {
    VALUE,
    REFUSAL,
    EITHER
  }

  private record Use(Callable<Object> code, Object value, BooleanSupplier alive) {}

  /** Holds something that gives its value while {@code alive}, and is refused then. */
  void hold(String name, Object value, BooleanSupplier alive, Callable<Object> code) {
    uses.put(name, new Use(code, value, alive));
  }

  /** Uses everything; what is not as it must be ends the program. */
  void useAll(String when) {
    System.gc();
    uses.forEach(
        (name, use) ->
            check(
                name + " " + when,
                use.code(),
                use.value(),
                use.alive().getAsBoolean() ? Expected.VALUE : Expected.REFUSAL));
  }

  /** Uses something. A refusal is an exception of the family, or that of a closed segment. */
  static void check(String name, Callable<Object> code, Object value, Expected expected) {
    @Nullable Object outcome;
    try {
      outcome = code.call();
    } catch (WasmInteropException e) {
      outcome = e;
    } catch (IllegalStateException e) {
      outcome = e.getStackTrace()[0].getModuleName() == null ? "foreign: " + e : e;
    } catch (Throwable e) {
      outcome = "foreign: " + e;
    }
    boolean right =
        switch (expected) {
          case VALUE -> value.equals(outcome);
          case REFUSAL -> outcome instanceof RuntimeException;
          case EITHER -> value.equals(outcome) || outcome instanceof RuntimeException;
        };
    if (!right) {
      if (outcome instanceof Throwable thrown) {
        thrown.printStackTrace();
      }
      throw new AssertionError("%s: %s instead of %s".formatted(name, outcome, expected));
    }
  }

  /** All orders of some things. */
  static <T> List<List<T>> orders(List<T> things) {
    if (things.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> orders = new ArrayList<>();
    for (T first : things) {
      List<T> others = new ArrayList<>(things);
      others.remove(first);
      for (List<T> rest : orders(others)) {
        List<T> order = new ArrayList<>(List.of(first));
        order.addAll(rest);
        orders.add(order);
      }
    }
    return orders;
  }
}
