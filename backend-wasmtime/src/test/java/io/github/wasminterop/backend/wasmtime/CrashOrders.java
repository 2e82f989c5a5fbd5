package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Orders of operations that end the JVM when they reach the runtime: a program of its own. Prints
 * the name of each scenario that ended in the right value or in an exception of the family.
 */
final class CrashOrders {
  static final List<String> SCENARIOS =
      List.of(
          "close",
          "callback",
          "start",
          "race",
          "runtime",
          "stack",
          "recursion",
          "shared",
          "failures",
          "growth");

  private static final int THREADS = 3;
  private static final int ROUNDS = 150;
  private static final Map<String, Integer> outcomes = new ConcurrentSkipListMap<>();

  private final String memory;

  private CrashOrders(String memory) {
    this.memory = memory;
  }

  /** The first argument is the mode of memories, the second one the scenario. */
  public static void main(String[] arguments) throws Exception {
    CrashOrders orders = new CrashOrders(arguments[0]);
    switch (arguments[1]) {
      case "close" -> orders.everyOrderOfClose();
      case "callback" -> orders.closeWithinCallback();
      case "start" -> orders.closeWithinStart();
      case "race" -> orders.closeWhileOthersCall();
      case "runtime" -> orders.closeRuntimeWhileOthersInstantiate();
      case "stack" -> orders.callWithLittleStack();
      case "recursion" -> orders.recursionThroughHost();
      case "shared" -> orders.closeOwnersOfShared();
      case "failures" -> orders.failedInstantiations();
      case "growth" -> orders.growBeyondReservation();
      default -> throw new IllegalArgumentException(arguments[1]);
    }
    if (Handles.live() != 0) {
      throw new AssertionError(Handles.live() + " native handles are left");
    }
    System.out.println("survived, with the outcomes " + outcomes);
  }

  private void everyOrderOfClose() {
    for (String order : List.of("imr", "irm", "mir", "mri", "rim", "rmi")) {
      WasmRuntime runtime = Guests.runtime(memory);
      WasmModule module = runtime.compile(Guests.wasm("memory"));
      WasmInstance instance = module.instantiate();
      List<Runnable> uses = uses(instance);
      order
          .chars()
          .forEach(
              each -> {
                switch (each) {
                  case 'i' -> instance.close();
                  case 'm' -> module.close();
                  default -> runtime.close();
                }
                uses.forEach(CrashOrders::survive);
              });
      parallel(() -> uses.forEach(CrashOrders::survive));
    }
  }

  private void closeWithinCallback() {
    for (boolean all : new boolean[] {true, false}) {
      WasmRuntime runtime = Guests.runtime(memory);
      List<Runnable> uses = new ArrayList<>();
      WasmInstance instance =
          Guests.calling(
              runtime,
              (guest, argument) -> {
                if (all) {
                  runtime.close();
                } else {
                  guest.close();
                }
                uses.forEach(CrashOrders::survive);
                return 1;
              });
      uses.addAll(uses(instance, "load8"));
      for (int i = 0; i < 3; i++) {
        survive(() -> instance.function("run_and_load").call(1, 1024));
      }
      runtime.close();
      uses.forEach(CrashOrders::survive);
    }
  }

  private void closeWithinStart() {
    for (boolean all : new boolean[] {true, false}) {
      WasmRuntime runtime = Guests.runtime(memory);
      survive(
          () ->
              runtime.instantiate(
                  startCalling(),
                  WasmImports.none()
                      .function(
                          "env",
                          "go",
                          FunctionType.of(),
                          (guest, arguments) -> {
                            if (all) {
                              runtime.close();
                            } else {
                              guest.close();
                            }
                            return null;
                          })));
      runtime.close();
    }
  }

  private void closeWhileOthersCall() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      WasmRuntime runtime = Guests.runtime(memory);
      WasmInstance instance = Guests.calling(runtime, (guest, n) -> n);
      List<Runnable> uses = uses(instance, "load8");
      WasmFunction run = instance.function("run");
      CountDownLatch started = new CountDownLatch(THREADS);
      AtomicInteger foreign = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      started.countDown();
                      for (int n = 0; n < 300; n++) {
                        survive(() -> run.call(1), foreign);
                        Runnable use = uses.get(n % uses.size());
                        survive(use, foreign);
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
      for (int i = 0; i < THREADS; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int n = 0; n < 20; n++) {
                        survive(() -> module.instantiate().memory().bytes(0, 8).set(0, 1), foreign);
                        survive(() -> runtime.newMemory(MemoryType.of(1)).byteSize(), foreign);
                        survive(() -> runtime.compile(wasm).close(), foreign);
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
                  survive(() -> instance.function("run").call(1));
                  survive(() -> traps.function("recurse").call(1));
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
                  survive(() -> deep(frames, () -> instance.function("run").call(1)));
                  survive(() -> deep(frames, () -> traps.function("recurse").call(1)));
                  survive(() -> instance.function("run").call(frames));
                },
                "deep",
                1 << 20);
        thread.start();
        thread.join();
      }
      Thread.ofVirtual().start(() -> survive(() -> traps.function("recurse").call(1))).join();
    }
  }

  private void recursionThroughHost() {
    try (WasmRuntime runtime = Guests.runtime(memory)) {
      WasmInstance instance =
          Guests.calling(runtime, (guest, n) -> (int) guest.function("run").call(n + 1));
      for (int i = 0; i < 3; i++) {
        survive(() -> instance.function("run").call(0));
      }
      if ((int) instance.function("size").call() != 2) {
        throw new AssertionError("the guest is not usable afterwards");
      }
    }
  }

  private void closeOwnersOfShared() {
    for (int order = 0; order < 6; order++) {
      WasmRuntime runtime = Guests.runtime(memory);
      WasmInstance owner = runtime.instantiate(Guests.wasm("memory"));
      WasmInstance user =
          runtime.instantiate(
              Guests.wasm("import_memory"),
              WasmImports.none().memory("env", "memory", owner.memory()));
      WasmMemory host = runtime.newMemory(MemoryType.of(1, 10));
      WasmGlobal global = runtime.newGlobal(new GlobalType(ValueType.I32, true), 1);
      WasmInstance other =
          runtime.instantiate(
              Guests.wasm("import_memory"), WasmImports.none().memory("env", "memory", host));
      List<Runnable> uses = uses(owner);
      uses.addAll(uses(user, "load8"));
      uses.addAll(uses(other, "load8"));
      uses.add(() -> global.set(global.getInt() + 1));
      U8View bytes = host.bytes(0, 8);
      MemorySegment raw = bytes.segment();
      uses.add(() -> bytes.set(0, 1));
      uses.add(() -> raw.get(ValueLayout.JAVA_BYTE, 0));
      List<AutoCloseable> closing =
          switch (order) {
            case 0 -> List.of(owner, user, other, runtime);
            case 1 -> List.of(user, owner, other, runtime);
            case 2 -> List.of(other, user, owner, runtime);
            case 3 -> List.of(runtime, owner, user, other);
            case 4 -> List.of(owner, runtime, user);
            default -> List.of(other, runtime, owner);
          };
      for (AutoCloseable each : closing) {
        survive(
            () -> {
              try {
                each.close();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
        uses.forEach(CrashOrders::survive);
      }
    }
  }

  private void failedInstantiations() {
    try (WasmRuntime runtime = Guests.runtime(memory)) {
      for (int i = 0; i < 200; i++) {
        for (String name : List.of("start_trap", "bad_segment", "import_function", "callback")) {
          survive(() -> runtime.instantiate(Guests.wasm(name)));
        }
        survive(() -> runtime.compile(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 9}));
      }
    }
  }

  private void growBeyondReservation() {
    try (WasmRuntime runtime = Guests.runtime(memory)) {
      WasmInstance instance = runtime.instantiate(Guests.wasm("unbounded_memory"));
      WasmMemory bytes = instance.memory();
      U8View view = bytes.bytes(0, 8);
      MemorySegment raw = view.segment();
      ByteBuffer buffer = view.buffer();
      view.set(0, 9);
      for (int i = 0; i < 40; i++) {
        survive(() -> bytes.grow(1_000));
        survive(() -> instance.function("grow").call(500));
        survive(() -> raw.get(ValueLayout.JAVA_BYTE, 0));
        survive(() -> buffer.get(0));
        survive(() -> view.get(0));
        parallel(() -> survive(() -> raw.get(ValueLayout.JAVA_BYTE, 0)));
      }
    }
  }

  private static List<Runnable> uses(WasmInstance instance) {
    List<Runnable> uses = uses(instance, "load8");
    WasmGlobal global = instance.global("ptr_global");
    uses.add(global::get);
    uses.add(() -> global.set(1024));
    return uses;
  }

  private static List<Runnable> uses(WasmInstance instance, String load) {
    WasmMemory memory = instance.memory();
    U8View view = memory.bytes(1024, 8);
    WasmFunction function = instance.function(load);
    MemorySegment segment = view.segment();
    ByteBuffer buffer = view.buffer();
    return new ArrayList<>(
        List.of(
            () -> view.get(0),
            () -> view.set(0, 1),
            view::copy,
            () -> memory.grow(0),
            memory::byteSize,
            memory::type,
            () -> function.call(1024),
            () -> segment.get(ValueLayout.JAVA_BYTE, 0),
            () -> buffer.put(0, (byte) 1),
            instance::exports));
  }

  private static byte[] startCalling() {
    var none = FunctionType.of();
    return BinaryWriter.module()
        .section(BinaryModule.TYPES, s -> s.unsigned(1).type(none))
        .section(BinaryModule.IMPORTS, s -> s.unsigned(1).importOf("env", "go", 0))
        .section(BinaryModule.MEMORIES, s -> s.unsigned(1).type(MemoryType.of(1)))
        .section(BinaryModule.EXPORTS, s -> s.unsigned(1).export("memory", ExternKind.MEMORY, 0))
        .section(BinaryModule.START, s -> s.unsigned(0))
        .toByteArray();
  }

  private static int deep(int frames, Runnable code) {
    if (frames == 0) {
      code.run();
      return 0;
    }
    return 1 + deep(frames - 1, code);
  }

  private static void parallel(Runnable code) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().start(code));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static void survive(Runnable code) {
    AtomicInteger foreign = new AtomicInteger();
    survive(code, foreign);
    if (foreign.get() != 0) {
      throw new AssertionError("a foreign exception");
    }
  }

  /** Runs code that may end in an exception of the family, or as raw segments and buffers do. */
  private static void survive(Runnable code, AtomicInteger foreign) {
    try {
      code.run();
      outcomes.merge("fine", 1, Integer::sum);
    } catch (WasmInteropException | IllegalStateException | StackOverflowError e) {
      // All of these are right; which one, other tests ask.
      outcomes.merge(e.getClass().getSimpleName(), 1, Integer::sum);
    } catch (Throwable e) {
      foreign.incrementAndGet();
      e.printStackTrace();
    }
  }
}
