package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.spi.BackendOptions;
import java.util.Map;

/** A program that asks the provider for what it tells without the runtime. */
final class AskBackend {

  private AskBackend() {}

  public static void main(String[] arguments) {
    WasmtimeBackend backend = new WasmtimeBackend();
    System.out.println(backend.name() + backend.runtimeName() + backend.nativeTypes());
    System.out.println(
        backend.capabilities(
            BackendOptions.resolve(backend.options(), Map.of("memory", "dynamic"))));
  }
}
