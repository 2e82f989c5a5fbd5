package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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

  @Test
  void isKnownOfSomeSystemsOnly() {
    assumeLinuxWithAmd64();
    assertThat(found("Linux", "aarch64")).extracting(StackPointer::offset).isEqualTo(432L);
    assertThat(found("Linux", "riscv64")).isNull();
    assertThat(found("Windows 11", "amd64")).isNull();
    assertThat(found("Mac OS X", "aarch64")).isNull();
  }

  @Test
  void undoesWhatTheFunctionDoesToIt() {
    long stored = Long.rotateLeft(0x7fff_1234_5678L ^ 0x5ec7e7L, 17);
    assertThat(read(new StackPointer(storing(0, stored), 0, 0x5ec7e7L, 17)))
        .isEqualTo(0x7fff_1234_5678L);
  }

  @Test
  void isAboveAllStacksWhereTheFunctionFails() {
    assertThat(read(new StackPointer(storing(-1, 0x7fff_1234_5678L), 0, 0, 0)))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void agreesWithWhatIsLessThanAPageApart() {
    StackPointer pointer = at(1 << 20);
    assertThat(pointer.agreesWith(at((1 << 20) + 4095))).isTrue();
    assertThat(pointer.agreesWith(at((1 << 20) - 4095))).isTrue();
    assertThat(pointer.agreesWith(at((1 << 20) + 4096))).isFalse();
    assertThat(pointer.agreesWith(at((1 << 20) - 4096))).isFalse();
  }

  private static StackPointer found(String name, String architecture) {
    String os = System.setProperty("os.name", name);
    String arch = System.setProperty("os.arch", architecture);
    try {
      return StackPointer.find();
    } finally {
      System.setProperty("os.name", os);
      System.setProperty("os.arch", arch);
    }
  }

  private static StackPointer at(long address) {
    return new StackPointer(storing(0, address), 0, 0, 0);
  }

  private static long read(StackPointer pointer) {
    try (Arena arena = Arena.ofConfined()) {
      return pointer.read(arena.allocate(StackPointer.STORED_SIZE, StackPointer.ALIGNMENT));
    }
  }

  /** A function that stores a number and gives a result. */
  private static MethodHandle storing(int result, long number) {
    try {
      MethodHandle store =
          MethodHandles.lookup()
              .findStatic(
                  StackPointerTest.class,
                  "store",
                  MethodType.methodType(int.class, int.class, long.class, MemorySegment.class));
      return MethodHandles.insertArguments(store, 0, result, number);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("store", e);
    }
  }

  @SuppressWarnings("unused") // found by its name
  private static int store(int result, long number, MemorySegment storage) {
    storage.set(ValueLayout.JAVA_LONG, 0, number);
    return result;
  }

  private static void assumeLinuxWithAmd64() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "other systems have other functions");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "other processors store otherwise");
  }
}
