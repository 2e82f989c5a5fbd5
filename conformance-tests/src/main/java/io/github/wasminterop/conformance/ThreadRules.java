package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.I32;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 8: handing over works; what is against the rule ends in an exception or stale data. */
abstract class ThreadRules extends RuleGroup {
  private static final VarHandle ATOMIC_INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  ThreadRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("An instance and what came from it may be handed over to another thread.")
  @Why("pools of workers do so")
  void required_threads_8_01_handingOver() throws Exception {
    Guest guest = guest();
    U8View view = guest.memory().bytes(1024, 4);
    long pages = guest.memory().pages();
    guest.store8(1024, 7);
    int seen =
        elsewhere(
            () -> {
              guest.store8(1025, 9);
              view.set(2, view.get(0) + view.get(1));
              guest.grow(1);
              guest.memory().grow(1);
              return guest.load8(1026);
            });
    assertThat(seen).as("what the other thread's guest loads").isEqualTo(16);
    assertThat(view.get(2)).as("what this thread reads afterwards").isEqualTo(16);
    assertThat(guest.memory().pages()).as("pages() after growth there").isEqualTo(pages + 2);
  }

  @Test
  @DisplayName("A guest may be made in one thread, used in a second and closed in a third.")
  @Why("request handlers and shutdown hooks do so")
  void required_threads_8_02_madeUsedAndClosedElsewhere() throws Exception {
    Guest guest =
        elsewhere(
            () -> {
              Guest made = guest();
              made.store8(1024, 1);
              return made;
            });
    assertThat(elsewhere(() -> guest.load8(1024))).as("load8 elsewhere").isBetween(1, 255);
    U8View view = guest.memory().bytes(1024, 1);
    elsewhere(
        () -> {
          guest.instance().close();
          return 0;
        });
    refused(ClosedException.class, "get(0) after close elsewhere", () -> view.get(0));
  }

  @Test
  @DisplayName("After close, each use from another thread is refused as from the first.")
  @Why("a worker that was not told must not end the JVM")
  void required_threads_8_03_useAfterCloseElsewhere() throws Exception {
    WasmInstance instance = instance("memory");
    Holdings holdings = Holdings.of(instance);
    instance.close();
    elsewhere(
        () -> {
          holdings.library().forEach((use, code) -> refused(ClosedException.class, use, code));
          return 0;
        });
  }

  @Test
  @DisplayName(
      "A call while another thread is inside waits with SERIALIZED_CALLS, else it is right"
          + " or a ConcurrentUseException.")
  @Why("two threads in one store corrupt most runtimes")
  void optional_threads_8_04_twoThreadsInside() throws Exception {
    needs(Capability.HOST_FUNCTIONS);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Guest guest = new Guest(instance("callback", waiting(inside, go)));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Object> first = threads.submit(() -> guest.call("run_and_load", 5, 1024));
      assertThat(inside.await(20, TimeUnit.SECONDS)).as("the first thread is inside").isTrue();
      Future<Integer> second = threads.submit(guest::size);
      Object outcome = outcome(second, 300);
      go.countDown();
      assertThat(first.get(20, TimeUnit.SECONDS)).as("the first call").isEqualTo(0);
      outcome = outcome instanceof TimeoutException ? outcome(second, 20_000) : outcome;
      if (can(Capability.SERIALIZED_CALLS)) {
        assertThat(outcome).as("the second call").isEqualTo(2);
      } else if (!(outcome instanceof ConcurrentUseException)) {
        assertThat(outcome).as("the second call").isEqualTo(2);
      }
    }
    assertThat(guest.size()).as("a call afterwards").isEqualTo(2);
  }

  @Test
  @DisplayName("A callback may call the guest again on its own thread.")
  @Why("a lock against other threads must let its owner in")
  void optional_threads_8_05_reentranceIsNoConcurrentUse() {
    needs(Capability.HOST_FUNCTIONS);
    WasmInstance instance =
        instance(
            "callback",
            callback(
                (caller, arguments) ->
                    (int) arguments[0] == 0
                        ? 100
                        : caller.function("run").call((int) arguments[0] - 1)));
    assertThat(instance.function("run").call(20)).as("20 calls deep").isEqualTo(100);
  }

  @Test
  @DisplayName(
      "Calls, access and growth from several threads at once give right or stale values"
          + " or exceptions of the family.")
  @Why("breaking the rule must not end the JVM")
  void required_threads_8_06_misuseIsSurvived() throws Exception {
    Guest guest = guest();
    U8View view = guest.memory().bytes(1024, 256);
    view.fill(0);
    List<Callable<Integer>> work =
        List.of(
            () -> misuse(i -> guest.load8(1024 + i % 256)),
            () -> misuse(i -> guest.store8(1024 + i % 256, 0)),
            () -> misuse(i -> view.set(i % 256, view.get(i % 256))),
            () -> misuse(i -> view.copy()),
            () -> misuse(i -> grow(guest, i)));
    try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
      for (Future<Integer> done : threads.invokeAll(work)) {
        assertThat(done.get()).as("rounds").isEqualTo(400);
      }
    }
    guest.memory().grow(1);
    long pages = guest.memory().pages(); // asked for before the guest runs again
    assertThat(view.copy()).as("bytes that everyone set to 0").containsOnly(0);
    assertThat(guest.size()).as("what memory.size gives").isEqualTo((int) pages);
  }

  @Test
  @DisplayName("Close while another thread reads ends its reads in an exception of the family.")
  @Why("shutdown races with work")
  void required_threads_8_07_closeWhileReading() throws Exception {
    for (int round = 0; round < 20; round++) {
      WasmInstance instance = instance("memory");
      U8View view = instance.memory().bytes(0, 65_536);
      CountDownLatch reading = new CountDownLatch(1);
      try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
        Future<Object> reader =
            threads.submit(
                () -> {
                  for (int i = 0; !Thread.interrupted(); i++) {
                    if (i == 100) {
                      reading.countDown();
                    }
                    view.get(i & 0xffff);
                    view.copy();
                  }
                  return "it was told to";
                });
        assertThat(reading.await(20, TimeUnit.SECONDS)).as("the reader reads").isTrue();
        instance.close();
        Object end = outcome(reader, 10_000);
        reader.cancel(true);
        assertThat(end).as("how the reader ends").isInstanceOf(ClosedException.class);
      }
    }
  }

  @Test
  @DisplayName("Two threads may each have a guest of their own, of one runtime.")
  @Why("a server has one runtime and many guests")
  void required_threads_8_08_ownGuests() throws Exception {
    WasmRuntime shared = runtime();
    byte[] wasm = Fixtures.wasm("memory");
    Callable<Integer> work =
        () -> {
          int sum = 0;
          for (int i = 0; i < 20; i++) {
            try (WasmInstance instance = shared.instantiate(wasm)) {
              Guest guest = new Guest(instance);
              guest.store8(1024, i);
              guest.grow(1);
              sum += guest.memory().bytes(1024, 1).get(0);
            }
          }
          return sum;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<Integer> done : threads.invokeAll(List.of(work, work))) {
        assertThat(done.get()).as("sum of 0 to 19").isEqualTo(190);
      }
    }
  }

  @Test
  @DisplayName("Atomic access through the segment of a shared memory is atomic with the guest's.")
  @Why("that is how threads of host and guest count together")
  void optional_threads_8_09_atomicAccess() throws Exception {
    needs(Capability.SHARED_MEMORY);
    needs(Capability.IMPORTED_MEMORIES);
    needs(Capability.ZERO_COPY);
    WasmMemory memory = runtime().newMemory(MemoryType.of(1, 4).asShared());
    WasmImports imports = WasmImports.none().memory("env", "memory", memory);
    WasmInstance guest = instance("import_shared_memory", imports);
    MemorySegment counter = memory.view(I32, 64, 1).segment();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> adding = threads.submit(() -> guest.function("add_many").call(64, 2_000));
      for (int i = 0; i < 2_000; i++) {
        ATOMIC_INT.getAndAdd(counter, 0L, 1);
      }
      adding.get(60, TimeUnit.SECONDS);
    }
    assertThat(memory.view(I32, 64, 1).get(0))
        .as("2000 by the host, 2000 by the guest")
        .isEqualTo(4_000);
  }

  private static WasmImports waiting(CountDownLatch inside, CountDownLatch go) {
    return callback(
        (caller, arguments) -> {
          inside.countDown();
          return go.await(20, TimeUnit.SECONDS) ? 1 : 0;
        });
  }

  private static void grow(Guest guest, int round) {
    if (round % 40 == 0) {
      guest.memory().grow(1);
    }
  }

  private static int misuse(IntConsumer step) {
    int rounds = 0;
    for (; rounds < 400; rounds++) {
      try {
        step.accept(rounds);
      } catch (WasmInteropException e) {
        Thread.onSpinWait();
      }
    }
    return rounds;
  }

  /** The result of a task, or the exception that it ended by. */
  private static Object outcome(Future<?> task, long millis) throws InterruptedException {
    try {
      return Objects.requireNonNull(task.get(millis, TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return Objects.requireNonNullElse(e.getCause(), e);
    } catch (TimeoutException e) {
      return e;
    }
  }

  private static <T> T elsewhere(Callable<T> code) throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      return thread.submit(code).get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failure) {
        throw failure;
      }
      throw e;
    }
  }
}
