package io.github.wasminterop.backend.graal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.type.MemoryType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guests that wait at addresses of a shared memory. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class WaitingTest {
  private static final int NOT_EQUAL = 1;
  private static final int TIMED_OUT = 2;

  private final WasmRuntime runtime = Guests.runtime("direct");
  private final WasmMemory memory = runtime.newMemory(MemoryType.of(1, 4).asShared());
  private final WasmInstance guest =
      runtime.instantiate(Guests.wasm("shared"), WasmImports.none().memory("m", "memory", memory));

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void asManyBitsAreComparedAsTheInstructionSays() {
    I32View words = memory.view(ElementType.I32, 0, 4);
    words.copyFrom(new int[] {0, 1, -1, 7});
    assertThat(wait(0, 0)).isEqualTo(TIMED_OUT);
    assertThat(wait64(0, 1L << 32)).isEqualTo(TIMED_OUT);
    assertThat(wait64(0, 0)).isEqualTo(NOT_EQUAL);
    assertThat(wait(8, -1)).isEqualTo(TIMED_OUT);
    assertThat(wait64(8, 0x7_ffff_ffffL)).isEqualTo(TIMED_OUT);
    assertThat(wait64(8, -1)).isEqualTo(NOT_EQUAL);
  }

  @Test
  void anInterruptEndsTheWaitAndStaysSet() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread waiting =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  thrown.set(catchThrowable(() -> guest.function("wait").call(0, 0, -1)));
                  interrupted.set(Thread.currentThread().isInterrupted());
                });
    while (waiting.getState() != Thread.State.WAITING && waiting.isAlive()) {
      Thread.sleep(1);
    }
    waiting.interrupt();
    assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
    assertThat(thrown.get())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("interrupted")
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(interrupted).isTrue();
  }

  private int wait(int address, int expected) {
    return (int) guest.function("wait").call(address, expected, 1_000);
  }

  private int wait64(int address, long expected) {
    return (int) guest.function("wait64").call(address, expected, 1_000);
  }
}
