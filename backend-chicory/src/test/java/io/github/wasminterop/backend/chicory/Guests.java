package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The guests of the tests, and what is said of them again and again. */
final class Guests {
  static final List<String> EXECUTIONS = Release.EXECUTION.values();

  private Guests() {}

  static byte[] wasm(String name) {
    try (InputStream in = Guests.class.getResourceAsStream(name + ".wasm")) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WasmRuntime runtime(String execution) {
    return WasmRuntime.load("chicory", Map.of("execution", execution));
  }

  /** Calls a function that has exactly one result. */
  static long call(WasmInstance guest, String function, Object... arguments) {
    return ((Number) Objects.requireNonNull(guest.function(function).call(arguments))).longValue();
  }

  static void run(WasmInstance guest, String function, Object... arguments) {
    guest.function(function).call(arguments);
  }

  static void assertTraps(TrapKind kind, ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(
            TrapException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }
}
