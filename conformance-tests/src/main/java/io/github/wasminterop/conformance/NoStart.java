package io.github.wasminterop.conformance;

import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.spi.WasmBackend;

/** The failure of a whole run of the kit, because there is no runtime to hold to the rules. */
final class NoStart extends AssertionError {
  private static final long serialVersionUID = 1;

  private NoStart(ConformanceTarget target, String hint, Throwable failure) {
    super("no rule was tried: %s does not start%n%s%s".formatted(target, failure, hint), failure);
    setStackTrace(failure.getStackTrace());
  }

  /** Starts the backend once, in its mode. */
  static void check(ConformanceTarget target) {
    try {
      WasmRuntime.load(target.backend(), target.options()).close();
    } catch (RuntimeException | LinkageError e) {
      throw new NoStart(target, isFound(target) ? "" : howToBeFound(), e);
    }
  }

  private static boolean isFound(ConformanceTarget target) {
    return WasmRuntime.backends().stream().anyMatch(info -> info.name().equals(target.backend()));
  }

  private static String howToBeFound() {
    String service = WasmBackend.class.getName();
    return "%n  On the class path, a backend is found by META-INF/services/%s, which names its class;"
            .formatted(service)
        + "%n  on the module path, by 'provides %s with' in its module-info.java."
            .formatted(service);
  }
}
