package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that come in each other's way, and threads with little stack. */
final class ThreadOrders {
  private static final int ROUNDS = 150;

  private final String memory;

  ThreadOrders(String memory) {
    this.memory = memory;
  }

  Map<String, Scenario> scenarios() {
    return Map.of(
        "race", this::closeWhileOthersCall,
        "runtime", this::closeRuntimeWhileOthersInstantiate,
        "stack", this::callWithLittleStack,
        "recursion", this::recursionThroughHost);
  }

  private void closeWhileOthersCall() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      WasmRuntime runtime = Guests.runtime(memory);
      WasmInstance instance = Guests.calling(runtime, (guest, n) -> n);
      List<Runnable> uses = Survival.uses(instance, "load8");
      WasmFunction run = instance.function("run");
      CountDownLatch started = new CountDownLatch(Survival.THREADS);
      AtomicInteger foreign = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < Survival.THREADS; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      started.countDown();
                      for (int n = 0; n < 300; n++) {
                        Survival.survive(() -> run.call(1), foreign);
                        Runnable use = uses.get(n % uses.size());
                        Survival.survive(use, foreign);
                      }
                    }));
      }
      started.await();
      Thread.sleep(round % 4);
      if (round % 2 == 0) {
        instance.close();
      }
      runtime.close();
      for (Thread thread : threads) {
        thread.join();
      }
      if (foreign.get() != 0) {
        throw new AssertionError(foreign + " foreign exceptions");
      }
    }
  }

  private void closeRuntimeWhileOthersInstantiate() throws Exception {
    byte[] wasm = Guests.wasm("memory");
    for (int round = 0; round < ROUNDS / 3; round++) {
      WasmRuntime runtime = Guests.runtime(memory);
      WasmModule module = runtime.compile(wasm);
      AtomicInteger foreign = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < Survival.THREADS; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int n = 0; n < 20; n++) {
                        Survival.survive(
                            () -> module.instantiate().memory().bytes(0, 8).set(0, 1), foreign);
                        Survival.survive(
                            () -> runtime.newMemory(MemoryType.of(1)).byteSize(), foreign);
                        Survival.survive(() -> runtime.compile(wasm).close(), foreign);
                      }
                    }));
      }
      Thread.sleep(round % 8);
      if (round % 2 == 0) {
        module.close();
      }
      runtime.close();
      for (Thread thread : threads) {
        thread.join();
      }
      if (foreign.get() != 0) {
        throw new AssertionError(foreign + " foreign exceptions");
      }
    }
  }

  private void callWithLittleStack() throws Exception {
    try (WasmRuntime runtime = Guests.runtime(memory)) {
      WasmInstance instance = Guests.calling(runtime, (guest, n) -> deep(n, () -> {}));
      WasmInstance traps = runtime.instantiate(Guests.wasm("traps"));
      for (long size : new long[] {180, 256, 512, 640, 700, 768, 1024, 2048}) {
        Thread thread =
            new Thread(
                null,
                () -> {
                  Survival.survive(() -> instance.function("run").call(1));
                  Survival.survive(() -> traps.function("recurse").call(1));
                },
                "small",
                size << 10);
        thread.start();
        thread.join();
      }
      for (int depth = 0; depth < 30_000; depth += 500) {
        int frames = depth;
        Thread thread =
            new Thread(
                null,
                () -> {
                  Survival.survive(() -> deep(frames, () -> instance.function("run").call(1)));
                  Survival.survive(() -> deep(frames, () -> traps.function("recurse").call(1)));
                  Survival.survive(() -> instance.function("run").call(frames));
                },
                "deep",
                1 << 20);
        thread.start();
        thread.join();
      }
      Thread.ofVirtual()
          .start(() -> Survival.survive(() -> traps.function("recurse").call(1)))
          .join();
    }
  }

  private void recursionThroughHost() {
    try (WasmRuntime runtime = Guests.runtime(memory)) {
      WasmInstance instance =
          Guests.calling(runtime, (guest, n) -> (int) guest.function("run").call(n + 1));
      for (int i = 0; i < 3; i++) {
        Survival.survive(() -> instance.function("run").call(0));
      }
      if ((int) instance.function("size").call() != 2) {
        throw new AssertionError("the guest is not usable afterwards");
      }
    }
  }

  private static int deep(int frames, Runnable code) {
    if (frames == 0) {
      code.run();
      return 0;
    }
    return 1 + deep(frames - 1, code);
  }
}
