package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kawamuray.wasmtime.Val;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {

  @Test
  void noValuesAreNoBits() {
    assertThat(Values.toBits(new Val[0])).isEmpty();
    assertThat(Values.toNative(List.of(), new long[0])).isEmpty();
  }
}
