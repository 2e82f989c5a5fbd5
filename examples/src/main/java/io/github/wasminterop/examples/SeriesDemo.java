package io.github.wasminterop.examples;

import static io.github.wasminterop.ElementType.F64;
import static io.github.wasminterop.ValueDescriptor.export;

import io.github.wasminterop.F64View;
import io.github.wasminterop.WasmExport;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads a string and numeric series from the memory of a C guest, and lets the guest smooth one of
 * them.
 */
final class SeriesDemo {

  private SeriesDemo() {}

  /** What the guest can be asked for. */
  interface Series {
    @WasmExport("slot_count")
    int slotCount();

    boolean smooth(int slot, int window);
  }

  /**
   * Runs the program.
   *
   * @param arguments the name of a backend, or nothing for the one on the class path
   */
  public static void main(String[] arguments) {
    try (WasmRuntime runtime =
            arguments.length == 0 ? WasmRuntime.load() : WasmRuntime.load(arguments[0]);
        WasmInstance guest = runtime.instantiate(Guests.series())) {
      print(guest, new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }
  }

  static void print(WasmInstance guest, PrintStream out) {
    out.println(guest.readUtf8("str_ptr", "str_len"));
    Series series = guest.bind(Series.class);
    for (int slot = 0; slot < series.slotCount(); slot++) {
      String city = guest.readUtf8(export("name_ptr", slot), export("name_len", slot));
      F64View year = guest.view(F64, export("slot_ptr", slot), export("slot_length"));
      double mean = year.stream().average().orElseThrow();
      double warmest = year.stream().max().orElseThrow();
      series.smooth(slot, 3);
      out.printf(
          "%-10s mean %5.1f °C, warmest month %5.1f °C, warmest three months %5.1f °C%n",
          city, mean, warmest, year.stream().max().orElseThrow());
    }
  }
}
