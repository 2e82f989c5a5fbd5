package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.ElementType.I32;

import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmInstance;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.PolyglotException;

/** Lets the owner of a context close it, let its guest grow, and us detach, in each order. */
final class OwnersOrders {
  private static final int VALUE = 0x2d2d2d2d;

  private OwnersOrders() {}

  public static void main(String[] arguments) {
    int orders = 0;
    for (boolean bindings : new boolean[] {true, false}) {
      for (List<String> order : Held.orders(List.of("grow", "close", "detach"))) {
        run(bindings, false, order);
        orders++;
        if (bindings) {
          run(true, true, order);
          orders++;
        }
      }
    }
    readAbandoned();
    System.out.print(orders + " orders");
  }

  /** A segment alone keeps the bytes from being freed, whatever else is gone. */
  private static void readAbandoned() {
    MemorySegment segment = abandoned();
    for (int i = 0; i < 20; i++) {
      System.gc();
      Held.check(
          "abandoned segment",
          () -> segment.get(ValueLayout.JAVA_INT, 4),
          VALUE,
          Held.Expected.VALUE);
    }
  }

  private static MemorySegment abandoned() {
    NativeGuests owner = NativeGuests.withBindings(Guests.wasm("plain"));
    I32View view = WasmInstance.wrap(owner.instance()).memory().view(I32, 64, 4);
    view.fill(VALUE);
    owner.context().close();
    return view.segment();
  }

  private static void run(boolean bindings, boolean cancel, List<String> order) {
    byte[] wasm = Guests.wasm("plain");
    NativeGuests owner = bindings ? NativeGuests.withBindings(wasm) : NativeGuests.plain(wasm);
    WasmInstance guest =
        bindings
            ? WasmInstance.wrap(owner.instance())
            : WasmInstance.wrap(owner.instance(), (Object) wasm);
    I32View view = guest.memory().view(I32, 64, 4);
    view.fill(VALUE);
    MemorySegment segment = guest.memory().isZeroCopy() ? view.segment() : null;
    WasmFunction load = guest.function("load");
    WasmGlobal counter = guest.global("counter");
    Map<String, Runnable> steps =
        Map.of(
            "grow", () -> growIfOpen(owner),
            "close", () -> owner.context().close(cancel),
            "detach", guest::close);
    boolean open = true;
    boolean attached = true;
    for (String step : order) {
      steps.get(step).run();
      System.gc();
      open &= !step.equals("close");
      attached &= !step.equals("detach");
      String when = " after " + step + " of " + order;
      Held.Expected access = access(open, attached, segment != null);
      Held.check("view" + when, () -> view.get(1), VALUE, access);
      Held.check("copy" + when, () -> view.copy()[2], VALUE, access);
      Held.Expected call = open && attached ? Held.Expected.VALUE : Held.Expected.REFUSAL;
      Held.check("function" + when, () -> load.call(64), VALUE, call);
      Held.check("global" + when, counter::getInt, 7, call);
      if (segment != null) {
        Held.check(
            "segment" + when,
            () -> segment.get(ValueLayout.JAVA_INT, 4),
            VALUE,
            attached ? Held.Expected.EITHER : Held.Expected.REFUSAL);
      }
    }
  }

  /** Without copies, the bytes are still there when their owner is not. */
  private static Held.Expected access(boolean open, boolean attached, boolean direct) {
    return attached && (open || direct) ? Held.Expected.VALUE : Held.Expected.REFUSAL;
  }

  private static void growIfOpen(NativeGuests owner) {
    try {
      owner.export("grow").execute(3);
    } catch (IllegalStateException | PolyglotException e) {
      // The context is closed or cancelled: as an owner, one would know.
    }
  }
}
