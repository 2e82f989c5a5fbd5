package io.github.wasminterop.benchmarks;

import io.github.wasminterop.WasmImports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;

/** The guest of the benchmarks, and what it imports. */
final class Guests {
  private Guests() {}

  /** The module, in the binary format. */
  static byte[] wasm() {
    try (InputStream wasm = Guests.class.getResourceAsStream("guest.wasm")) {
      return Objects.requireNonNull(wasm).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The import, for this library. */
  static WasmImports imports() {
    try {
      return WasmImports.none()
          .function(
              "env",
              "tick",
              MethodHandles.lookup()
                  .findStatic(Guests.class, "tick", MethodType.methodType(int.class, int.class)));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Guests.tick", e);
    }
  }

  /** The import's code. */
  static int tick(int value) {
    return value + 1;
  }
}
