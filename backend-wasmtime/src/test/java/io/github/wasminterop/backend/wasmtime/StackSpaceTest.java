package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasminterop.backend.wasmtime.StackSpace.Calls;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StackSpaceTest {

  @BeforeEach
  void isKnownOnLinux() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "elsewhere stacks are not measured");
  }

  @Test
  void aThreadWithMuchStackMayCallGuests() {
    assertThat(outcome(true)).isEqualTo("enough");
    assertThat(outcome(false)).isEqualTo("enough");
  }

  @Test
  void aThreadWithLittleStackMayNot() throws Exception {
    assertThat(firstRefusal(true)).contains("call stack exhausted", "703 KiB", "needs 704;");
    assertThat(firstRefusal(false)).contains("call stack exhausted", "191 KiB", "needs 192;");
  }

  @Test
  void theStackOfAVirtualThreadIsThatOfItsCarrier() throws Exception {
    FutureTask<String> task = new FutureTask<>(() -> outcome(true));
    Thread.ofVirtual().start(task);
    assertThat(task.get()).isEqualTo("enough");
  }

  @Test
  void exactlyWhatIsNeededIsEnough() {
    for (boolean outermost : new boolean[] {true, false}) {
      long needed = (outermost ? 704L : 192L) << 10;
      StackSpace.check(outermost, needed);
      assertThatThrownBy(() -> StackSpace.check(outermost, needed - 1))
          .isInstanceOf(TrapException.class);
    }
  }

  @Test
  void aVirtualThreadIsMeasuredOnTheCarrierThatItHasNow() throws Exception {
    FutureTask<Set<String>> task =
        new FutureTask<>(
            () -> {
              Calls calls = Objects.requireNonNull(Calls.find());
              Set<String> carriers = new HashSet<>();
              long deadline = System.nanoTime() + 1_000_000_000;
              while (carriers.size() < 2 && System.nanoTime() < deadline) {
                String thread = Thread.currentThread().toString();
                carriers.add(thread.substring(thread.indexOf('@')));
                assertThat(StackSpace.free()).isCloseTo(left(calls), within(32L << 10));
                Thread.startVirtualThread(() -> spin(3_000_000));
                Thread.sleep(1);
              }
              return carriers;
            });
    Thread.ofVirtual().start(task);
    assumeTrue(task.get().size() > 1, "the scheduler left the thread on one carrier for a second");
  }

  @Test
  void theCallsAreKnownOnLinuxOnly() {
    assertThat(Calls.find()).isNotNull();
    String os = System.setProperty("os.name", "Windows 11");
    try {
      assertThat(Calls.find()).isNull();
    } finally {
      System.setProperty("os.name", os);
    }
  }

  @Test
  void whereTheEndOfTheStackIsNotToldNothingIsRefused() {
    assertThat(Objects.requireNonNull(Calls.find()).low()).isPositive();
    assertThat(failing(1, 0, 0).low()).isZero();
    assertThat(failing(0, 1, 0).low()).isZero();
    assertThat(failing(0, 0, 1).low()).isZero();
  }

  /** Keeps a carrier from others for some nanoseconds. */
  private static void spin(long duration) {
    long end = System.nanoTime() + duration;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  private static long left(Calls calls) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment storage = arena.allocate(StackPointer.STORED_SIZE, StackPointer.ALIGNMENT);
      return calls.pointer().read(storage) - calls.low();
    }
  }

  /** The calls, of which some give error numbers. */
  private static Calls failing(int getAttributes, int getStack, int destroyAttributes) {
    Calls real = Objects.requireNonNull(Calls.find());
    return new Calls(
        real.pointer(),
        real.self(),
        getAttributes == 0 ? real.getAttributes() : giving(getAttributes, real.getAttributes()),
        getStack == 0 ? real.getStack() : giving(getStack, real.getStack()),
        destroyAttributes == 0
            ? real.destroyAttributes()
            : giving(destroyAttributes, real.destroyAttributes()));
  }

  private static MethodHandle giving(int error, MethodHandle real) {
    return MethodHandles.filterReturnValue(
        real, MethodHandles.dropArguments(MethodHandles.constant(int.class, error), 0, int.class));
  }

  /** What is said where a thread's stack begins to be too short. */
  private static String firstRefusal(boolean outermost) throws Exception {
    // Not by a thread of too small a stack: the C library gives larger ones again that are free.
    FutureTask<String> task = new FutureTask<>(() -> deeper(outermost));
    new Thread(null, task, "stack", 4 << 20).start();
    return task.get();
  }

  private static String deeper(boolean outermost) {
    String outcome = outcome(outermost);
    return outcome.equals("enough") ? deeper(outermost) : outcome;
  }

  private static String outcome(boolean outermost) {
    try {
      StackSpace.check(outermost);
      return "enough";
    } catch (TrapException e) {
      assertThat(e.kind()).isEqualTo(TrapKind.STACK_OVERFLOW);
      return e.getMessage();
    }
  }
}
