package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.ElementType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.spi.MediatedAccess;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.IntBuffer;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryModesTest {

  @Test
  void aMemoryThatIsTooLargeForABufferIsRefusedWithTheRemedy() {
    try (WasmRuntime runtime = Guests.runtime("direct")) {
      byte[] wasm = OwnModules.memory(MemoryType.of(GraalRuntime.DIRECT_PAGES + 1));
      assertThatExceptionOfType(MemoryLimitException.class)
          .isThrownBy(() -> runtime.instantiate(wasm))
          .withMessageContaining("memory=mediated")
          .satisfies(e -> assertThat(e.pages()).isEqualTo(GraalRuntime.DIRECT_PAGES + 1));
      assertThatExceptionOfType(MemoryLimitException.class)
          .isThrownBy(() -> runtime.newMemory(MemoryType.of(40_000)))
          .withMessageContaining("memory=mediated");
    }
  }

  @Test
  void growthBeyondWhatABufferHoldsIsRefused() {
    try (WasmRuntime runtime = Guests.runtime("direct")) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(1));
      assertThatThrownBy(() -> memory.grow(GraalRuntime.DIRECT_PAGES))
          .isInstanceOf(MemoryLimitException.class);
      assertThat(memory.pages()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "mediated"})
  void aHugeMemory64IsRefused(String mode) {
    try (WasmRuntime runtime = Guests.runtime(mode)) {
      MemoryType huge = new MemoryType(1L << 40, OptionalLong.empty(), false, true);
      byte[] wasm = OwnModules.memory(huge);
      assertThatThrownBy(() -> runtime.instantiate(wasm)).isInstanceOf(MemoryLimitException.class);
      assertThatThrownBy(() -> runtime.newMemory(huge)).isInstanceOf(MemoryLimitException.class);
    }
  }

  @Test
  void segmentsFromBeforeAGrowthAreClosedAndThoseOfAGrowthByNothingAreNot() {
    try (WasmRuntime runtime = Guests.runtime("direct");
        WasmInstance guest = runtime.instantiate(Guests.wasm("plain"))) {
      I32View view = guest.memory().view(I32, 0, 4);
      MemorySegment segment = view.segment();
      IntBuffer buffer = view.buffer();
      guest.function("store").call(4, 7);
      guest.function("grow").call(0);
      assertThat(segment.getAtIndex(ValueLayout.JAVA_INT, 1)).isEqualTo(7);
      guest.function("grow").call(1);
      assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_INT, 4))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> buffer.get(1)).isInstanceOf(IllegalStateException.class);
      assertThat(view.get(1)).isEqualTo(7);
    }
  }

  @Test
  void aSegmentOutlivesNothing() {
    WasmRuntime runtime = Guests.runtime("direct");
    WasmInstance guest = runtime.instantiate(Guests.wasm("plain"));
    MemorySegment ofGuest = guest.memory().view(I32, 0, 4).segment();
    MemorySegment ofHost = runtime.newMemory(MemoryType.of(1)).view(I32, 0, 4).segment();
    guest.close();
    assertThatThrownBy(() -> ofGuest.get(ValueLayout.JAVA_INT, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ofHost.get(ValueLayout.JAVA_INT, 0)).isZero();
    runtime.close();
    assertThatThrownBy(() -> ofHost.get(ValueLayout.JAVA_INT, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void mediatedBulkAccessCopiesEveryLengthAtEveryOffset() {
    try (WasmRuntime runtime = Guests.runtime("mediated")) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("plain"));
      WasmMemory memory = guest.memory();
      assertThat(memory.isZeroCopy()).isFalse();
      for (int length = 0; length < 40; length++) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
          bytes[i] = (byte) (i + length);
        }
        for (int offset = 0; offset < 9; offset++) {
          memory.bytes(100, 60).fill(0x55);
          memory.bytes(105 + offset, length).copyFrom(bytes);
          assertThat(memory.bytes(105 + offset, length).copy()).isEqualTo(bytes);
          assertThat(memory.bytes(104 + offset, 1).get(0)).isEqualTo(0x55);
          assertThat(memory.bytes(105 + offset + length, 1).get(0)).isEqualTo(0x55);
        }
      }
      I32View view = memory.view(I32, 0, 4);
      guest.close();
      assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 150_001})
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void mediatedBulkAccessReachesSegmentsOfEverySize(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    try (WasmRuntime runtime = Guests.runtime("mediated");
        Arena arena = Arena.ofConfined()) {
      WasmMemory memory = runtime.newMemory(MemoryType.of(3));
      memory.bytes(101, size).copyFrom(bytes);
      MemorySegment target = arena.allocate(size + 1L);
      memory.bytes(101, size).copyInto(target.asSlice(0, size));
      assertThat(target.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
      assertThat(target.get(ValueLayout.JAVA_BYTE, size)).isZero();
    }
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
  void mediatedBulkAccessReadsNothingIntoAnEmptySegment() {
    try (GraalRuntime runtime = GraalRuntime.open(false)) {
      MediatedAccess access = runtime.newMemory(MemoryType.of(1)).linear().mediated();
      MemorySegment empty = MemorySegment.ofAddress(8);
      assertThatCode(() -> access.read(65_536, empty)).doesNotThrowAnyException();
    }
  }
}
