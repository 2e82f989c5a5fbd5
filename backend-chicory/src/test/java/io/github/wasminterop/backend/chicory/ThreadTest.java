package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.call;
import static io.github.wasminterop.backend.chicory.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shared memories under several threads. */
@Timeout(30)
class ThreadTest {
  private static final int PAGE = 65_536;
  private static final int ROUNDS = 20_000;

  @Test
  void changesOfNeighboursDoNotDisturbOneAnother() throws Exception {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1, 1, true));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Object>> tasks =
          List.of(
              repeated(() -> memory.atomicAddByte(0, (byte) 1)),
              repeated(() -> memory.atomicAddByte(1, (byte) 1)),
              repeated(() -> memory.atomicAddShort(2, (short) 1)),
              repeated(() -> memory.atomicAddShort(2, (short) 1)),
              repeated(() -> memory.atomicAddInt(4, 1)),
              repeated(() -> memory.atomicAddInt(4, 1)),
              repeated(() -> memory.atomicAddLong(8, 1)),
              repeated(() -> memory.atomicAddLong(8, 1)));
      for (Future<Object> done : threads.invokeAll(tasks)) {
        done.get();
      }
      assertThat(memory.read(0)).isEqualTo((byte) ROUNDS);
      assertThat(memory.read(1)).isEqualTo((byte) ROUNDS);
      assertThat(memory.readShort(2)).isEqualTo((short) (2 * ROUNDS));
      assertThat(memory.readInt(4)).isEqualTo(2 * ROUNDS);
      assertThat(memory.readLong(8)).isEqualTo(2 * ROUNDS);
    }
  }

  @Test
  void notifyWakesAsManyAsItSays() throws Exception {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1, 1, true));
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        waiting.add(threads.submit(() -> memory.atomicWait(8, 0, -1L)));
      }
      Future<Integer> elsewhere = threads.submit(() -> memory.atomicWait(16, 0L, -1L));

      assertThat(memory.atomicNotify(8, 0)).isZero();
      assertThat(wake(memory, 8, 2)).isEqualTo(2);
      assertThat(memory.atomicNotify(12, -1)).isZero();
      assertThat(wake(memory, 8, 3)).isEqualTo(3);
      for (Future<Integer> waiter : waiting) {
        assertThat(waiter.get()).isZero();
      }
      assertThat(elsewhere.isDone()).isFalse();
      assertThat(wake(memory, 16, 1)).isOne();
      assertThat(elsewhere.get()).isZero();
      assertThat(memory.atomicNotify(16, -1)).isZero();
    }
  }

  @Test
  void aWaitingThreadCanBeInterrupted() {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1, 1, true))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> memory.atomicWait(8, 0, -1L))
          .isInstanceOf(ChicoryInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(memory.atomicNotify(8, -1)).isZero();
    }
  }

  @Test
  void growthByOneThreadIsSeenByAnother() throws Exception {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1, 64, true));
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      NativeMemory door = memory.bytes().door();
      Future<?> growing =
          threads.submit(
              () -> {
                for (int i = 1; i < 64; i++) {
                  door.grow(1);
                  door.atomicWriteInt(i * PAGE, i);
                  door.atomicWriteInt(0, i);
                }
              });
      for (int seen = 0; seen < 63; ) {
        seen = memory.atomicReadInt(0);
        if (seen > 0) {
          assertThat(memory.readInt(seen * PAGE)).isEqualTo(seen);
        }
      }
      growing.get();
      door.close();
    }
  }

  @EachExecution
  void guestsOfTwoThreadsMeetInOneMemory(String execution) throws Exception {
    try (WasmRuntime runtime = Guests.runtime(execution);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(1, 4).asShared());
      WasmImports imports = WasmImports.none().memory("env", "memory", memory);
      WasmInstance mine = runtime.instantiate(Guests.wasm("shared_import"), imports);
      WasmInstance other = runtime.instantiate(Guests.wasm("shared_import"), imports);

      Future<Long> waiting = threads.submit(() -> call(other, "wait", 4));
      while (call(mine, "notify", 4) == 0) {
        Thread.onSpinWait();
      }
      assertThat(waiting.get()).isZero();

      Future<?> adding = threads.submit(() -> run(other, "add", 8, ROUNDS));
      run(mine, "add", 8, ROUNDS);
      adding.get();
      assertThat(memory.data(8, 4).getI32(0)).isEqualTo(2 * ROUNDS);
    }
  }

  @Test
  void closingWakesWhoWaits() throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      NativeMemory memory = new NativeMemory(new MemoryLimits(1, 1, true));
      Future<Integer> waiting = threads.submit(() -> memory.atomicWait(8, 0, -1L));
      while (memory.bytes().waiters().size() == 0) {
        Thread.onSpinWait();
      }
      memory.close();
      assertThat(waiting.get()).isZero();
      assertThatThrownBy(() -> memory.atomicReadInt(8)).isInstanceOf(IllegalStateException.class);
    }
  }

  private static int wake(NativeMemory memory, int address, int count) {
    int woken = 0;
    while (woken < count) {
      woken += memory.atomicNotify(address, count - woken);
    }
    return woken;
  }

  private static Callable<Object> repeated(Runnable action) {
    return () -> {
      for (int i = 0; i < ROUNDS; i++) {
        action.run();
      }
      return true;
    };
  }
}
