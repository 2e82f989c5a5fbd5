package io.github.wasminterop.project.guests;

import io.github.wasminterop.WasmRuntime;
import java.util.Map;

/** The backends in the modes that reach a guest's memory, or run its code, in different ways. */
enum Mode {
  CHICORY_COMPILED("chicory", "execution", "compiled"),
  CHICORY_INTERPRETED("chicory", "execution", "interpreted"),
  GRAAL_DIRECT("graal", "memory", "direct"),
  GRAAL_MEDIATED("graal", "memory", "mediated"),
  WASMTIME_STATIC("wasmtime", "memory", "static"),
  WASMTIME_DYNAMIC("wasmtime", "memory", "dynamic");

  private final String backend;
  private final String option;
  private final String value;

  Mode(String backend, String option, String value) {
    this.backend = backend;
    this.option = option;
    this.value = value;
  }

  String backend() {
    return backend;
  }

  WasmRuntime open() {
    return WasmRuntime.load(backend, Map.of(option, value));
  }
}
