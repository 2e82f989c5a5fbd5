package io.github.wasminterop.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.BackendInfo;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeriesDemoTest {

  static List<String> backends() {
    return WasmRuntime.backends().stream().map(BackendInfo::name).toList();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void readsTextAndNumbers(String backend) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (WasmRuntime runtime = WasmRuntime.load(backend);
        WasmInstance guest = runtime.instantiate(Guests.series())) {
      SeriesDemo.print(guest, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .hasSize(5)
        .first()
        .asString()
        .isEqualTo(
            "Mean temperatures in °C, January to December: Reykjavík, Łódź, São Paulo, 東京 🌡");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("東京", "mean");
  }
}
