package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.ElementType.I32;

import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/** Lets memories grow by each party, while a host function still stands in the guest. */
final class GrowingOrders {
  private static final int VALUE = 0x3c3c3c3c;
  private static final int ROUNDS = 50;

  private GrowingOrders() {}

  public static void main(String[] arguments) {
    int growths = 0;
    try (WasmRuntime runtime = Guests.runtime(arguments[0])) {
      for (int round = 0; round < ROUNDS; round++) {
        growths += run(runtime);
      }
    }
    System.out.print(growths + " growths");
  }

  private static int run(WasmRuntime runtime) {
    List<Runnable> inside = new ArrayList<>();
    try (WasmInstance guest =
        runtime.instantiate(
            Guests.wasm("callback"),
            Guests.callback(
                (_, _) -> {
                  inside.forEach(Runnable::run);
                  return 1;
                }))) {
      I32View view = guest.memory().view(I32, 64, 4);
      view.fill(VALUE);
      growth(guest, view, () -> guest.function("grow").call(1));
      growth(guest, view, () -> guest.memory().grow(1));
      inside.add(() -> growth(guest, view, () -> guest.function("grow").call(1)));
      inside.add(() -> growth(guest, view, () -> guest.memory().grow(1)));
      guest.function("call").call(0);
      Held.check("pages", guest.memory()::pages, 5L, Held.Expected.VALUE);
      return (int) guest.memory().pages() - 1;
    }
  }

  private static void growth(WasmInstance guest, I32View view, Runnable grow) {
    MemorySegment segment = guest.memory().isZeroCopy() ? view.segment() : null;
    IntBuffer buffer = guest.memory().isZeroCopy() ? view.buffer() : null;
    grow.run();
    System.gc();
    if (segment != null && buffer != null) {
      Held.check(
          "segment", () -> segment.get(ValueLayout.JAVA_INT, 4), VALUE, Held.Expected.EITHER);
      Held.check("buffer", () -> buffer.get(1), VALUE, Held.Expected.EITHER);
    }
    Held.check("view", () -> view.get(1), VALUE, Held.Expected.VALUE);
    Held.check("load", () -> guest.function("load").call(64), VALUE, Held.Expected.VALUE);
    view.set(3, (int) guest.memory().pages());
    Held.check(
        "load of what the view wrote",
        () -> guest.function("load").call(76),
        (int) guest.memory().pages(),
        Held.Expected.VALUE);
  }
}
