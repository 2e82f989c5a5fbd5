package io.github.wasminterop.backend.graal;

import static java.util.stream.Collectors.joining;

import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.ValueType;
import java.nio.file.Path;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.io.IOAccess;

/** WASI preview 1 as GraalWasm has it: one view of the system for each context. */
final class Wasi {
  /** The type of {@code proc_exit}. */
  static final FunctionType EXIT = FunctionType.of(ValueType.I32);

  private static final String DIRECTORY_SEPARATOR = ",";
  private static final String PATH_SEPARATOR = "::";

  private Wasi() {}

  /**
   * Sets up a context.
   *
   * @throws InvalidArgumentException if GraalWasm cannot be told the path of a directory
   */
  static void configure(Context.Builder builder, WasiOptions wasi) {
    builder
        .option("wasm.Builtins", WasiOptions.MODULE)
        .arguments("wasm", wasi.arguments().toArray(String[]::new))
        .environment(wasi.environment())
        .in(wasi.stdin())
        .out(wasi.stdout())
        .err(wasi.stderr());
    if (!wasi.directories().isEmpty()) {
      builder
          .allowIO(IOAccess.ALL)
          .option(
              "wasm.WasiMapDirs",
              wasi.directories().entrySet().stream()
                  .map(Wasi::mapping)
                  .collect(joining(DIRECTORY_SEPARATOR)));
    }
  }

  /**
   * Whether an import ends the guest. GraalWasm's own one would end the context with it, and every
   * other instance in it.
   */
  static boolean isExit(ImportType type) {
    return type.module().equals(WasiOptions.MODULE)
        && type.name().equals("proc_exit")
        && type.type().equals(EXIT);
  }

  static long[] exit(long[] arguments) {
    int code = (int) arguments[0];
    throw new GuestExitException("the guest exited with code " + code, code, null);
  }

  private static String mapping(Map.Entry<String, Path> directory) {
    String host = directory.getValue().toAbsolutePath().toString();
    String mapping = directory.getKey() + PATH_SEPARATOR + host;
    if (mapping.contains(DIRECTORY_SEPARATOR)
        || directory.getKey().contains(PATH_SEPARATOR)
        || host.contains(PATH_SEPARATOR)) {
      throw new InvalidArgumentException(
          "GraalWasm cannot map directory %s to %s: a path with ',' or '::' in it"
              .formatted(host, directory.getKey()));
    }
    return mapping;
  }
}
