package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.ElementType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmTable;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.TrapException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one thread has done with a guest lets the next one in. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class GuardTest {

  @ParameterizedTest
  @ValueSource(strings = {"direct", "mediated"})
  void everyUseLetsTheNextThreadIn(String mode) throws Exception {
    try (WasmRuntime runtime = Guests.runtime(mode);
        WasmInstance guest = runtime.instantiate(Guests.wasm("plain"))) {
      WasmMemory memory = guest.memory();
      WasmTable table = guest.table("table");
      WasmGlobal counter = guest.global("counter");
      I32View view = memory.view(I32, 0, 4);
      Map<String, Runnable> uses = new LinkedHashMap<>();
      uses.put("call", () -> guest.function("add").call(1, 2));
      uses.put("call without a result", () -> guest.function("store").call(0, 1));
      uses.put(
          "trap",
          () ->
              assertThatThrownBy(() -> guest.function("trap").call())
                  .isInstanceOf(TrapException.class));
      uses.put("global, get", counter::get);
      uses.put("global, set", () -> counter.set(3));
      uses.put("table, size", table::size);
      uses.put("table, get", () -> table.get(0));
      uses.put("table, get null", () -> table.get(1));
      uses.put("table, set", () -> table.set(1, guest.function("add")));
      uses.put("table, grow", () -> table.grow(1));
      uses.put("table, type", table::type);
      uses.put("memory, size", memory::byteSize);
      uses.put("memory, type", memory::type);
      uses.put("memory, grow", () -> memory.grow(1));
      uses.put("view, get", () -> view.get(1));
      uses.put("view, set", () -> view.set(1, 2));
      uses.put("view, copy", view::copy);
      uses.put("view, copyFrom", () -> view.copyFrom(new int[] {1, 2, 3, 4}));
      for (Map.Entry<String, Runnable> use : uses.entrySet()) {
        use.getValue().run();
        Thread next = Thread.ofVirtual().start(() -> guest.function("load").call(0));
        assertThat(next.join(Duration.ofSeconds(10))).as("after %s", use.getKey()).isTrue();
      }
    }
  }

  @Test
  void whatIsClosedRefusesEachThread() throws Exception {
    try (GraalRuntime runtime = GraalRuntime.open(true)) {
      GraalFunction load = load(runtime);
      load.guard().store().close();
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      assertThatThrownBy(() -> load.call(0)).isInstanceOf(ClosedException.class);
      Thread next = Thread.ofVirtual().start(() -> thrown.set(catchThrowable(() -> load.call(0))));
      assertThat(next.join(Duration.ofSeconds(10))).isTrue();
      assertThat(thrown.get()).isInstanceOf(ClosedException.class);
    }
  }

  @Test
  void anOuterCallLeavesForTheInnerOnesThatCouldNot() throws Exception {
    try (GraalRuntime runtime = GraalRuntime.open(true)) {
      GraalFunction load = load(runtime);
      Guard guard = load.guard();
      int outer = guard.enter();
      int inner = guard.enter();
      guard.enter();
      guard.enter();
      guard.exit(inner);
      Thread next = Thread.ofVirtual().start(() -> load.call(0));
      assertThat(next.join(Duration.ofMillis(50))).as("while the outer call goes on").isFalse();
      guard.enter();
      guard.exit(outer);
      assertThat(next.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  private static GraalFunction load(GraalRuntime runtime) {
    return (GraalFunction)
        runtime
            .instantiate(runtime.load(Guests.wasm("plain")), Map.of(), null)
            .exports()
            .get("load");
  }
}
