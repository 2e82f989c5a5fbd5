package io.github.wasminterop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.InvalidArgumentException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackendOptionsTest {
  private static final BackendOption EXECUTION =
      new BackendOption("execution", "how guest code runs", List.of("compiled", "interpreted"));
  private static final List<BackendOption> OPTIONS = List.of(EXECUTION);

  @Test
  void whatIsNotChosenHasItsDefault() {
    assertThat(BackendOptions.resolve(OPTIONS, Map.of()).get(EXECUTION)).isEqualTo("compiled");
  }

  @Test
  void whatIsChosenHolds() {
    BackendOptions options = BackendOptions.resolve(OPTIONS, Map.of("execution", "interpreted"));
    assertThat(options.get(EXECUTION)).isEqualTo("interpreted");
  }

  @Test
  void unknownValuesAndNamesAreRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> BackendOptions.resolve(OPTIONS, Map.of("execution", "fast")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContainingAll("execution", "fast", "compiled", "interpreted");
    assertThatThrownBy(() -> BackendOptions.resolve(OPTIONS, Map.of("speed", "high")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContainingAll("speed", "execution");
  }

  @Test
  void anOptionHasValues() {
    assertThatThrownBy(() -> new BackendOption("x", "y", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
