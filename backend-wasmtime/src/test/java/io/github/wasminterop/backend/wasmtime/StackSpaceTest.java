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
    assumeTrue(System.getProperty("os.name").equals("Linux"));
  }

  @Test
  void aThreadWithMuchStackMayCallGuests() throws Exception {
    assertThat(outcome(4 << 20, true)).isEqualTo("enough");
    assertThat(outcome(4 << 20, false)).isEqualTo("enough");
  }

  @Test
  void anInnerCallNeedsLess() throws Exception {
    assertThat(outcome(512 << 10, true)).contains("call stack exhausted", "needs 704;");
    assertThat(outcome(512 << 10, false)).isEqualTo("enough");
  }

  @Test
  void aThreadWithLittleStackMayNot() throws Exception {
    assertThat(outcome(176 << 10, false)).contains("call stack exhausted", "needs 192;");
  }

  @Test
  void theStackOfAVirtualThreadIsThatOfItsCarrier() throws Exception {
    FutureTask<String> task = new FutureTask<>(() -> outcome(true));
    Thread.ofVirtual().start(task);
    assertThat(task.get()).isEqualTo("enough");
  }

  private static String outcome(long stackSize, boolean outermost) throws Exception {
    FutureTask<String> task =
        new FutureTask<>(
            () -> {
              String first = outcome(outermost);
              assertThat(outcome(outermost).replaceAll("\\d+ KiB", "")) // its bounds are known now
                  .isEqualTo(first.replaceAll("\\d+ KiB", ""));
              return first;
            });
    new Thread(null, task, "stack", stackSize).start();
    return task.get();
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
