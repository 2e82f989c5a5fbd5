package io.github.wasminterop.backend.graal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WASI, of which each instance has its own. */
class WasiTest {
  private final WasmRuntime runtime = Guests.runtime("direct");

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void anExitLeavesTheInstanceUsable() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WasmInstance guest =
        runtime.instantiate(
            Guests.wasm("wasi"), WasmImports.none().wasi(WasiOptions.none().withStdout(out)));
    assertThatExceptionOfType(GuestExitException.class)
        .isThrownBy(() -> guest.function("exit").call(3))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(3));
    assertThat(guest.function("hello").call()).isEqualTo(0);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
  }

  @Test
  void oneFunctionOfWasiMayBeReplaced() {
    WasmInstance guest =
        runtime.instantiate(
            Guests.wasm("wasi"),
            WasmImports.none()
                .wasi(WasiOptions.none())
                .function(
                    WasiOptions.MODULE,
                    "fd_write",
                    FunctionType.of(ValueType.I32, ValueType.I32, ValueType.I32, ValueType.I32)
                        .returning(ValueType.I32),
                    (_, _) -> 77));
    assertThat(guest.function("hello").call()).isEqualTo(77);
    assertThatThrownBy(() -> guest.function("exit").call(0)).isInstanceOf(GuestExitException.class);
  }

  @Test
  void aGuestWithWasiMayHaveA64BitMemory() {
    WasmInstance guest =
        runtime.instantiate(Guests.wasm("wasi64"), WasmImports.none().wasi(WasiOptions.none()));
    assertThat(guest.function("yield").call()).isEqualTo(0);
    assertThat(guest.memory().type().memory64()).isTrue();
  }

  @Test
  void aDirectoryThatIsMissingIsRefusedWithoutGraalsException() {
    for (Path directory : List.of(Path.of("/nowhere/at/all"), Path.of("/tmp/a,b"))) {
      WasmImports imports =
          WasmImports.none().wasi(WasiOptions.none().withDirectories(Map.of("/data", directory)));
      assertThatThrownBy(
              () -> runtime.instantiate(Guests.wasm("wasi"), imports).function("hello").call())
          .isInstanceOf(WasmInteropException.class);
    }
  }
}
