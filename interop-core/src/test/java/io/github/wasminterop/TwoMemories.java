package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.MediatedAccess;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/**
 * A memory that has a segment, one that is mediated, and what the bytes of both should be. They
 * begin as random bytes.
 */
final class TwoMemories {
  static final int BYTE_SIZE = 2 << 16;

  final ByteBuffer expected = ByteBuffer.allocate(BYTE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
  final List<WasmMemory> each;
  private final List<LinearMemory> linear;

  TwoMemories() {
    new Random(7).nextBytes(expected.array());
    MemorySegment bytes = Arena.ofAuto().allocate(BYTE_SIZE, 8);
    MemorySegment hidden = MemorySegment.ofArray(expected.array().clone());
    bytes.copyFrom(hidden);
    linear = List.of(LinearMemory.of(bytes), LinearMemory.mediated(new Hidden(hidden)));
    each = linear.stream().map(one -> FakeMemory.of(MemoryType.of(2, 2), one)).toList();
  }

  void close() {
    linear.forEach(LinearMemory::close);
  }

  void assertAsExpected(String after) {
    each.forEach(memory -> assertAsExpected(memory, after));
  }

  void assertAsExpected(WasmMemory memory, String after) {
    assertThat(memory.bytes(0, BYTE_SIZE).copy())
        .as("%s, zero copy: %s", after, memory.isZeroCopy())
        .isEqualTo(expected.array());
  }

  private record Hidden(MemorySegment bytes) implements MediatedAccess {
    private static final ValueLayout.OfLong NUMBER =
        ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public long byteSize() {
      return bytes.byteSize();
    }

    @Override
    public void read(long address, MemorySegment target) {
      target.copyFrom(bytes.asSlice(address, target.byteSize()));
    }

    @Override
    public void write(long address, MemorySegment source) {
      bytes.asSlice(address).copyFrom(source);
    }

    @Override
    public long load(long address, int byteSize) {
      MemorySegment number = MemorySegment.ofArray(new byte[Long.BYTES]);
      number.copyFrom(bytes.asSlice(address, byteSize));
      return number.get(NUMBER, 0);
    }

    @Override
    public void store(long address, int byteSize, long value) {
      MemorySegment number = MemorySegment.ofArray(new byte[Long.BYTES]);
      number.set(NUMBER, 0, value);
      write(address, number.asSlice(0, byteSize));
    }
  }
}
