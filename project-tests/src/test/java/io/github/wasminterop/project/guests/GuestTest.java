package io.github.wasminterop.project.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** One guest of the folder {@code guests}, fresh for each test, on one backend. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GuestTest {
  static final Path FOLDER = Path.of("guests");
  static final TextFormat C_STRING = TextFormat.nulTerminated(TextEncoding.UTF_8, 1000);

  @Parameter(0)
  Mode mode;

  private WasmRuntime runtime;
  private WasmModule module;
  private WasmInstance guest;

  /** {@return the guest's file, from the folder} */
  abstract String file();

  @BeforeParameterizedClassInvocation
  void compile() {
    runtime = mode.open();
    assertThat(runtime.backendName()).isEqualTo(mode.backend());
    module = runtime.compile(FOLDER.resolve(file()));
  }

  @AfterParameterizedClassInvocation
  void close() {
    runtime.close();
  }

  @BeforeEach
  void instantiate() {
    guest = module.instantiate(WasmImports.none());
  }

  @AfterEach
  void closeGuest() {
    guest.close();
  }

  final WasmInstance guest() {
    return guest;
  }

  final WasmMemory memory() {
    return guest.memory();
  }

  final Object call(String export, Object... arguments) {
    return guest.function(export).call(arguments);
  }

  /** Calls what gives an address or a size. */
  final long address(String export, Object... arguments) {
    return Integer.toUnsignedLong((int) call(export, arguments));
  }

  /** Allocates a text with the guest's own function and puts it there, with a NUL after it. */
  final GuestText text(String allocate, String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    long pointer = address(allocate, length + 1);
    assertThat(memory().writeText(pointer, length + 1, text, C_STRING)).isEqualTo(length + 1);
    return new GuestText(pointer, length);
  }

  record GuestText(long pointer, int length) {}
}
