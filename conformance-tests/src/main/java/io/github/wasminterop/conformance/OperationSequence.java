package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.error.WasmInteropException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A random sequence of operations on several guests at once, beside a model of their memories in
 * plain Java arrays: load, call, grow by each path, take views and segments, slice, read, write,
 * refresh and close, in any order, also from within a host function.
 *
 * <p>After each operation what came back is what the model says, or an exception of the family that
 * the model expects. The same seed gives the same sequence.
 */
final class OperationSequence {
  private static final int PAGE = 65_536;
  private static final int ENOUGH_PAGES = 16;
  private static final int TOO_MANY = 512;
  private static final int MAX_GUESTS = 4;
  private static final int MAX_HELD = 24;
  private static final int MAX_DEPTH = 3;

  private final Supplier<WasmRuntime> runtimes;
  private final Random random;
  private final List<Modelled> guests = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private WasmRuntime runtime;
  private WasmModule module;
  private int depth;

  private OperationSequence(Supplier<WasmRuntime> runtimes, long seed) {
    this.runtimes = runtimes;
    this.random = new Random(seed);
    this.runtime = runtimes.get();
    this.module = runtime.compile(Fixtures.wasm("callback"));
  }

  /** A guest and what its memory should hold. */
  private static final class Modelled {
    private byte[] bytes = new byte[2 * PAGE];
    private @Nullable WasmInstance instance;
    private boolean closed;

    Guest guest() {
      if (instance == null) {
        throw new IllegalStateException("the guest is not loaded yet");
      }
      return new Guest(instance);
    }

    int pages() {
      return bytes.length / PAGE;
    }

    void grew(int pages) {
      bytes = Arrays.copyOf(bytes, bytes.length + pages * PAGE);
    }
  }

  /** A view that the program holds on to, and maybe a segment of it. */
  private record Held(Modelled of, U8View view, @Nullable MemorySegment segment) {}

  /**
   * Runs a sequence.
   *
   * @param runtimes starts the backend
   * @param seed chooses the sequence
   * @param operations how many operations
   */
  static void run(Supplier<WasmRuntime> runtimes, long seed, int operations) {
    OperationSequence sequence = new OperationSequence(runtimes, seed);
    int done = 0;
    try {
      for (; done < operations; done++) {
        sequence.step();
      }
      sequence.guests.forEach(sequence::compareAll);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "operation %d of the sequence with seed %d: %s".formatted(done, seed, e), e);
    } finally {
      sequence.runtime.close();
    }
  }

  private void step() {
    int choice = random.nextInt(1000);
    if (choice < 4) {
      load();
    } else if (choice < 6 && depth == 0) {
      closeGuest();
    } else if (choice < 7 && depth == 0 && random.nextInt(20) == 0) {
      restart();
    } else if (choice < 10) {
      hostGrow();
    } else if (choice < 13) {
      guestGrow();
    } else if (choice < 60) {
      callBack();
    } else if (choice < 200) {
      guestStore();
    } else if (choice < 350) {
      guestLoad();
    } else if (choice < 450) {
      hold();
    } else if (choice < 480) {
      holdSlice();
    } else if (choice < 500) {
      refuse();
    } else if (choice < 700) {
      write();
    } else if (choice < 720) {
      fill();
    } else if (choice < 740) {
      copyIn();
    } else if (choice < 760) {
      readSegment();
    } else if (choice < 780) {
      refresh();
    } else {
      read();
    }
  }

  private void load() {
    if (guests.size() >= MAX_GUESTS) {
      return;
    }
    Modelled made = new Modelled();
    WasmImports imports =
        RuleGroup.callback(
            (caller, arguments) -> {
              inside(made, caller, (int) arguments[0]);
              return arguments[0];
            });
    made.instance = module.instantiate(imports);
    guests.add(made);
  }

  /** What the host does while the guest that called it still stands in its function. */
  private void inside(Modelled caller, WasmInstance instance, int value) {
    assertThat(instance.memory().byteSize()).isEqualTo(caller.bytes.length);
    if (value >= 0 && value < caller.bytes.length) {
      assertThat(instance.memory().bytes(value, 1).get(0)).isEqualTo(caller.bytes[value] & 0xFF);
    }
    depth++;
    try {
      for (int i = random.nextInt(4); i > 0; i--) {
        step();
      }
    } finally {
      depth--;
    }
  }

  private void closeGuest() {
    Modelled guest = any();
    if (guest != null) {
      closed(guest);
      guest.guest().instance().close();
      guests.remove(guest);
    }
  }

  private void restart() {
    guests.forEach(OperationSequence::closed);
    guests.clear();
    runtime.close();
    runtime = runtimes.get();
    module = runtime.compile(Fixtures.wasm("callback"));
  }

  private static void closed(Modelled guest) {
    guest.closed = true;
  }

  private void hostGrow() {
    Modelled guest = any();
    if (guest == null) {
      return;
    }
    int delta = delta(guest);
    if (delta == TOO_MANY) {
      assertThat(catchThrowable(() -> guest.guest().memory().grow(delta)))
          .isInstanceOf(MemoryLimitException.class);
    } else {
      assertThat(guest.guest().memory().grow(delta)).isEqualTo(guest.pages());
      guest.grew(delta);
    }
  }

  private void guestGrow() {
    Modelled guest = any();
    if (guest == null) {
      return;
    }
    int delta = delta(guest);
    boolean fits = delta != TOO_MANY;
    assertThat(guest.guest().grow(delta)).isEqualTo(fits ? guest.pages() : -1);
    if (fits) {
      guest.grew(delta);
    }
  }

  private int delta(Modelled guest) {
    return random.nextInt(8) == 0 ? TOO_MANY : random.nextInt(Math.min(3, room(guest) + 1));
  }

  /** How many pages a guest may still grow by, so that comparing its memory stays cheap. */
  private static int room(Modelled guest) {
    return Math.max(0, ENOUGH_PAGES - guest.pages());
  }

  private void callBack() {
    Modelled guest = any();
    if (guest == null || depth >= MAX_DEPTH) {
      return;
    }
    int address = random.nextInt(guest.bytes.length);
    if (random.nextInt(8) == 0 && room(guest) > 0) {
      guest.grew(1);
      assertThat(guest.guest().call("grow_and_run", 1, address)).isEqualTo(address);
    } else {
      byte value = (byte) random.nextInt();
      guest.bytes[address] = value;
      assertThat(guest.guest().call("store_and_run", address, (int) value)).isEqualTo(address);
    }
  }

  private void guestStore() {
    Modelled guest = any();
    if (guest != null) {
      int address = random.nextInt(guest.bytes.length);
      byte value = (byte) random.nextInt();
      guest.guest().store8(address, value);
      guest.bytes[address] = value;
    }
  }

  private void guestLoad() {
    Modelled guest = any();
    if (guest != null) {
      int address = random.nextInt(guest.bytes.length);
      assertThat(guest.guest().load8(address)).isEqualTo(guest.bytes[address] & 0xFF);
    }
  }

  private void hold() {
    Modelled guest = any();
    if (guest == null) {
      return;
    }
    int length = random.nextInt(300);
    int pointer = random.nextInt(guest.bytes.length - length + 1);
    U8View view = guest.guest().memory().bytes(pointer, length);
    hold(new Held(guest, view, segment(view)));
  }

  private void holdSlice() {
    Held from = anyHeld();
    if (from == null || from.of.closed) {
      return;
    }
    int length = (int) from.view.length();
    int index = random.nextInt(length + 1);
    U8View slice = from.view.slice(index, random.nextInt(length - index + 1));
    hold(new Held(from.of, slice, null));
  }

  private void hold(Held more) {
    if (held.size() < MAX_HELD) {
      held.add(more);
    } else {
      held.set(random.nextInt(MAX_HELD), more);
    }
  }

  private static @Nullable MemorySegment segment(U8View view) {
    try {
      return view.segment();
    } catch (UnsupportedCapabilityException e) {
      return null;
    }
  }

  private void refuse() {
    Modelled guest = any();
    if (guest == null) {
      return;
    }
    long pointer = random.nextBoolean() ? random.nextLong() : guest.bytes.length;
    long length = random.nextLong(1, 1000);
    if (pointer >= 0 && pointer <= guest.bytes.length - length) {
      return;
    }
    assertThat(catchThrowable(() -> guest.guest().memory().view(ElementType.U8, pointer, length)))
        .isInstanceOf(OutOfBoundsException.class);
  }

  private void read() {
    Held one = anyHeld();
    if (one == null) {
      return;
    }
    long index = random.nextLong(-1, one.view.length() + 1);
    if (accessible(one, index, () -> one.view.get(index))) {
      int address = (int) (one.view.pointer() + index);
      assertThat(one.view.get(index)).isEqualTo(one.of.bytes[address] & 0xFF);
    }
  }

  private void write() {
    Held one = anyHeld();
    if (one == null) {
      return;
    }
    long index = random.nextLong(-1, one.view.length() + 1);
    byte value = (byte) random.nextInt();
    if (accessible(one, index, () -> one.view.set(index, value))) {
      one.view.set(index, value);
      one.of.bytes[(int) (one.view.pointer() + index)] = value;
    }
  }

  /** Whether an access must succeed; if not, it is tried and must be refused in the right way. */
  private static boolean accessible(Held one, long index, Runnable access) {
    boolean inside = index >= 0 && index < one.view.length();
    if (inside && !one.of.closed) {
      return true;
    }
    Throwable refusal = catchThrowable(access::run);
    Class<? extends WasmInteropException> expected =
        inside ? ClosedException.class : OutOfBoundsException.class;
    if (!one.of.closed || inside) {
      assertThat(refusal).isInstanceOf(expected);
    } else {
      assertThat(refusal).isInstanceOfAny(ClosedException.class, OutOfBoundsException.class);
    }
    return false;
  }

  private void fill() {
    Held one = anyHeld();
    if (one == null) {
      return;
    }
    byte value = (byte) random.nextInt();
    if (one.of.closed) {
      refusedAsClosed(one, () -> one.view.fill(value));
      return;
    }
    one.view.fill(value);
    int from = (int) one.view.pointer();
    Arrays.fill(one.of.bytes, from, from + (int) one.view.length(), value);
  }

  private void copyIn() {
    Held one = anyHeld();
    if (one == null) {
      return;
    }
    byte[] source = new byte[random.nextInt((int) one.view.length() + 2)];
    random.nextBytes(source);
    if (source.length > one.view.length()) {
      assertThat(catchThrowable(() -> one.view.copyFrom(source)))
          .isInstanceOfAny(OutOfBoundsException.class, ClosedException.class);
    } else if (one.of.closed) {
      refusedAsClosed(one, () -> one.view.copyFrom(source));
    } else {
      one.view.copyFrom(source);
      System.arraycopy(source, 0, one.of.bytes, (int) one.view.pointer(), source.length);
      assertThat(one.view.copy())
          .isEqualTo(
              Arrays.copyOfRange(
                  one.of.bytes,
                  (int) one.view.pointer(),
                  (int) (one.view.pointer() + one.view.length())));
    }
  }

  private static void refusedAsClosed(Held one, Runnable access) {
    if (one.view.length() > 0) {
      assertThat(catchThrowable(access::run)).isInstanceOf(ClosedException.class);
    }
  }

  /** A segment of before has the bytes of now, or throws. */
  private void readSegment() {
    Held one = anyHeld();
    if (one == null || one.segment == null || one.view.length() == 0) {
      return;
    }
    int index = random.nextInt((int) one.view.length());
    try {
      byte value = one.segment.get(ValueLayout.JAVA_BYTE, index);
      assertThat(one.of.closed).as("a segment is readable after close").isFalse();
      assertThat(value).isEqualTo(one.of.bytes[(int) one.view.pointer() + index]);
    } catch (IllegalStateException e) {
      assertThat(one.segment.scope().isAlive()).isFalse();
    }
  }

  private void refresh() {
    Held one = anyHeld();
    if (one == null) {
      return;
    }
    if (one.of.closed) {
      assertThat(catchThrowable(one.view::refresh)).isInstanceOf(ClosedException.class);
    } else {
      one.view.refresh();
    }
  }

  private void compareAll(Modelled guest) {
    RuleGroup.assertSameBytes(
        "a guest's memory in the end", RuleGroup.contents(guest.guest().memory()), guest.bytes);
  }

  private @Nullable Modelled any() {
    return guests.isEmpty() ? null : guests.get(random.nextInt(guests.size()));
  }

  private @Nullable Held anyHeld() {
    return held.isEmpty() ? null : held.get(random.nextInt(held.size()));
  }
}
