package io.github.wasminterop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantityTest {

  @Test
  void digitsFollowTheSize() {
    assertThat(new Quantity(0.2513, 0.0021)).hasToString("0.251 ±0.002");
    assertThat(new Quantity(81.26, 1.04)).hasToString("81.3 ±1.0");
    assertThat(new Quantity(1234567.8, 4321)).hasToString("1,234,568 ±4,321");
  }

  @Test
  void anUnknownErrorIsNotShownAndStaysUnknown() {
    Quantity unknown = new Quantity(2, Double.NaN);
    assertThat(unknown).hasToString("2.000");
    assertThat(unknown.over(new Quantity(4, 1)).value()).isEqualTo(0.5);
    assertThat(unknown.over(new Quantity(4, 1)).error()).isNaN();
    assertThat(unknown.minus(new Quantity(4, 1)).error()).isNaN();
  }

  @Test
  void aDifferenceMayBeNegative() {
    assertThat(new Quantity(2, 3).minus(new Quantity(10, 4))).isEqualTo(new Quantity(-8, 5));
  }
}
