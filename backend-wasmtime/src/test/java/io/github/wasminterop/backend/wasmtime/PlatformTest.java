package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  private final String os = System.getProperty("os.name");
  private final String arch = System.getProperty("os.arch");

  @AfterEach
  void restore() {
    System.setProperty("os.name", os);
    System.setProperty("os.arch", arch);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64",
    "Linux, aarch64",
    "Mac OS X, x86_64",
    "Mac OS X, aarch64",
    "Windows 11, amd64"
  })
  void hasALibrary(String name, String architecture) {
    assertThat(obstacle(name, architecture)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Linux, riscv64", "Windows 11, aarch64", "FreeBSD, amd64", "FreeBSD, aarch64"})
  void hasNoLibrary(String name, String architecture) {
    assertThat(obstacle(name, architecture))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("no native library for " + name + " on " + architecture));
  }

  @Test
  void classesThatAreMissingAreNamedWithTheRemedy() {
    assertThat(Platform.classes(without("io.github.kawamuray.")))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("NativeLibraryLoader is missing")
                    .contains("wasmtime-java:" + WasmtimeBackend.VERSION));
    assertThat(Platform.classes(without("org.slf4j.")))
        .hasValueSatisfying(
            reason ->
                assertThat(reason).contains("LoggerFactory is missing").contains("slf4j-api"));
    assertThat(Platform.classes(without("others."))).isEmpty();
  }

  private static ClassLoader without(String prefix) {
    return new ClassLoader(PlatformTest.class.getClassLoader()) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(prefix)) {
          throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
      }
    };
  }

  private static Optional<String> obstacle(String name, String architecture) {
    System.setProperty("os.name", name);
    System.setProperty("os.arch", architecture);
    return new WasmtimeBackend().unavailable();
  }
}
