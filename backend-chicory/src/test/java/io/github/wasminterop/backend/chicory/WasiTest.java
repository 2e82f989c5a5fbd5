package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.call;
import static io.github.wasminterop.backend.chicory.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WasiTest {
  private static final FunctionType PATH_OPEN =
      FunctionType.of(
              ValueType.I32,
              ValueType.I32,
              ValueType.I32,
              ValueType.I32,
              ValueType.I32,
              ValueType.I64,
              ValueType.I64,
              ValueType.I32,
              ValueType.I32)
          .returning(ValueType.I32);

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
  void aStreamOfTheHostThatFails(String execution) {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new UnsupportedOperationException("host");
          }
        };
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest =
          runtime.instantiate(
              Guests.wasm("wasi"), WasmImports.none().wasi(WasiOptions.none().withStdout(out)));
      assertThatThrownBy(() -> run(guest, "hello"))
          .isInstanceOf(BackendException.class)
          .hasCauseInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void filesThatTheGuestLeavesOpenAreClosedWithIt(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file")).toRealPath();
    WasiOptions options = WasiOptions.none().withDirectories(Map.of("/", directory));
    try (WasmRuntime runtime = WasmRuntime.load()) {
      WasmInstance guest = runtime.instantiate(opensFile(), WasmImports.none().wasi(options));
      guest.memory().bytes(64, 4).copyFrom("file".getBytes(StandardCharsets.UTF_8));
      assertThat(call(guest, "open")).isZero();
      assertThat(openFiles()).contains(file);
      guest.close();
      assertThat(openFiles()).doesNotContain(file);
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

  /** A guest that opens the file whose name of four letters is at address 64. */
  private static byte[] opensFile() {
    return BinaryWriter.module()
        .section(
            BinaryModule.TYPES,
            types ->
                types.unsigned(2).type(PATH_OPEN).type(FunctionType.of().returning(ValueType.I32)))
        .section(
            BinaryModule.IMPORTS,
            imports -> imports.unsigned(1).importOf(WasiOptions.MODULE, "path_open", 0))
        .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(1))
        .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(MemoryType.of(1)))
        .section(
            BinaryModule.EXPORTS,
            exports ->
                exports
                    .unsigned(2)
                    .export("memory", ExternKind.MEMORY, 0)
                    .export("open", ExternKind.FUNCTION, 1))
        .section(
            BinaryModule.CODE,
            codes ->
                codes
                    .unsigned(1)
                    .code(
                        body ->
                            body.constant(ValueType.I32, 3) // the first directory
                                .constant(ValueType.I32, 0)
                                .constant(ValueType.I32, 64)
                                .constant(ValueType.I32, 4)
                                .constant(ValueType.I32, 0)
                                .constant(ValueType.I64, 2) // to read
                                .constant(ValueType.I64, 0)
                                .constant(ValueType.I32, 0)
                                .constant(ValueType.I32, 16)
                                .units(0x10, 0))) // call 0
        .toByteArray();
  }

  /** What this process has open. */
  private static List<Path> openFiles() throws IOException {
    List<Path> targets = new ArrayList<>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        try {
          targets.add(Files.readSymbolicLink(descriptor));
        } catch (NoSuchFileException e) {
          // Closed meanwhile.
        }
      }
    }
    return targets;
  }
}
