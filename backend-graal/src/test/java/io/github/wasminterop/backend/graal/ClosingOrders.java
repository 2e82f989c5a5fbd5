package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.ElementType.I32;

import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmTable;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Closes a runtime, a module and two guests, one of which imports from the other, in each order.
 */
final class ClosingOrders {
  private static final int VALUE = 0x5a5a5a5a;

  private ClosingOrders() {}

  public static void main(String[] arguments) {
    List<List<String>> orders = Held.orders(List.of("runtime", "module", "exporter", "importer"));
    for (List<String> order : orders) {
      run(arguments[0], order);
    }
    System.out.print(orders.size() + " orders");
  }

  private static void run(String mode, List<String> order) {
    WasmRuntime runtime = Guests.runtime(mode);
    WasmModule module = runtime.compile(Guests.wasm("plain"));
    WasmInstance exporter = module.instantiate();
    WasmInstance importer =
        runtime.instantiate(Guests.wasm("importer"), Guests.exportsOf(exporter));
    WasmMemory own = runtime.newMemory(MemoryType.of(1));
    Map<String, Runnable> closing =
        Map.of(
            "runtime", runtime::close,
            "module", module::close,
            "exporter", exporter::close,
            "importer", importer::close);
    TreeSet<String> closed = new TreeSet<>();
    Held held = new Held();
    BooleanSupplier runs = () -> !closed.contains("runtime");
    BooleanSupplier exporting = () -> runs.getAsBoolean() && !closed.contains("exporter");
    List<IntStream> streams =
        List.of(
            holdMemory(held, "host's", own, runs),
            holdMemory(held, "exporter's", exporter.memory(), exporting));
    holdGuest(held, exporter, exporting);
    BooleanSupplier importing = () -> runs.getAsBoolean() && !closed.contains("importer");
    WasmFunction add = importer.function("add");
    WasmFunction indirect = importer.function("indirect");
    held.hold("imported function", 3, importing, add::call);
    held.hold("imported table", 34, importing, () -> indirect.call(0));
    held.useAll("before " + order);
    for (String each : order) {
      closing.get(each).run();
      closed.add(each);
      held.useAll("after closing " + each + " of " + order);
    }
    closing.values().forEach(Runnable::run);
    held.useAll("after all was closed twice");
    for (IntStream stream : streams) {
      Held.check("stream", stream::sum, "nothing", Held.Expected.REFUSAL);
    }
  }

  /** Holds what addresses a memory; returns a stream that is still to be read. */
  private static IntStream holdMemory(
      Held held, String whose, WasmMemory memory, BooleanSupplier alive) {
    I32View view = memory.view(I32, 64, 4);
    view.fill(VALUE);
    held.hold(whose + " view", VALUE, alive, () -> view.get(3));
    held.hold(
        whose + " view, written to",
        VALUE,
        alive,
        () -> {
          view.set(2, VALUE);
          return view.copy()[2];
        });
    held.hold(whose + " new stream", 4L * VALUE, alive, () -> view.stream().asLongStream().sum());
    held.hold(whose + " slice", VALUE, alive, () -> view.slice(1, 2).get(0));
    if (memory.isZeroCopy()) {
      MemorySegment segment = view.segment();
      IntBuffer buffer = view.buffer();
      held.hold(whose + " segment", VALUE, alive, () -> segment.get(ValueLayout.JAVA_INT, 8));
      held.hold(whose + " buffer", VALUE, alive, () -> buffer.get(1));
    }
    return view.stream();
  }

  private static void holdGuest(Held held, WasmInstance guest, BooleanSupplier alive) {
    WasmFunction load = guest.function("load");
    MethodHandle handle = load.handle();
    WasmGlobal counter = guest.global("counter");
    WasmTable table = guest.table("table");
    held.hold("function", VALUE, alive, () -> load.call(64));
    held.hold("handle", VALUE, alive, () -> invoke(handle));
    held.hold("global", 7, alive, counter::getInt);
    held.hold("table", 2L, alive, table::size);
    held.hold("function of the table", 3, alive, () -> table.get(0).orElseThrow().call(1, 2));
  }

  private static int invoke(MethodHandle handle) throws Exception {
    try {
      return (int) handle.invokeExact(64);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
