package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.I32;
import static io.github.wasminterop.ElementType.I64;
import static java.lang.Thread.State.TIMED_WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.I32Atomics;
import io.github.wasminterop.I64Atomics;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.error.AlignmentException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.WaitResult;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Atomic access by views, and waiting at their elements. */
abstract class AtomicRules extends RuleGroup {
  private static final int ROUNDS = 2_000;
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long SETTLING = TimeUnit.SECONDS.toNanos(1);
  private static final long LONG = TimeUnit.SECONDS.toNanos(10);

  AtomicRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName(
      "Atomic operations on 32-bit elements give the value before, and store the one after.")
  @Why("a lock or a counter is built on exactly these")
  void optional_atomics_27_01_int() {
    needs(Capability.ZERO_COPY);
    I32Atomics element = guest().memory().view(I32, 64, 4).atomics();
    element.setVolatile(1, 0b1100);
    assertThat(element.getVolatile(1)).as("getVolatile").isEqualTo(0b1100);
    assertThat(element.getAndBitwiseOr(1, 0b0011)).as("getAndBitwiseOr").isEqualTo(0b1100);
    assertThat(element.getAndBitwiseAnd(1, 0b0110)).as("getAndBitwiseAnd").isEqualTo(0b1111);
    assertThat(element.getAndBitwiseXor(1, 0b0010)).as("getAndBitwiseXor").isEqualTo(0b0110);
    assertThat(element.getAndAdd(1, Integer.MAX_VALUE)).as("getAndAdd").isEqualTo(0b0100);
    assertThat(element.getAndSet(1, 7)).as("getAndSet").isEqualTo(Integer.MIN_VALUE + 3);
    assertThat(element.compareAndSet(1, 8, 9)).as("compareAndSet(8, 9) of 7").isFalse();
    assertThat(element.compareAndSet(1, 7, 9)).as("compareAndSet(7, 9) of 7").isTrue();
    assertThat(element.compareAndExchange(1, 7, 10)).as("compareAndExchange of 9").isEqualTo(9);
    assertThat(element.compareAndExchange(1, 9, 10)).as("compareAndExchange of 9").isEqualTo(9);
    element.setRelease(2, element.getAcquire(1) + 1);
    assertThat(element.getAcquire(2)).as("getAcquire").isEqualTo(11);
  }

  @Test
  @DisplayName(
      "Atomic operations on 64-bit elements give the value before, and store the one after.")
  @Why("a lock or a counter is built on exactly these")
  void optional_atomics_27_02_long() {
    needs(Capability.ZERO_COPY);
    I64Atomics element = guest().memory().view(I64, 64, 4).atomics();
    long high = 1L << 40;
    element.setVolatile(1, high | 0b1100);
    assertThat(element.getVolatile(1)).as("getVolatile").isEqualTo(high | 0b1100);
    assertThat(element.getAndBitwiseOr(1, 0b0011)).as("getAndBitwiseOr").isEqualTo(high | 0b1100);
    assertThat(element.getAndBitwiseAnd(1, high | 6)).as("getAndBitwiseAnd").isEqualTo(high | 15);
    assertThat(element.getAndBitwiseXor(1, high)).as("getAndBitwiseXor").isEqualTo(high | 6);
    assertThat(element.getAndAdd(1, Long.MAX_VALUE)).as("getAndAdd").isEqualTo(6);
    assertThat(element.getAndSet(1, 7)).as("getAndSet").isEqualTo(Long.MIN_VALUE + 5);
    assertThat(element.compareAndSet(1, 8, 9)).as("compareAndSet(8, 9) of 7").isFalse();
    assertThat(element.compareAndSet(1, 7, 9)).as("compareAndSet(7, 9) of 7").isTrue();
    assertThat(element.compareAndExchange(1, 7, 10)).as("compareAndExchange of 9").isEqualTo(9);
    assertThat(element.compareAndExchange(1, 9, 10)).as("compareAndExchange of 9").isEqualTo(9);
    element.setRelease(2, element.getAcquire(1) + 1);
    assertThat(element.getAcquire(2)).as("getAcquire").isEqualTo(11);
  }

  @Test
  @DisplayName("Host threads and a guest that add to one element lose nothing.")
  @Why("that is what shared memories are for")
  void optional_atomics_27_03_countingTogether() throws Exception {
    needs(Capability.ZERO_COPY);
    needs(Capability.SHARED_MEMORY);
    WasmInstance guest = instance("shared_memory");
    I32Atomics counter = guest.memory().view(I32, 64, 1).atomics();
    Callable<Object> adding =
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            counter.getAndAdd(0, 1);
          }
          return true;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> first = threads.submit(adding);
      Future<?> second = threads.submit(adding);
      for (int i = 0; i < ROUNDS; i++) {
        guest.function("add").call(64, 1);
      }
      first.get(60, TimeUnit.SECONDS);
      second.get(60, TimeUnit.SECONDS);
    }
    assertThat(counter.getVolatile(0)).as("two threads and a guest").isEqualTo(3 * ROUNDS);
  }

  @Test
  @DisplayName("Atomic access to a mediated memory is refused.")
  @Why("two accesses through the runtime are not one step")
  void required_atomics_27_04_mediated() {
    WasmMemory memory = guest().memory();
    if (memory.isZeroCopy()) {
      assertThat(memory.view(I32, 64, 1).atomics()).as("atomics()").isNotNull();
    } else {
      refused(
          UnsupportedCapabilityException.class,
          "atomics()",
          () -> memory.view(I32, 64, 1).atomics());
    }
  }

  @Test
  @DisplayName(
      "Atomic access outside the view is refused, and to unaligned views; nothing changes.")
  @Why("an atomic access that is torn is none")
  void optional_atomics_27_05_range() {
    needs(Capability.ZERO_COPY);
    Guest guest = guest();
    WasmMemory memory = guest.memory();
    I32Atomics two = memory.view(I32, 64, 2).atomics();
    for (long index : new long[] {-1, 2, Long.MAX_VALUE, Long.MIN_VALUE}) {
      refusedUnchanged(
          OutOfBoundsException.class,
          memory,
          "getAndAdd(" + index + ", 1) of two elements",
          () -> two.getAndAdd(index, 1));
    }
    refused(
        AlignmentException.class,
        "atomics() of an unaligned view",
        () ->
            guest.instance().view(ViewDescriptor.of(I32).ptr(65).length(1).unaligned()).atomics());
  }

  @Test
  @DisplayName(
      "Atomic access goes on after the memory has grown, and throws ClosedException at its end.")
  @Why("a stale address would be somebody else's memory")
  void optional_atomics_27_06_growthAndEnd() {
    needs(Capability.ZERO_COPY);
    Guest guest = guest();
    I64Atomics element = guest.memory().view(I64, 64, 1).atomics();
    element.setVolatile(0, 41);
    guest.memory().grow(3);
    assertThat(element.getAndAdd(0, 1)).as("getAndAdd after growth").isEqualTo(41);
    assertThat(guest.memory().view(I64, 64, 1).get(0)).as("the memory after growth").isEqualTo(42);
    guest.instance().close();
    refused(ClosedException.class, "getAndAdd after close", () -> element.getAndAdd(0, 1));
  }

  @Test
  @DisplayName("ATOMIC_WAIT: a Java thread that waits at an element is woken by a guest.")
  @Why("a host that polls instead burns a core")
  void optional_atomics_27_07_guestNotifies() throws Exception {
    needs(Capability.ZERO_COPY);
    needs(Capability.ATOMIC_WAIT);
    WasmInstance guest = instance("shared_memory");
    I32Atomics element = guest.memory().view(I32, 64, 1).atomics();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<WaitResult> waiting = threads.submit(() -> element.await(0, 0, LONG));
      while (Objects.equals(guest.function("notify").call(64, 1), 0) && !waiting.isDone()) {
        Thread.onSpinWait();
      }
      assertThat(waiting.get(60, TimeUnit.SECONDS)).as("await").isEqualTo(WaitResult.WOKEN);
    }
  }

  @Test
  @DisplayName("ATOMIC_WAIT: a guest that waits at an element is woken by Java.")
  @Why("a guest's worker sleeps until the host has work for it")
  void optional_atomics_27_08_hostNotifies() throws Exception {
    needs(Capability.ZERO_COPY);
    needs(Capability.ATOMIC_WAIT);
    WasmInstance guest = instance("shared_memory");
    I64Atomics element = guest.memory().view(I64, 64, 1).atomics();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Object> waiting = threads.submit(() -> guest.function("wait").call(64, 0, LONG));
      while (element.notifyWaiters(0, 1) == 0 && !waiting.isDone()) {
        Thread.onSpinWait();
      }
      assertThat(waiting.get(60, TimeUnit.SECONDS)).as("the guest's wait").isEqualTo(0);
    }
  }

  @Test
  @DisplayName(
      "ATOMIC_WAIT: a wait ends at once if the value is another one, or when its time is over.")
  @Why("a wait that missed its notification would last for ever")
  void optional_atomics_27_09_noWait() throws Exception {
    needs(Capability.ZERO_COPY);
    needs(Capability.ATOMIC_WAIT);
    WasmMemory memory = instance("shared_memory").memory();
    I32Atomics ints = memory.view(I32, 64, 1).atomics();
    I64Atomics longs = memory.view(I64, 64, 1).atomics();
    longs.setVolatile(0, 1L << 32);
    assertThat(ints.await(0, 1, LONG)).as("32 bits, not equal").isEqualTo(WaitResult.NOT_EQUAL);
    assertThat(ints.await(0, 0, SHORT)).as("32 bits, equal").isEqualTo(WaitResult.TIMED_OUT);
    assertThat(ints.await(0, 0, 0)).as("32 bits, no time").isEqualTo(WaitResult.TIMED_OUT);
    assertThat(longs.await(0, 0, LONG)).as("64 bits, not equal").isEqualTo(WaitResult.NOT_EQUAL);
    assertThat(longs.await(0, 1L << 32, SHORT)).as("64 bits").isEqualTo(WaitResult.TIMED_OUT);
    assertThat(ints.notifyWaiters(0, -1)).as("notifyWaiters where none waits").isZero();
  }

  @Test
  @DisplayName("ATOMIC_WAIT: as many threads are woken as asked for.")
  @Why("waking all for one piece of work is a stampede")
  void optional_atomics_27_10_count() throws Exception {
    needs(Capability.ZERO_COPY);
    needs(Capability.ATOMIC_WAIT);
    I32Atomics element = instance("shared_memory").memory().view(I32, 64, 2).atomics();
    Queue<Thread> started = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Callable<WaitResult> wait =
          () -> {
            started.add(Thread.currentThread());
            return element.await(1, 0, LONG);
          };
      List<Future<WaitResult>> waiting =
          List.of(threads.submit(wait), threads.submit(wait), threads.submit(wait));
      long end = System.nanoTime() + LONG;
      // Where a wait is seen as one from outside, one that wakes too many shall find them all.
      long enough = System.nanoTime() + SETTLING;
      while (System.nanoTime() < enough
          && started.stream().filter(each -> each.getState() == TIMED_WAITING).count() < 3) {
        Thread.onSpinWait();
      }
      int woken = 0;
      while (woken < 2 && System.nanoTime() < end) {
        int now = element.notifyWaiters(1, 1);
        assertThat(now).as("notifyWaiters(1, 1)").isBetween(0, 1);
        woken += now;
      }
      while (element.notifyWaiters(1, -1) == 0 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      for (Future<WaitResult> one : waiting) {
        assertThat(one.get(60, TimeUnit.SECONDS)).as("await").isEqualTo(WaitResult.WOKEN);
      }
      assertThat(element.notifyWaiters(0, -1)).as("where no thread waits").isZero();
    }
  }

  @Test
  @DisplayName(
      "ATOMIC_WAIT: the end of the memory ends a wait by ClosedException, an interrupt by its own.")
  @Why("a thread that nobody can wake any more is lost")
  void optional_atomics_27_11_endOfWait() throws Exception {
    needs(Capability.ZERO_COPY);
    needs(Capability.ATOMIC_WAIT);
    WasmInstance guest = instance("shared_memory");
    I32Atomics element = guest.memory().view(I32, 64, 1).atomics();
    assertThat(ended(() -> element.await(0, 0, -1), Thread::interrupt))
        .as("a wait that is interrupted")
        .isInstanceOf(InterruptedException.class);
    assertThat(ended(() -> element.await(0, 0, -1), _ -> guest.close()))
        .as("a wait at a memory that is closed")
        .isExactlyInstanceOf(ClosedException.class);
    refused(ClosedException.class, "notifyWaiters after close", () -> element.notifyWaiters(0, 1));
  }

  @Test
  @DisplayName("Waiting at a memory that is not shared is refused, and none is woken there.")
  @Why("no other thread could ever end the wait")
  void optional_atomics_27_12_notShared() {
    needs(Capability.ZERO_COPY);
    I32Atomics element = guest().memory().view(I32, 64, 1).atomics();
    refused(TypeMismatchException.class, "await", () -> element.await(0, 0, SHORT));
    assertThat(element.notifyWaiters(0, 1)).as("notifyWaiters").isZero();
  }

  @Test
  @DisplayName("Where ATOMIC_WAIT is not declared, waiting at a shared memory is refused.")
  @Why("a program asks first and relies on the answer")
  void optional_atomics_27_13_notDeclared() {
    needs(Capability.ZERO_COPY);
    needs(Capability.SHARED_MEMORY);
    I32Atomics element = instance("shared_memory").memory().view(I32, 64, 1).atomics();
    Throwable thrown = catchThrowable(() -> element.await(0, 1, SHORT));
    if (can(Capability.ATOMIC_WAIT)) {
      assertThat(thrown).as("await, with ATOMIC_WAIT declared").isNull();
    } else {
      assertThat(thrown)
          .as("await, with ATOMIC_WAIT not declared")
          .isExactlyInstanceOf(UnsupportedCapabilityException.class);
    }
  }

  /** What a call ends by when something is done to its thread while it waits. */
  private static Throwable ended(Callable<?> call, Consumer<Thread> action)
      throws InterruptedException {
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        Thread.ofPlatform().daemon().start(() -> thrown[0] = catchThrowable(call::call));
    while (thread.getState() != Thread.State.WAITING && thread.isAlive()) { // it has to get there
      Thread.onSpinWait();
    }
    action.accept(thread);
    thread.join(TimeUnit.SECONDS.toMillis(10));
    thread.interrupt();
    thread.join();
    return thrown[0];
  }
}
