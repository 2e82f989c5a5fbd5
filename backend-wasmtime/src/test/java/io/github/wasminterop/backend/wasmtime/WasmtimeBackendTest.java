package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.type.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WasmtimeBackendTest {
  private static final String ACCESS = "--enable-native-access=ALL-UNNAMED";

  @TempDir Path folder;

  private final WasmtimeBackend backend = new WasmtimeBackend();

  @Test
  void tellsWhatItIs() {
    assertThat(backend.name()).isEqualTo("wasmtime");
    assertThat(backend.runtimeName()).isEqualTo("Wasmtime 7 (wasmtime-java 0.19.0)");
    assertThat(backend.unavailable()).isEmpty();
    assertThat(capabilities("static"))
        .contains(Capability.STABLE_BASE, Capability.WASI_PREVIEW1, Capability.IMPORTED_TABLES)
        .doesNotContain(Capability.TABLES, Capability.MEMORY64, Capability.SHARED_MEMORY);
    assertThat(capabilities("dynamic"))
        .contains(Capability.ZERO_COPY)
        .doesNotContain(Capability.STABLE_BASE);
  }

  @Test
  void askingLoadsNoClassOfTheRuntime() {
    Fork fork = Fork.run(folder, List.of(ACCESS, "-Xlog:class+load"), AskBackend.class);
    assertThat(fork.exit()).isZero();
    assertThat(fork.output()).contains("WasmtimeBackend");
    assertNothingOfTheRuntimeIsLoaded(fork);
  }

  @Test
  void isUnavailableWhereThereIsNoNativeLibrary() {
    for (String option : List.of("-Dos.arch=riscv64", "-Dos.name=FreeBSD")) {
      List<String> options = List.of(ACCESS, option, "-Xlog:class+load");
      Fork fork = Fork.run(folder, options, ListBackends.class, "start");
      assertThat(fork.exit()).isZero();
      assertThat(fork.errors()).isEmpty();
      assertThat(fork.output())
          .contains("wasmtime-java has no native library for")
          .contains(option.substring(option.indexOf('=') + 1))
          .contains("BackendSelectionException")
          .doesNotContain("started");
      assertNothingOfTheRuntimeIsLoaded(fork);
    }
  }

  @Test
  void isUnavailableWhereNativeAccessIsDenied() {
    List<String> denied = List.of("--illegal-native-access=deny");
    Fork fork = Fork.run(folder, denied, ListBackends.class, "start");
    assertThat(fork.exit()).isZero();
    assertThat(fork.output())
        .contains("--enable-native-access=ALL-UNNAMED")
        .contains("BackendSelectionException");
  }

  @Test
  void leavesNoFilesAndPrintsNothing() throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Fork fork =
        Fork.run(
            folder, List.of(ACCESS, "-Djava.io.tmpdir=" + temporary), ListBackends.class, "start");
    assertThat(fork.errors()).isEmpty();
    assertThat(fork.output()).contains("started wasmtime");
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  private static void assertNothingOfTheRuntimeIsLoaded(Fork fork) {
    assertThat(fork.output().lines().filter(line -> line.contains("[class,load]")))
        .isNotEmpty()
        .noneMatch(line -> line.contains("io.github.kawamuray"));
  }

  private Set<Capability> capabilities(String memory) {
    return backend.capabilities(
        BackendOptions.resolve(backend.options(), Map.of("memory", memory)));
  }
}
