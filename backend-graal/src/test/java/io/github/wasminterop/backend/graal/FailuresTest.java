package io.github.wasminterop.backend.graal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.WasiOptions;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.Test;

/** What becomes of what GraalWasm throws. */
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
  void whatIsNoTrapIsAFailureOfTheRuntime() {
    NativeGuests owner = NativeGuests.plain(PLAIN);
    PolyglotException refusal =
        catchThrowableOfType(
            PolyglotException.class,
            () -> owner.context().eval(Store.source(new byte[] {0, 'a', 's', 'm', 9})));
    assertThat(Failures.of(refusal))
        .isExactlyInstanceOf(BackendException.class)
        .hasMessageStartingWith("GraalWasm failed: ")
        .hasCause(refusal);
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
  void lackOfMemoryIsToldFromOtherFailures() {
    assertThat(new Failures.Failure("exhaustion", "could not allocate memory"))
        .matches(Failures.Failure::isLackOfMemory);
    assertThat(new Failures.Failure("trap", "memory instance size exceeds limit"))
        .matches(Failures.Failure::isLackOfMemory);
    assertThat(new Failures.Failure("exhaustion", "call stack exhausted"))
        .matches(failure -> failure.isTrap() && !failure.isLackOfMemory());
    assertThat(new Failures.Failure("trap", "out of bounds memory access"))
        .matches(failure -> failure.isTrap() && !failure.isLackOfMemory());
    assertThat(new Failures.Failure("unlinkable", "unknown import"))
        .matches(failure -> failure.isUnlinkable() && !failure.isTrap());
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
