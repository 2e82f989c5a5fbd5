package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class StackPointerTest {

  @Test
  void isFoundWithoutTheKernelOnLinuxWithAmd64() {
    assumeLinuxWithAmd64();
    assertThat(StackPointer.find()).extracting(StackPointer::turn).isEqualTo(17);
  }

  @Test
  void isTheOneThatIsDocumented() {
    assumeLinuxWithAmd64();
    StackPointer documented = StackPointer.ofContext(160);
    StackPointer found = StackPointer.ofJump();
    assertThat(found.agreesWith(documented)).isTrue();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment storage = arena.allocate(StackPointer.STORED_SIZE, StackPointer.ALIGNMENT);
      assertThat(found.read(storage)).isCloseTo(documented.read(storage), within(4096L));
    }
  }

  @Test
  void disagreesWhereTheSecretIsAnother() {
    assumeLinuxWithAmd64();
    StackPointer documented = StackPointer.ofContext(160);
    StackPointer jump = StackPointer.ofJump();
    StackPointer wrong =
        new StackPointer(jump.function(), jump.offset(), jump.guard() ^ 1L << 40, jump.turn());
    assertThat(wrong.agreesWith(documented)).isFalse();
  }

  private static void assumeLinuxWithAmd64() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "other systems have other functions");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "other processors store otherwise");
  }
}
