package io.github.wasminterop.benchmarks;

import io.github.wasminterop.WasmRuntime;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A backend, with one of its options or none.
 *
 * @param name for instance {@code chicory:memory=reserved}
 */
record BackendMode(String name) {
  private static final List<BackendMode> ALL =
      Stream.of(
              "chicory",
              "chicory:memory=reserved",
              "chicory:execution=interpreted",
              "wasmtime",
              "wasmtime:memory=dynamic",
              "graal")
          .map(BackendMode::new)
          .toList();

  /** Those in whose name the pattern is found. */
  static List<BackendMode> matching(Pattern pattern) {
    return ALL.stream().filter(mode -> pattern.matcher(mode.name).find()).toList();
  }

  /** The backend's name. */
  String backend() {
    return part(0);
  }

  /** The option by its name, or nothing. */
  Map<String, String> options() {
    return name.contains(":") ? Map.of(part(1), part(2)) : Map.of();
  }

  /** Starts it. */
  WasmRuntime load() {
    return WasmRuntime.load(backend(), options());
  }

  private String part(int index) {
    return name.split("[:=]", -1)[index];
  }

  @Override
  public String toString() {
    return name;
  }
}
