package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntBiFunction;

/** The guests of the conformance kit, and what the tests do with them over and over. */
final class Guests {

  private Guests() {}

  /** A guest of the kit's. */
  static byte[] wasm(String name) {
    return read("/io/github/wasminterop/conformance/" + name + ".wasm");
  }

  /** A guest of this module's tests. */
  static byte[] own(String name) {
    return read(name + ".wasm");
  }

  private static byte[] read(String resource) {
    try (InputStream in = Objects.requireNonNull(Guests.class.getResourceAsStream(resource))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WasmRuntime runtime(String memory) {
    return WasmRuntime.load("wasmtime", Map.of("memory", memory));
  }

  /** A runtime without the layer that checks what users do. */
  static BackendRuntime backend(String memory) {
    WasmtimeBackend backend = new WasmtimeBackend();
    return backend.open(BackendOptions.resolve(backend.options(), Map.of("memory", memory)));
  }

  /** The guest that calls {@code env.callback}, an {@code (i32) -> (i32)}. */
  static WasmInstance calling(WasmRuntime runtime, ToIntBiFunction<WasmInstance, Integer> code) {
    return runtime.instantiate(wasm("callback"), callback(code));
  }

  static WasmImports callback(ToIntBiFunction<WasmInstance, Integer> code) {
    return WasmImports.none()
        .function(
            "env",
            "callback",
            FunctionType.of(ValueType.I32).returning(ValueType.I32),
            (guest, arguments) -> code.applyAsInt(guest, (Integer) arguments[0]));
  }
}
