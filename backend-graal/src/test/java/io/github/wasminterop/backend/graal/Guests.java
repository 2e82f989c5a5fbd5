package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.type.ValueType.I32;

import io.github.wasminterop.HostCode;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.type.FunctionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The guests of these tests. */
final class Guests {
  private Guests() {}

  static byte[] wasm(String name) {
    try (InputStream in = Guests.class.getResourceAsStream(name + ".wasm")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WasmRuntime runtime(String memory) {
    return WasmRuntime.load("graal", Map.of("memory", memory));
  }

  /** What {@code callback.wat} imports. */
  static WasmImports callback(HostCode code) {
    return WasmImports.none()
        .function("env", "callback", FunctionType.of(I32).returning(I32), code);
  }

  /** What {@code importer.wat} imports, from a guest of {@code plain.wat}. */
  static WasmImports exportsOf(WasmInstance exporter) {
    return WasmImports.none()
        .memory("m", "memory", exporter.memory())
        .table("m", "table", exporter.table("table"))
        .global("m", "counter", exporter.global("counter"))
        .function("m", "add", exporter.function("add"));
  }
}
