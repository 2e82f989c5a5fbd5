package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.call;
import static io.github.wasminterop.backend.chicory.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.spi.WasiOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

class WasiTest {

  @EachExecution
  void theGuestSeesWhatItIsGiven(String execution) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] in = "a line".getBytes(StandardCharsets.UTF_8);
    WasiOptions options =
        WasiOptions.none()
            .withStdout(out)
            .withStdin(new ByteArrayInputStream(in))
            .withArguments("guest", "one", "two");
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest =
          runtime.instantiate(Guests.wasm("wasi"), WasmImports.none().wasi(options));
      run(guest, "hello");
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello\n");
      assertThat(call(guest, "arguments")).isEqualTo(3);
      assertThat(call(guest, "read")).isEqualTo(6);
      assertThat(guest.memory().readUtf8(128, 6)).isEqualTo("a line");
    }
  }

  @EachExecution
  void exitEndsTheCall(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest =
          runtime.instantiate(Guests.wasm("wasi"), WasmImports.none().wasi(WasiOptions.none()));
      for (int code : new int[] {0, 3}) {
        assertThatThrownBy(() -> run(guest, "exit", code))
            .isInstanceOfSatisfying(
                GuestExitException.class, e -> assertThat(e.exitCode()).isEqualTo(code));
      }
    }
  }
}
