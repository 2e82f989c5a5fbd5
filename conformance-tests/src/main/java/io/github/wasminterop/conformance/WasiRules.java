package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.Capability;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WASI preview 1: the guest sees what it is given, and nothing else. */
abstract class WasiRules extends RuleGroup {
  /** The error number of WASI for a descriptor that there is not. */
  private static final int BADF = 8;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  WasiRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @BeforeEach
  void needsWasi() {
    needs(Capability.WASI_PREVIEW1);
  }

  @Test
  @DisplayName("What the guest writes to its standard output arrives, and nothing at the error's.")
  @Why("a program's output is its result")
  void optional_wasi_17_01_standardOutput() {
    wasi(options()).function("_start").call();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello from the guest\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).as("standard error").isEmpty();
  }

  @Test
  @DisplayName("What the guest writes to its standard error arrives there.")
  @Why("messages are no results")
  void optional_wasi_17_02_standardError() {
    wasi(options()).function("complain").call();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("oh no\n");
    assertThat(out.toString(StandardCharsets.UTF_8)).as("standard output").isEmpty();
  }

  @Test
  @DisplayName("The guest has the arguments that it is given, in order.")
  @Why("that is how programs are told what to do")
  void optional_wasi_17_03_arguments() {
    WasmInstance instance = wasi(options().withArguments("prog", "wörd", "", "last"));
    assertThat(instance.function("arguments").call()).as("number of arguments").isEqualTo(4);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("prog\0wörd\0\0last\0");
  }

  @Test
  @DisplayName("The guest has the environment variables that it is given, and not the host's.")
  @Why("the host's environment holds secrets")
  void optional_wasi_17_04_environment() {
    WasmInstance instance = wasi(options().withEnvironment(Map.of("COLOUR", "blue")));
    assertThat(instance.function("environment").call()).as("number of variables").isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("COLOUR=blue\0");
    out.reset();
    assertThat(wasi(options()).function("environment").call()).as("without any").isEqualTo(0);
    assertThat(out.size()).as("bytes of the environment").isZero();
  }

  @Test
  @DisplayName("proc_exit ends the call in a GuestExitException with its code, 0 included.")
  @Why("an exit must not end the JVM, and is no trap")
  void optional_wasi_17_05_exitCode() {
    for (int code : new int[] {0, 1, 42, 255}) {
      WasmInstance instance = wasi(options());
      GuestExitException exit =
          refused(
              GuestExitException.class,
              "exit(" + code + ")",
              () -> instance.function("exit").call(code));
      assertThat(exit.exitCode()).as("exitCode()").isEqualTo(code);
    }
  }

  @Test
  @DisplayName("The guest reads the standard input that it is given.")
  @Why("filters read it")
  void optional_wasi_17_06_standardInput() {
    byte[] input = "from the host".getBytes(StandardCharsets.UTF_8);
    wasi(options().withStdin(new ByteArrayInputStream(input))).function("echo").call();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("from the host");
    out.reset();
    wasi(options()).function("echo").call();
    assertThat(out.size()).as("bytes of an empty input").isZero();
  }

  @Test
  @DisplayName("The guest reads a file of a directory that it is given, and none without.")
  @Why("a sandbox is what is not given")
  void optional_wasi_17_07_directories(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("note.txt"), "a note");
    WasmInstance instance = wasi(options().withDirectories(Map.of("/data", folder)));
    assertThat(instance.function("note").call()).as("error number of path_open").isEqualTo(0);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a note");
    out.reset();
    assertThat(wasi(options()).function("note").call())
        .as("error number of path_open without a directory; another than badf tells of one")
        .isEqualTo(BADF);
    assertThat(out.size()).as("bytes read").isZero();
  }

  @Test
  @DisplayName("Without WASI options a module that imports WASI is a LinkException that says so.")
  @Why("nothing of the system is given unasked")
  void optional_wasi_17_08_notGiven() {
    assertThat(refused(LinkException.class, "instantiate", () -> instance("wasi")))
        .hasMessageContainingAll("fd_write", "wasi(");
  }

  @Test
  @DisplayName("The memory of a WASI guest is a memory like others.")
  @Why("programs are read, too")
  void optional_wasi_17_09_memory() {
    assertThat(wasi(options()).memory().readUtf8(512, 5)).isEqualTo("hello");
  }

  private WasiOptions options() {
    return WasiOptions.none().withArguments("prog").withStdout(out).withStderr(err);
  }

  private WasmInstance wasi(WasiOptions options) {
    return instance("wasi", WasmImports.none().wasi(options));
  }
}
