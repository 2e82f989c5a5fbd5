package io.github.wasminterop.backend.graal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.WasiOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of what GraalWasm throws. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class FailuresTest {
  private static final byte[] PLAIN = Guests.wasm("plain");

  @Test
  void anExitInTheContextOfAnOwnerTellsItsCode() {
    Context.Builder builder = NativeGuests.builder().option("wasm.Builtins", WasiOptions.MODULE);
    byte[] wasm = Guests.wasm("wasi");
    NativeGuests owner = NativeGuests.in(builder.build(), wasm);
    WasmInstance guest = WasmInstance.wrap(owner.instance(), (Object) wasm);
    assertThatExceptionOfType(GuestExitException.class)
        .isThrownBy(() -> guest.function("exit").call(7))
        .withMessageContaining("code 7")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(7));
    assertThatThrownBy(() -> guest.function("exit").call(7))
        .isInstanceOfAny(GuestExitException.class, ClosedException.class);
  }

  @Test
  void anOwnersInterruptIsNoTrapAndTheGuestGoesOn() throws Exception {
    NativeGuests owner = NativeGuests.withBindings(PLAIN);
    WasmInstance guest = WasmInstance.wrap(owner.instance());
    CountDownLatch calling = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread summing =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  calling.countDown();
                  thrown.set(catchThrowable(() -> guest.function("sum").call(-1)));
                });
    calling.await();
    while (summing.isAlive()) {
      owner.context().interrupt(Duration.ofSeconds(20));
    }
    assertThat(thrown.get())
        .isExactlyInstanceOf(BackendException.class)
        .hasMessageStartingWith("GraalWasm failed: ");
    assertThat(guest.function("add").call(1, 2)).isEqualTo(3);
    owner.context().close();
  }

  @Test
  void aTrapWhoseContextIsClosedBeforeItIsAskedForItsKindIsAFailureOfTheRuntime() {
    NativeGuests owner = NativeGuests.plain(PLAIN);
    PolyglotException trap =
        catchThrowableOfType(PolyglotException.class, () -> owner.export("trap").executeVoid());
    assertThat(Failures.of(trap)).isInstanceOf(TrapException.class);
    owner.context().close();
    assertThat(Failures.of(trap)).isInstanceOf(BackendException.class).hasCause(trap);
  }

  @Test
  void anOverflowOfTheJavaStackIsOneOfTheGuests() {
    StackOverflowError thrown = new StackOverflowError();
    assertThat(Failures.of(thrown))
        .isInstanceOfSatisfying(
            TrapException.class, e -> assertThat(e.kind()).isEqualTo(TrapKind.STACK_OVERFLOW))
        .hasCause(thrown);
  }
}
