package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StackSpaceTest {

  @BeforeEach
  void isKnownOnLinux() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "elsewhere stacks are not measured");
  }

  @Test
  void aThreadWithMuchStackMayCallGuests() {
    assertThat(outcome(true)).isEqualTo("enough");
    assertThat(outcome(false)).isEqualTo("enough");
  }

  @Test
  void aThreadWithLittleStackMayNot() throws Exception {
    assertThat(firstRefusal(true)).contains("call stack exhausted", "703 KiB", "needs 704;");
    assertThat(firstRefusal(false)).contains("call stack exhausted", "191 KiB", "needs 192;");
  }

  @Test
  void theStackOfAVirtualThreadIsThatOfItsCarrier() throws Exception {
    FutureTask<String> task = new FutureTask<>(() -> outcome(true));
    Thread.ofVirtual().start(task);
    assertThat(task.get()).isEqualTo("enough");
  }

  /** What is said where a thread's stack begins to be too short. */
  private static String firstRefusal(boolean outermost) throws Exception {
    // Not by a thread of too small a stack: the C library gives larger ones again that are free.
    FutureTask<String> task = new FutureTask<>(() -> deeper(outermost));
    new Thread(null, task, "stack", 4 << 20).start();
    return task.get();
  }

  private static String deeper(boolean outermost) {
    String outcome = outcome(outermost);
    return outcome.equals("enough") ? deeper(outermost) : outcome;
  }

  private static String outcome(boolean outermost) {
    try {
      StackSpace.check(outermost);
      return "enough";
    } catch (TrapException e) {
      assertThat(e.kind()).isEqualTo(TrapKind.STACK_OVERFLOW);
      return e.getMessage();
    }
  }
}
