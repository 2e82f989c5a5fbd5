package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Addresses up to 4 GiB, in memories that take room only where they are written to. */
class HighAddressTest {
  static final List<Access> ACCESSES = Access.ALL;

  private static final long HIGH = 0x8000_0000L;
  private static final int MOST_PAGES = 65_536;
  private static final long MOST_BYTES = 0x1_0000_0000L;
  private static final int PAGES = 40_000;
  private static final long BYTES = PAGES * 65_536L;
  private static final long BITS = 0xF1E2D3C4B5A69788L;

  @BeforeAll
  static void reserves() {
    Reservation.obstacle().ifPresent(Assumptions::abort);
  }

  @ParameterizedTest
  @FieldSource("ACCESSES")
  void numbersAreWhereTheirAddressesSay(Access access) {
    try (NativeMemory memory = memory(MOST_PAGES)) {
      MemorySegment bytes = memory.bytes().segment();
      for (long around : new long[] {8, HIGH, MOST_BYTES - 8}) {
        for (long at = around - 8; at <= around + 8 - access.size(); at++) {
          if (access.aligned() && at % access.size() != 0) {
            continue;
          }
          MemorySegment here = bytes.asSlice(around - 8, 16);
          here.fill((byte) 0);
          access.set(memory, at, BITS);

          assertThat(access.get(memory, at))
              .as("%s at %d", access, at)
              .isEqualTo(BITS & access.mask());
          byte[] expected = new byte[16];
          for (int i = 0; i < access.size(); i++) {
            expected[(int) (at - around) + 8 + i] = (byte) (BITS >>> (8 * i));
          }
          assertThat(here.toArray(ValueLayout.JAVA_BYTE))
              .as("%s at %d", access, at)
              .isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ACCESSES")
  void numbersEndWithTheMemory(Access access) {
    try (NativeMemory memory = memory(PAGES);
        NativeMemory whole = memory(MOST_PAGES)) {
      for (long at = BYTES - access.size() + 1; at < BYTES + 8; at++) {
        assertRefused(access, memory, at);
      }
      for (long at = MOST_BYTES - access.size() + 1; at < MOST_BYTES; at++) {
        assertRefused(access, memory, at);
        assertRefused(access, whole, at);
      }
      assertThat(lastBytes(memory)).containsOnly(0);
      assertThat(lastBytes(whole)).containsOnly(0);
      assertThat(whole.readLong(0)).isZero();
    }
  }

  /** Catching an exception is how an access learns that it is outside; others must not pay that. */
  @ParameterizedTest
  @FieldSource("ACCESSES")
  void accessesInsideTheMemoryMakeNoExceptions(Access access) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemoryEnabled())
        .as("this JVM counts what a thread allocates")
        .isTrue();
    try (NativeMemory memory = memory(PAGES)) {
      for (long at : new long[] {0, 64, HIGH - 64, HIGH, BYTES - 8}) {
        access.set(memory, at, BITS);
        access.get(memory, at);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
          access.set(memory, at, BITS + i);
          access.get(memory, at);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
            .as("bytes allocated by 200 accesses, %s at %d", access, at)
            .isLessThan(10_000);
      }
    }
  }

  @Test
  void rangesReachTheEnd() {
    try (NativeMemory memory = memory(MOST_PAGES)) {
      memory.fill((byte) 7, (int) (HIGH - 2), (int) (HIGH + 2));
      memory.fill((byte) 9, -3, 0);
      memory.copy((int) (HIGH - 1), -4, 4);
      memory.write(-8, new byte[] {1, 2, 3, 4}, 1, 3);

      assertThat(memory.readBytes((int) (HIGH - 4), 8)).containsExactly(0, 0, 7, 0, 9, 9, 9, 0);
      assertThat(lastBytes(memory)).containsExactly(2, 3, 4, 0, 0, 9, 9, 9);
      assertOutOfBounds(() -> memory.fill((byte) 1, -3, 1));
      assertOutOfBounds(() -> memory.copy(-3, 0, 4));
      assertOutOfBounds(() -> memory.copy(0, -3, 4));
      assertOutOfBounds(() -> memory.write(-3, new byte[4], 0, 4));
      assertOutOfBounds(() -> memory.readBytes(-3, 4));
      assertThat(lastBytes(memory)).containsExactly(2, 3, 4, 0, 0, 9, 9, 9);
    }
  }

  @Test
  void noArrayHoldsARangeOfTwoGibibytes() {
    try (NativeMemory memory = memory(PAGES)) {
      assertThatThrownBy(() -> memory.readBytes(0, (int) HIGH))
          .isInstanceOf(WasmRuntimeException.class)
          .hasMessage("2147483648 bytes do not fit into a Java array");
      assertOutOfBounds(() -> memory.readBytes(0, (int) (BYTES + 1)));
    }
  }

  private static NativeMemory memory(int pages) {
    return new NativeMemory(
        new NativeBytes(new MemoryLimits(pages, pages), MOST_PAGES, true), true);
  }

  private static byte[] lastBytes(NativeMemory memory) {
    MemorySegment bytes = memory.bytes().segment();
    return bytes.asSlice(bytes.byteSize() - 8).toArray(ValueLayout.JAVA_BYTE);
  }

  private static void assertRefused(Access access, NativeMemory memory, long address) {
    String words = "%d bytes at address %d,".formatted(access.size(), address);
    assertThatThrownBy(() -> access.get(memory, address))
        .isInstanceOf(WasmRuntimeException.class)
        .hasMessageContaining(words);
    assertThatThrownBy(() -> access.set(memory, address, BITS))
        .isInstanceOf(WasmRuntimeException.class)
        .hasMessageContaining(words);
  }

  private static void assertOutOfBounds(ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOf(WasmRuntimeException.class)
        .hasMessageStartingWith("out of bounds memory access");
  }
}
