package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders of operations that would crash the runtime, each in a JVM of its own. */
class CrashOrdersTest {
  @TempDir Path folder;

  static Stream<Arguments> orders() {
    return Stream.of("static", "dynamic")
        .flatMap(
            memory ->
                CrashOrders.scenarios(memory).keySet().stream().map(s -> Arguments.of(memory, s)));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void theJvmSurvives(String memory, String scenario) {
    assertSurvived(Fork.run(folder, CrashOrders.class, memory, scenario));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stack", "recursion"})
  void theJvmSurvivesInterpreted(String scenario) {
    List<String> options = List.of("--enable-native-access=ALL-UNNAMED", "-Xint");
    assertSurvived(Fork.run(folder, options, CrashOrders.class, "static", scenario));
  }

  private static void assertSurvived(Fork fork) {
    assertThat(fork.errors()).isEmpty();
    assertThat(fork.output()).startsWith("survived");
    assertThat(fork.exit()).isZero();
  }
}
