package io.github.wasminterop.backend.graal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.type.MemoryType;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class ThreadsTest {

  @ParameterizedTest
  @ValueSource(strings = {"direct", "mediated"})
  void guestsThatOnlyShareMemoryRunAtOnce(String mode) throws Exception {
    try (WasmRuntime runtime = Guests.runtime(mode);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(1, 4).asShared());
      WasmInstance first = sharing(runtime, memory);
      WasmInstance second = sharing(runtime, memory);
      Future<Object> spinning = threads.submit(() -> first.function("spin").call(16));
      second.function("add").call(16, 5);
      assertThat(spinning.get()).isEqualTo(5);
      Future<Object> waiting = threads.submit(() -> first.function("wait").call(0, 0, -1));
      while (!second.function("notify").call(0, 1).equals(1)) {
        Thread.sleep(1);
      }
      assertThat(waiting.get()).isEqualTo(0);
      assertThat(first.function("wait").call(0, 1, -1)).isEqualTo(1);
      assertThat(first.function("wait").call(0, 0, 1_000)).isEqualTo(2);
    }
  }

  @Test
  void aGuestHasOneThreadInsideAtATime() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger inside = new AtomicInteger();
    try (WasmRuntime runtime = Guests.runtime("direct");
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      WasmInstance guest =
          runtime.instantiate(
              Guests.wasm("callback"),
              Guests.callback(
                  (_, _) -> {
                    int now = inside.incrementAndGet();
                    both.countDown();
                    both.await(200, TimeUnit.MILLISECONDS); // time for the other one to come in
                    inside.decrementAndGet();
                    return now;
                  }));
      Callable<Object> call = () -> guest.function("call").call(0);
      for (Future<Object> each : threads.invokeAll(List.of(call, call))) {
        assertThat(each.get()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "mediated"})
  void closingWhileAThreadIsInsideDoesNotWaitForIt(String mode) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    WasmRuntime runtime = Guests.runtime(mode);
    WasmInstance guest =
        runtime.instantiate(
            Guests.wasm("callback"),
            Guests.callback(
                (_, _) -> {
                  inside.countDown();
                  go.await();
                  return 9;
                }));
    WasmFunction call = guest.function("call");
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<Object> outcome = threads.submit(() -> call.call(0));
      inside.await();
      runtime.close();
      assertThatThrownBy(() -> call.call(0)).isInstanceOf(ClosedException.class);
      go.countDown();
      assertThat(outcome.get()).isEqualTo(9);
    }
  }

  private static WasmInstance sharing(WasmRuntime runtime, WasmMemory memory) {
    return runtime.instantiate(
        Guests.wasm("shared"), WasmImports.none().memory("m", "memory", memory));
  }
}
