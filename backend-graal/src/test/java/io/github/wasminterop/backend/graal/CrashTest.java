package io.github.wasminterop.backend.graal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders of operations that must not end the JVM, in a JVM of their own. */
class CrashTest {
  private static final List<String> FLAGS = List.of("-Xmx128m", "-XX:+UseSerialGC");

  @ParameterizedTest
  @ValueSource(strings = {"direct", "mediated"})
  void closingInEveryOrder(String mode) throws Exception {
    assertThat(ForkedJvm.run(ClosingOrders.class, FLAGS, mode)).isEqualTo("24 orders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "mediated"})
  void growingFromEverywhere(String mode) throws Exception {
    assertThat(ForkedJvm.run(GrowingOrders.class, FLAGS, mode)).isEqualTo("200 growths");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "mediated"})
  void usingAndClosingFromSeveralThreads(String mode) throws Exception {
    assertThat(ForkedJvm.run(Racing.class, FLAGS, mode)).isEqualTo("30 races");
  }

  @Test
  void anOwnerThatClosesFirst() throws Exception {
    assertThat(ForkedJvm.run(OwnersOrders.class, FLAGS)).isEqualTo("18 orders");
  }
}
