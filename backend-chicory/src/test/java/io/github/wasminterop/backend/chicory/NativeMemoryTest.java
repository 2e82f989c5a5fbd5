package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.type.MemoryType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeMemoryTest {
  private static final int PAGE = 65_536;

  @Test
  void hasTheSizeOfItsLimits() {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(2, 5))) {
      assertThat(memory.pages()).isEqualTo(2);
      assertThat(memory.initialPages()).isEqualTo(2);
      assertThat(memory.maximumPages()).isEqualTo(5);
      assertThat(memory.shared()).isFalse();
      assertThat(memory.bytes().type()).isEqualTo(MemoryType.of(2, 5));
    }
  }

  @Test
  void growsToItsMaximumAndNoFurther() {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(0, 40))) {
      assertThatThrownBy(() -> memory.read(0)).isInstanceOf(WasmRuntimeException.class);
      for (int i = 0; i < 40; i++) {
        assertThat(memory.grow(1)).isEqualTo(i);
        assertThat(memory.readLong((i + 1) * PAGE - 8)).isZero();
        memory.writeLong((i + 1) * PAGE - 8, i + 1L);
      }
      for (int i = 0; i < 40; i++) {
        assertThat(memory.readLong((i + 1) * PAGE - 8)).isEqualTo(i + 1L);
      }
      assertThat(memory.grow(0)).isEqualTo(40);
      assertThat(memory.grow(1)).isEqualTo(-1);
      assertThat(memory.grow(-1)).isEqualTo(-1);
      assertThat(memory.grow(Integer.MIN_VALUE)).isEqualTo(-1);
      assertThat(memory.pages()).isEqualTo(40);
    }
  }

  @Test
  void growthMovesSeldomAndClosesWhatItLeaves() {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1, 2000))) {
      LinearMemory linear = memory.bytes().linear();
      int moves = 0;
      for (int i = 0; i < 1000; i++) {
        MemorySegment before = Objects.requireNonNull(linear.segment());
        int generation = linear.generation();
        assertThat(memory.grow(1)).isEqualTo(i + 1);
        MemorySegment after = Objects.requireNonNull(linear.segment());
        assertThat(linear.generation()).isNotEqualTo(generation);
        assertThat(after.byteSize()).isEqualTo((i + 2L) * PAGE);
        assertThat(before.scope().isAlive()).isEqualTo(before.address() == after.address());
        moves += before.scope().isAlive() ? 0 : 1;
      }
      assertThat(moves).isLessThan(20);
    }
  }

  @Test
  void aSharedMemoryNeverMoves() {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1, 100, true))) {
      MemorySegment before = Objects.requireNonNull(memory.bytes().linear().segment());
      assertThat(memory.grow(99)).isOne();
      MemorySegment after = Objects.requireNonNull(memory.bytes().linear().segment());
      assertThat(after.address()).isEqualTo(before.address());
      assertThat(before.scope().isAlive()).isTrue();
      assertThat(memory.bytes().type().maximum()).hasValue(100);
    }
  }

  @Test
  void addressesAreUnsigned() {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1))) {
      assertThatThrownBy(() -> memory.readInt(-4))
          .isInstanceOf(WasmRuntimeException.class)
          .hasMessage(
              "out of bounds memory access: 4 bytes at address 4294967292, but the limit is 65536");
      assertThatThrownBy(() -> memory.writeLong(Integer.MIN_VALUE, 1))
          .hasMessageContaining("address 2147483648");
    }
  }

  @Test
  void rangesAreCheckedInExactArithmetic() {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1))) {
      byte[] data = new byte[100];
      assertOutOfBounds(() -> memory.readBytes(65_530, Integer.MAX_VALUE));
      assertOutOfBounds(() -> memory.readBytes(0, -1));
      assertOutOfBounds(() -> memory.write(65_530, data, 0, 7));
      assertOutOfBounds(() -> memory.write(0, data, 90, 11));
      assertOutOfBounds(() -> memory.write(0, data, 101, 0));
      assertOutOfBounds(() -> memory.write(0, data, -1, 2));
      assertOutOfBounds(() -> memory.copy(0, -5, 10));
      assertOutOfBounds(() -> memory.fill((byte) 1, 65_530, 65_537));
      assertOutOfBounds(() -> memory.fill((byte) 1, 10, 9));
      assertOutOfBounds(() -> memory.fill((byte) 1, 65_537, 65_537));
      assertThat(memory.readBytes(0, PAGE)).containsOnly(0);
      memory.fill((byte) 1, PAGE, PAGE);
      assertThat(memory.readBytes(PAGE, 0)).isEmpty();
    }
  }

  @Test
  void theTextMethodsOfTheInterfaceWork() {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1))) {
      memory.writeString(3, "héllo");
      memory.writeCString(100, "wörld", StandardCharsets.UTF_8);
      assertThat(memory.readString(3, 6)).isEqualTo("héllo");
      assertThat(memory.readCString(100)).isEqualTo("wörld");
      memory.zero();
      assertThat(memory.readBytes(0, 200)).containsOnly(0);
    }
  }

  @Test
  void hostAndChicorySeeTheSameBytes() {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1))) {
      MemorySegment segment = Objects.requireNonNull(memory.bytes().linear().segment());
      memory.writeI32(16, 0x01020304);
      assertThat(segment.get(ValueLayout.JAVA_BYTE, 16)).isEqualTo((byte) 4);
      segment.set(ValueLayout.JAVA_BYTE, 17, (byte) 99);
      assertThat(memory.read(17)).isEqualTo((byte) 99);
      assertThat(segment.address() % 8).isZero();
    }
  }

  @Test
  void closeEndsEverything() {
    NativeMemory memory = new NativeMemory(new MemoryLimits(1));
    LinearMemory linear = memory.bytes().linear();
    MemorySegment segment = Objects.requireNonNull(linear.segment());
    assertThat(memory.isClosed()).isFalse();
    memory.close();
    memory.close();

    assertThat(memory.isClosed()).isTrue();
    assertThat(segment.scope().isAlive()).isFalse();
    assertThatThrownBy(linear::segment).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> memory.readInt(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> memory.writeI32(0, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> memory.readBytes(0, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> memory.atomicAddByte(0, (byte) 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> memory.grow(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> memory.bytes().door()).isInstanceOf(ClosedException.class);
    assertThat(memory.bytes().follow().isClosed()).isTrue();
  }

  @Test
  void whatStillUsesTheBytesKeepsThemOutOfReachOfOldSegments() {
    NativeMemory owner = new NativeMemory(new MemoryLimits(1));
    NativeMemory door = owner.bytes().door();
    LinearMemory linear = owner.bytes().linear();
    MemorySegment segment = Objects.requireNonNull(linear.segment());
    owner.writeI32(0, 42);
    owner.close();

    assertThat(segment.scope().isAlive()).isFalse();
    assertThat(door.readInt(0)).isEqualTo(42);
    assertThat(door.grow(1)).isOne();
    assertThat(linear.generation()).isEqualTo(LinearMemory.STALE);
    door.close();
    assertThatThrownBy(() -> door.readInt(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Timeout(60)
  void bytesIntoWhichTheHostReadsNeitherMoveNorGoUntilItIsDone() throws Exception {
    NativeMemory memory = new NativeMemory(new MemoryLimits(1));
    MemorySegment segment = Objects.requireNonNull(memory.bytes().linear().segment());
    PendingRead reading = PendingRead.into(segment);
    assertThat(memory.grow(1)).isEqualTo(-1);
    memory.close();
    assertThat(segment.scope().isAlive()).isTrue();
    reading.finish();
    while (segment.scope().isAlive()) {
      Thread.sleep(1);
    }
    assertThat(memory.isClosed()).isTrue();
  }

  @Test
  @Timeout(60)
  @EnabledOnOs(OS.LINUX)
  void growthsThatAreRefusedTakeNoRoom() throws Exception {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(16, 100))) {
      PendingRead reading = PendingRead.into(memory.bytes().segment());
      assertThat(memory.grow(1)).isEqualTo(-1);
      long before = processSize();
      for (int i = 0; i < 100; i++) {
        assertThat(memory.grow(1)).isEqualTo(-1);
      }
      assertThat(processSize() - before).as("KiB").isLessThan(50L * 17 * 64);
      reading.finish();
      assertThat(memory.grow(1)).isEqualTo(16);
      assertThat(memory.read(0)).isEqualTo((byte) 7);
    }
  }

  @Test
  void aMemoryThatMovesTakesRoomForHalfAsMuchAgain() {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(64, 1000))) {
      memory.grow(1);
      long address = memory.bytes().segment().address();
      memory.grow(31);
      assertThat(memory.bytes().segment().address()).isEqualTo(address);
      memory.grow(1);
      assertThat(memory.bytes().segment().address()).isNotEqualTo(address);
    }
  }

  @Test
  void initialPagesMayBeAsManyAsTheGuestReaches() {
    try (NativeMemory memory =
        new NativeMemory(new NativeBytes(new MemoryLimits(2, 5), 2, false), true)) {
      assertThat(memory.pages()).isEqualTo(2);
      assertThat(memory.grow(1)).isEqualTo(-1);
    }
    assertThatThrownBy(
            () -> new NativeMemory(new NativeBytes(new MemoryLimits(3, 5), 2, false), true))
        .isInstanceOf(MemoryLimitException.class);
  }

  @Test
  void errorsTellTheAddress() {
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1))) {
      assertOutOfBounds(() -> memory.fill((byte) 1, -16, 0));
      assertThatThrownBy(() -> memory.fill((byte) 1, -16, 0)).hasMessageContaining(": 16 bytes at");
      assertThatThrownBy(() -> memory.fill((byte) 1, -16, 16))
          .hasMessageContaining(": 32 bytes at");
      memory.drop(0);
      assertThatThrownBy(() -> memory.atomicReadInt(6))
          .hasMessage("unaligned atomic: address 6 is not a multiple of 4");
    }
  }

  @Test
  void dataSegmentsOfTheFirstMemory() {
    Instance instance = Instance.builder(Parser.parse(Guests.wasm("exporter"))).build();
    List<Instruction> at5 = List.of(new Instruction(0, OpCode.I32_CONST, new long[] {5}));
    DataSegment[] segments = {
      new ActiveDataSegment(0, at5, new byte[] {1, 2}),
      new ActiveDataSegment(1, at5, new byte[] {3, 4}),
      new PassiveDataSegment(new byte[] {5, 6}),
    };
    try (NativeMemory memory = new NativeMemory(new MemoryLimits(1))) {
      memory.initialize(instance, segments);
      memory.initPassiveSegment(2, 8, 0, 2);
      assertThat(memory.readBytes(4, 7)).containsExactly(0, 1, 2, 0, 5, 6, 0);
      assertOutOfBounds(() -> memory.initPassiveSegment(0, 8, 0, 1));
    }
  }

  @Test
  void doorsSeeGrowth() {
    try (NativeMemory owner = new NativeMemory(new MemoryLimits(1))) {
      NativeMemory door = owner.bytes().door();
      assertThat(door.grow(100)).isOne();
      owner.writeI32(100 * PAGE, 7);
      assertThat(door.readInt(100 * PAGE)).isEqualTo(7);
      assertThat(door.pages()).isEqualTo(101);
      door.close();
      assertThat(owner.readInt(100 * PAGE)).isEqualTo(7);
    }
  }

  /** How much memory this process may write to, in KiB. */
  private static long processSize() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmData:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    }
  }

  private static void assertOutOfBounds(ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOf(WasmRuntimeException.class)
        .hasMessageStartingWith("out of bounds memory access");
  }
}
