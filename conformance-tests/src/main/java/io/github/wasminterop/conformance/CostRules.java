package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.U8View;
import io.github.wasminterop.type.Capability;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 7: what access costs. Time is measured by benchmarks; here is only what can be seen. */
abstract class CostRules extends RuleGroup {

  CostRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("After a call in which nothing grew, a view still has the same segment.")
  @Why("a view that binds anew after each call pays for growth that never happened")
  void optional_cost_7_01_segmentIsKept() {
    needs(Capability.ZERO_COPY);
    Guest guest = guest();
    U8View view = guest.memory().bytes(1024, 8);
    MemorySegment before = view.segment();
    guest.store8(1024, 1);
    assertThat(view.get(0)).isEqualTo(1);
    assertThat(view.segment()).as("segment() after a call").isSameAs(before);
    guest.grow(0);
    assertThat(view.get(0)).isEqualTo(1);
    assertThat(view.segment().address())
        .as("address after growth by 0")
        .isEqualTo(before.address());
  }

  @Test
  @DisplayName("A get or set in a loop costs what it costs on a Java array.")
  @Why("a view that is slower than a copy would not be used")
  void untested_cost_7_02_loopIsAsFastAsOverAnArray() {
    throw notVerified("time depends on the machine; the benchmarks measure it");
  }

  @Test
  @DisplayName("An access allocates nothing and calls neither the runtime nor native code.")
  @Why("either would cost more than the access itself")
  void untested_cost_7_03_accessAllocatesAndCallsNothing() {
    throw notVerified("it cannot be seen from outside; the benchmarks show it");
  }
}
