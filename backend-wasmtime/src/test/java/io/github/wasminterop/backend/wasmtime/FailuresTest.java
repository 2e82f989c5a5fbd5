package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.TrapException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void aLackOfRoomIsToldWithThePages() {
    for (String text : new String[] {"mmap failed to reserve", "memory allocation failed"}) {
      RuntimeException thrown = new RuntimeException(text);
      assertThat(Failures.ofInstantiation(thrown, 7))
          .isInstanceOfSatisfying(
              MemoryLimitException.class, e -> assertThat(e.pages()).isEqualTo(7))
          .hasMessageContaining("7 pages")
          .hasMessageContaining(text)
          .hasCause(thrown);
    }
  }

  @Test
  void whatDoesNotFitTogetherCannotBeLinked() {
    for (String text : new String[] {"incompatible import type for x", "unknown import: y"}) {
      assertThat(Failures.ofInstantiation(new RuntimeException(text), 1))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining(text);
    }
  }

  @Test
  void otherFailuresOfAnInstantiationAreThoseOfACall() {
    RuntimeException family = new BackendException("no mmap, unknown import", null);
    assertThat(Failures.ofInstantiation(family, 1)).isSameAs(family);
    assertThat(Failures.ofInstantiation(new RuntimeException("odd"), 1))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("odd");
  }

  @Test
  void aTrapIsToldInWords() {
    try (WasmRuntime runtime = Guests.runtime("static");
        WasmInstance guest = Guests.calling(runtime, (_, n) -> n)) {
      assertThatThrownBy(() -> guest.function("load8").call(-1))
          .isInstanceOf(TrapException.class)
          .hasMessage("the guest trapped: memory out of bounds");
    }
  }

  @Test
  void whatIsClosedIsToldWithTheRemedy() {
    assertThat(Failures.closed("the thing"))
        .hasMessageContaining("the thing is closed")
        .hasMessageContaining("use it before");
  }
}
