package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memories whose maximum is reserved: where they are, and when their addresses are given back. */
@Timeout(60)
class ReservedMemoryTest {
  private static final int REACH = 65_536;
  private static final int MAXIMUM = 40_000;
  private static final long RESERVED = MAXIMUM * 65_536L;

  @BeforeAll
  static void reserves() {
    Reservation.obstacle().ifPresent(Assumptions::abort);
  }

  @Test
  void aMemoryThatNeverHasAPage() {
    try (NativeMemory memory = memory(new MemoryLimits(0, 0))) {
      assertThat(memory.pages()).isZero();
      assertThat(memory.grow(0)).isZero();
      assertThat(memory.grow(1)).isEqualTo(-1);
    }
  }

  /** Chicory clears what a guest defines, which would take room for each page. */
  @Test
  void aGuestsPagesTakeNoRoomBeforeTheyAreUsed() throws Exception {
    byte[] wasm =
        BinaryWriter.module()
            .section(BinaryModule.MEMORIES, s -> s.unsigned(1).unsigned(0).unsigned(4096))
            .section(
                BinaryModule.EXPORTS, s -> s.unsigned(1).export("memory", ExternKind.MEMORY, 0))
            .toByteArray();
    long before = residentBytes();
    try (WasmRuntime runtime = WasmRuntime.load("chicory", Map.of("memory", "reserved"))) {
      WasmMemory memory = runtime.instantiate(wasm, WasmImports.none()).memory();
      assertThat(memory.byteSize()).isEqualTo(4096 * 65_536L);
      assertThat(residentBytes() - before).isLessThan(64 << 20);
      assertThat(memory.bytes(100 << 20, 1 << 20).copy()).containsOnly(0);
    }
  }

  @Test
  void growthStaysInPlace() {
    try (NativeMemory memory = memory(new MemoryLimits(0, MAXIMUM))) {
      LinearMemory linear = memory.bytes().linear();
      MemorySegment before = Objects.requireNonNull(linear.segment());
      assertThat(memory.grow(MAXIMUM)).isZero();
      MemorySegment after = Objects.requireNonNull(linear.segment());
      assertThat(after.address()).isEqualTo(before.address());
      assertThat(after.byteSize()).isEqualTo(RESERVED);
      assertThat(before.scope().isAlive()).isTrue();
      assertThat(memory.grow(1)).isEqualTo(-1);
    }
  }

  @Test
  void growthByAllThatCanBeAddressed() {
    try (NativeMemory memory = memory(new MemoryLimits(0, REACH))) {
      ChicoryMemory extern = new ChicoryMemory(memory.bytes(), memory.bytes().linear());
      assertThat(extern.grow(REACH + 1)).isEqualTo(-1);
      assertThat(extern.grow((1L << 32) + 1)).isEqualTo(-1);
      assertThat(extern.grow(REACH)).isZero();
      assertThat(extern.linear().byteSize()).isEqualTo(1L << 32);
    }
  }

  @Test
  void closingGivesTheAddressesBack() throws Exception {
    NativeMemory memory = memory(new MemoryLimits(1, MAXIMUM));
    long address = memory.bytes().segment().address();
    assertThat(isMapped(address)).isTrue();
    memory.close();
    assertThat(isMapped(address)).isFalse();
    memory.close();
  }

  @Test
  void theAddressesStayForAReadOfTheHostUntilItIsDone() throws Exception {
    NativeMemory memory = memory(new MemoryLimits(1, MAXIMUM));
    MemorySegment segment = memory.bytes().segment();
    PendingRead reading = PendingRead.into(segment);
    memory.close();
    assertThat(isMapped(segment.address())).isTrue();
    reading.finish();
    while (isMapped(segment.address())) {
      Thread.sleep(1);
    }
    assertThat(segment.scope().isAlive()).isFalse();
  }

  @Test
  void whatStillUsesTheBytesKeepsThemInPlaceOutOfReachOfOldSegments() throws Exception {
    NativeMemory owner = memory(new MemoryLimits(1, MAXIMUM));
    NativeMemory door = owner.bytes().door();
    LinearMemory linear = owner.bytes().linear();
    MemorySegment segment = Objects.requireNonNull(linear.segment());
    owner.writeI32(0, 42);
    owner.close();

    assertThat(segment.scope().isAlive()).isFalse();
    assertThatThrownBy(linear::segment).isInstanceOf(ClosedException.class);
    assertThat(door.readInt(0)).isEqualTo(42);
    assertThat(door.grow(1)).isOne();
    assertThat(door.bytes().segment().address()).isEqualTo(segment.address());
    door.close();
    assertThatThrownBy(() -> door.readInt(0)).isInstanceOf(IllegalStateException.class);
    assertThat(isMapped(segment.address())).isFalse();
  }

  @Test
  void whatStillUsesTheBytesGoesOnDuringAReadOfTheHost() throws Exception {
    NativeMemory owner = memory(new MemoryLimits(1, MAXIMUM));
    NativeMemory door = owner.bytes().door();
    MemorySegment segment = owner.bytes().segment();
    PendingRead reading = PendingRead.into(segment);
    owner.close();

    assertThat(door.grow(1)).isOne();
    door.writeI32(65_536, 42);
    reading.finish();
    assertThat(door.read(0)).isEqualTo((byte) 7);
    assertThat(door.readInt(65_536)).isEqualTo(42);
    door.close();
    assertThat(isMapped(segment.address())).isFalse();
  }

  private static NativeMemory memory(MemoryLimits limits) {
    return new NativeMemory(new NativeBytes(limits, REACH, true), true);
  }

  /** How much of the machine's memory the process takes. */
  private static long residentBytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
          .findFirst()
          .orElseThrow();
    }
  }

  /** Whether the reserved addresses from this one on all belong to this process. */
  private static boolean isMapped(long address) throws IOException {
    try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
      return mappings
          .map(line -> line.substring(0, line.indexOf(' ')).split("-", 2))
          .anyMatch(
              range ->
                  Long.parseUnsignedLong(range[0], 16) <= address
                      && Long.parseUnsignedLong(range[1], 16) - address >= RESERVED);
    }
  }
}
