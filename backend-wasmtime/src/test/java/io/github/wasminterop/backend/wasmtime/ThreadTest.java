package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ValueType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads in one store, and threads with little stack. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // native code may hang
class ThreadTest {
  private static final int STACK = 2 << 20;
  private static final int MANY = 1 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  @EachMemory
  void callsTakeTurns(String memory) throws Exception {
    try (WasmRuntime runtime = Guests.runtime(memory);
        WasmInstance guest = runtime.instantiate(Guests.own("state"));
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        done.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 500; n++) {
                    assertThat(guest.function("counter_value").call()).isEqualTo(10);
                    guest.memory().grow(0);
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
  }

  @EachMemory
  void closingDoesNotWaitForACall(String memory) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    long before = Handles.live();
    WasmRuntime runtime = Guests.runtime(memory);
    AtomicReference<Throwable> seenInside = new AtomicReference<>();
    WasmInstance guest =
        Guests.calling(
            runtime,
            (caller, n) -> {
              inside.countDown();
              await(closed);
              seenInside.set(catchThrowable(() -> caller.memory().bytes(0, 1).get(0)));
              return n;
            });
    U8View view = guest.memory().bytes(1024, 4);
    MemorySegment raw = view.segment();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Object> call = thread.submit(() -> guest.function("run_and_load").call(1, 1024));
      inside.await();
      try {
        runtime.close();
        assertThatThrownBy(() -> raw.get(ValueLayout.JAVA_BYTE, 0))
            .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedException.class);
        assertThat(Handles.live()).as("the guest is still running").isGreaterThan(before);
      } finally {
        closed.countDown();
      }
      assertThat(call.get()).as("what the guest loads when all is closed").isEqualTo(0);
    }
    assertThat(seenInside.get()).isInstanceOf(ClosedException.class);
    assertThat(Handles.live()).as("freed at the end of the call").isEqualTo(before);
  }

  @EachMemory
  void theHostReadsOnWhileTheGuestRuns(String memory) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    try (WasmRuntime runtime = Guests.runtime(memory);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      WasmInstance guest =
          Guests.calling(
              runtime,
              (caller, n) -> {
                caller.memory().bytes(1024, 1).set(0, n);
                inside.countDown();
                await(read);
                return n;
              });
      MemorySegment raw = guest.memory().bytes(1024, 1).segment();
      Future<Object> call = thread.submit(() -> guest.function("run").call(77));
      inside.await();
      try {
        assertThat(raw.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 77);
      } finally {
        read.countDown();
      }
      assertThat(call.get()).isEqualTo(77);
    }
  }

  @Test
  void littleStackIsRefused() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "elsewhere stacks are not measured");
    try (WasmRuntime runtime = Guests.runtime("static");
        WasmInstance guest = runtime.instantiate(Guests.wasm("traps"))) {
      assertThat(inThread(() -> descend(MANY, () -> guest.function("fine").call())))
          .isInstanceOfSatisfying(
              TrapException.class, e -> assertThat(e.kind()).isEqualTo(TrapKind.STACK_OVERFLOW))
          .hasMessageContaining("KiB of stack left")
          .hasMessageContaining("needs 704;")
          .hasMessageContaining("larger stack");
      assertThat(inThread(() -> guest.function("fine").call())).isNull();
      assertThat(inThread(() -> guest.function("recurse").call(0)))
          .isInstanceOfSatisfying(
              TrapException.class, e -> assertThat(e.kind()).isEqualTo(TrapKind.STACK_OVERFLOW))
          .hasMessageNotContaining("left");
    }
  }

  @Test
  void littleStackIsRefusedToWrappedGuestsToo() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "elsewhere stacks are not measured");
    try (NativeProgram program = new NativeProgram(Guests.wasm("traps"));
        WasmInstance guest = program.wrap()) {
      assertThat(inThread(() -> descend(MANY, () -> guest.function("fine").call())))
          .isInstanceOf(TrapException.class)
          .hasMessageContaining("larger stack");
      assertThat(inThread(() -> guest.function("fine").call())).isNull();
    }
  }

  @Test
  void aGlobalIsFreeForOtherThreadsAfterEachUse() throws Exception {
    try (WasmRuntime runtime = Guests.runtime("static")) {
      WasmGlobal global = runtime.newGlobal(new GlobalType(ValueType.I32, true), 1);
      global.set(2);
      assertThat(inThread(() -> assertThat(global.getInt()).isEqualTo(2))).isNull();
      assertThat(global.getInt()).isEqualTo(2);
      assertThat(inThread(() -> global.set(3))).isNull();
    }
  }

  @Test
  void whatIsClosedIsClosedForAllThreads() throws Exception {
    BackendRuntime runtime = Guests.backend("static");
    BackendGlobal global = runtime.newGlobal(new GlobalType(ValueType.I32, true), 1);
    runtime.close();
    assertThatThrownBy(global::get).isInstanceOf(ClosedException.class);
    assertThat(inThread(global::get)).isInstanceOf(ClosedException.class);
  }

  private static Throwable inThread(Runnable code) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(null, () -> thrown.set(catchThrowable(code::run)), "descending", STACK);
    thread.setDaemon(true);
    thread.start();
    assertThat(thread.join(LONGEST)).as("the thread has come to its end").isTrue();
    return thrown.get();
  }

  /** Runs some code with less and less stack. Threads may be given more stack than they ask for. */
  private static void descend(int times, Runnable code) {
    if (times > 0) {
      code.run();
      descend(times - 1, code);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
