package io.github.wasminterop.faults;

import io.github.wasminterop.spi.AtomicWaits;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.type.WaitResult;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Faults of waiting at shared memories, and waking who waits. */
final class WaitFaults {

  static final List<Fault> ALL =
      List.of(
          fault("wake-lost", "wakes nobody", WakeLost::new, "atomics_27_08 10")
              .because("in each Java wakes who waits"),
          fault(
              "wake-all",
              "wakes all who wait, however many are asked for",
              WakeAll::new,
              "atomics_27_10"),
          fault("wait-given-up", "doesn't wait", GivenUp::new, "atomics_27_07 10 11")
              .because("in each Java waits for more than a moment"),
          fault(
              "wait-unequal",
              "doesn't say that the value is another one",
              Unequal::new,
              "atomics_27_09"));

  private WaitFaults() {}

  private static Fault fault(
      String name, String what, UnaryOperator<AtomicWaits> wrong, String... rules) {
    return Fault.of(
        name,
        what,
        () ->
            new Seams() {
              @Override
              @Nullable AtomicWaits waits(BackendMemory real) {
                AtomicWaits waits = super.waits(real);
                return waits == null ? null : wrong.apply(waits);
              }
            },
        rules);
  }

  /** Passes everything on. */
  private abstract static class Waits implements AtomicWaits {
    final AtomicWaits real;

    Waits(AtomicWaits real) {
      this.real = real;
    }

    @Override
    public WaitResult await(long address, int expected, long nanos) throws InterruptedException {
      return real.await(address, expected, nanos);
    }

    @Override
    public WaitResult await(long address, long expected, long nanos) throws InterruptedException {
      return real.await(address, expected, nanos);
    }

    @Override
    public int wake(long address, int count) {
      return real.wake(address, count);
    }
  }

  private static final class WakeLost extends Waits {
    WakeLost(AtomicWaits real) {
      super(real);
    }

    @Override
    public int wake(long address, int count) {
      return 0;
    }
  }

  private static final class WakeAll extends Waits {
    WakeAll(AtomicWaits real) {
      super(real);
    }

    @Override
    public int wake(long address, int count) {
      return real.wake(address, -1);
    }
  }

  private static final class GivenUp extends Waits {
    GivenUp(AtomicWaits real) {
      super(real);
    }

    @Override
    public WaitResult await(long address, int expected, long nanos) throws InterruptedException {
      return real.await(address, expected, 0);
    }

    @Override
    public WaitResult await(long address, long expected, long nanos) throws InterruptedException {
      return real.await(address, expected, 0);
    }
  }

  private static final class Unequal extends Waits {
    Unequal(AtomicWaits real) {
      super(real);
    }

    @Override
    public WaitResult await(long address, int expected, long nanos) throws InterruptedException {
      return dishonest(real.await(address, expected, nanos));
    }

    @Override
    public WaitResult await(long address, long expected, long nanos) throws InterruptedException {
      return dishonest(real.await(address, expected, nanos));
    }

    private static WaitResult dishonest(WaitResult result) {
      return result == WaitResult.NOT_EQUAL ? WaitResult.TIMED_OUT : result;
    }
  }
}
