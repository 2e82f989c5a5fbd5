package io.github.wasminterop.backend.graal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What guests are given, and what that means for the threads that use them. */
class LinkingTest {
  private final WasmRuntime runtime = Guests.runtime("direct");
  private final CountDownLatch both = new CountDownLatch(2);
  private final AtomicInteger inside = new AtomicInteger();

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void anImportThatWasiDoesNotHaveIsNamed() {
    WasmImports imports = WasmImports.none().wasi(WasiOptions.none());
    assertThatExceptionOfType(LinkException.class)
        .isThrownBy(() -> runtime.instantiate(Guests.wasm("misnamed"), imports))
        .withMessageContaining("sched_yeild")
        .satisfies(
            e -> {
              assertThat(e.module()).isEqualTo(WasiOptions.MODULE);
              assertThat(e.name()).isEqualTo("sched_yeild");
            });
  }

  @Test
  void theGuestOfAnImportedFunctionHasOneThreadInsideAtATime() throws Exception {
    WasmInstance exporter = runtime.instantiate(Guests.wasm("callback"), counting());
    WasmInstance importer =
        runtime.instantiate(
            Guests.wasm("callback"),
            WasmImports.none().function("env", "callback", exporter.function("call")));
    assertOneAtATime(exporter, importer);
  }

  @Test
  void guestsThatShareAnUnsharedMemoryRunOneAtATime() throws Exception {
    WasmImports imports = counting().memory("m", "memory", runtime.newMemory(MemoryType.of(1)));
    assertOneAtATime(
        runtime.instantiate(Guests.wasm("together"), imports),
        runtime.instantiate(Guests.wasm("together"), imports));
  }

  @Test
  void theStartFunctionsExportHasANameOfItsOwn() {
    AtomicInteger starts = new AtomicInteger();
    WasmInstance guest =
        runtime.instantiate(
            Guests.wasm("starting"),
            WasmImports.none()
                .function(
                    "env",
                    "callback",
                    FunctionType.of(),
                    (_, _) -> {
                      starts.incrementAndGet();
                      return null;
                    }));
    assertThat(starts).hasValue(1);
    assertThat(guest.exports().keySet()).containsExactly("start", "start'", "");
    assertThat(guest.function("start").call()).isEqualTo(1);
    assertThat(guest.function("start'").call()).isEqualTo(2);
    assertThat(guest.function("").call()).isEqualTo(3);
  }

  @Test
  void aClosedModuleKeepsNoSources() throws Exception {
    GraalModule module = new GraalModule(BinaryModule.parse(Guests.wasm("plain")));
    WeakReference<Object> source = new WeakReference<>(module.source(List.of()));
    assertThat(Garbage.isCollected(source)).as("of an open module").isFalse();
    module.close();
    assertThat(Garbage.isCollected(source)).isTrue();
    assertThat(module.exports()).isNotEmpty();
  }

  /** A callback that gives the number of threads that are inside it. */
  private WasmImports counting() {
    return Guests.callback(
        (_, _) -> {
          int now = inside.incrementAndGet();
          both.countDown();
          both.await(200, TimeUnit.MILLISECONDS); // time for the other one to come in
          inside.decrementAndGet();
          return now;
        });
  }

  private static void assertOneAtATime(WasmInstance first, WasmInstance second) throws Exception {
    List<Callable<Object>> calls =
        List.of(() -> first.function("call").call(0), () -> second.function("call").call(0));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<Object> each : threads.invokeAll(calls)) {
        assertThat(each.get()).isEqualTo(1);
      }
    }
  }
}
