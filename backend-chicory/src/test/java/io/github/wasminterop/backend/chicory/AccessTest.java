package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.assertTraps;
import static io.github.wasminterop.backend.chicory.Guests.call;
import static io.github.wasminterop.backend.chicory.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.DataView;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.TrapKind;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Loads and stores of guest code, as the specification has them. */
class AccessTest {
  private static final long PAGE = 65_536;
  private static final long OFFSET = 65_000;
  private static final Map<String, Integer> LOADS =
      Map.ofEntries(
          Map.entry("i32.load", 4),
          Map.entry("i64.load", 8),
          Map.entry("f32.load", 4),
          Map.entry("f64.load", 8),
          Map.entry("i32.load8_s", 1),
          Map.entry("i32.load8_u", 1),
          Map.entry("i32.load16_s", 2),
          Map.entry("i32.load16_u", 2),
          Map.entry("i64.load8_s", 1),
          Map.entry("i64.load8_u", 1),
          Map.entry("i64.load16_s", 2),
          Map.entry("i64.load16_u", 2),
          Map.entry("i64.load32_s", 4),
          Map.entry("i64.load32_u", 4));
  private static final Map<String, Integer> STORES =
      Map.of(
          "i32.store",
          4,
          "i64.store",
          8,
          "f32.store",
          4,
          "f64.store",
          8,
          "i32.store8",
          1,
          "i32.store16",
          2,
          "i64.store8",
          1,
          "i64.store16",
          2,
          "i64.store32",
          4);

  @EachExecution
  void loadsAreLittleEndianAndExtendAsNamed(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("accesses"));
      guest.memory().bytes(1, 8).copyFrom(new byte[] {-8, -7, -6, -5, -4, -3, -2, -1});

      assertThat(call(guest, "i32.load", 1)).isEqualTo(0xFBFAF9F8);
      assertThat(call(guest, "i64.load", 1)).isEqualTo(0xFFFEFDFCFBFAF9F8L);
      assertThat(call(guest, "i32.load8_s", 1)).isEqualTo(-8);
      assertThat(call(guest, "i32.load8_u", 1)).isEqualTo(0xF8);
      assertThat(call(guest, "i32.load16_s", 1)).isEqualTo((short) 0xF9F8);
      assertThat(call(guest, "i32.load16_u", 1)).isEqualTo(0xF9F8);
      assertThat(call(guest, "i64.load8_s", 1)).isEqualTo(-8);
      assertThat(call(guest, "i64.load8_u", 1)).isEqualTo(0xF8);
      assertThat(call(guest, "i64.load16_s", 1)).isEqualTo((short) 0xF9F8);
      assertThat(call(guest, "i64.load16_u", 1)).isEqualTo(0xF9F8);
      assertThat(call(guest, "i64.load32_s", 1)).isEqualTo(0xFBFAF9F8);
      assertThat(call(guest, "i64.load32_u", 1)).isEqualTo(0xFBFAF9F8L);
    }
  }

  @EachExecution
  void storesAreLittleEndianAndWriteTheirWidthOnly(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("accesses"));
      DataView bytes = guest.memory().data(0, 16);

      run(guest, "i64.store", 3, 0x0807060504030201L);
      assertThat(bytes.copy()).containsExactly(0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0);
      run(guest, "i64.store32", 3, 0x1111111122222222L);
      run(guest, "i32.store16", 3, 0x33334444);
      run(guest, "i64.store8", 3, 0x5555555555555555L);
      assertThat(bytes.getU64(3)).isEqualTo(0x0807060522224455L);
      run(guest, "i32.store", 3, -1);
      run(guest, "i64.store16", 3, 0L);
      run(guest, "i32.store8", 3, 0x7F);
      assertThat(bytes.getU64(3)).isEqualTo(0x08070605FFFF007FL);
    }
  }

  @EachExecution
  void floatsKeepTheirBits(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("accesses"));
      DataView bytes = guest.memory().data(0, 16);
      int[] singles = {0x7FA00001, 0xFFC12345, 0x80000000, 1};
      long[] doubles = {0x7FF4000000000001L, 0xFFF8123456789ABCL, Long.MIN_VALUE, 1};

      for (int bits : singles) {
        bytes.setI32(1, bits);
        run(guest, "f32.store", 6, guest.function("f32.load").call(1));
        assertThat(bytes.getI32(6) | 0x00400000).isEqualTo(bits | 0x00400000);
      }
      for (long bits : doubles) {
        bytes.setI64(0, bits);
        run(guest, "f64.store", 8, guest.function("f64.load").call(0));
        assertThat(bytes.getI64(8)).isEqualTo(bits);
      }
    }
  }

  @EachExecution
  void everyLoadReachesTheLastByteAndNoFurther(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("accesses"));
      LOADS.forEach(
          (load, size) -> {
            run(guest, load, PAGE - size);
            run(guest, load + "+", PAGE - size - OFFSET);
            for (long address :
                new long[] {PAGE - size + 1, PAGE, 0x7FFFFFFF, 0x80000000L, -size, -1}) {
              assertOutOfBounds(() -> run(guest, load, (int) address));
            }
            for (long address :
                new long[] {PAGE - size - OFFSET + 1, PAGE, 0x7FFFFFFF, -size, -1}) {
              assertOutOfBounds(() -> run(guest, load + "+", (int) address));
            }
          });
    }
  }

  @EachExecution
  void aStoreThatIsRefusedChangesNothing(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("accesses"));
      STORES.forEach(
          (store, size) -> {
            for (long address = PAGE - size + 1; address < PAGE + 2; address++) {
              long at = address;
              assertOutOfBounds(() -> run(guest, store, at, 1));
              assertOutOfBounds(() -> run(guest, store + "+", at - OFFSET, 1));
            }
            assertOutOfBounds(() -> run(guest, store, -1, 1));
          });
      assertThat(guest.memory().bytes(0, PAGE).stream().sum()).isZero();
    }
  }

  @EachExecution
  void anOffsetDoesNotWrapAround(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("accesses"));
      for (int address : new int[] {0, 1, 2, 100, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
        assertOutOfBounds(() -> run(guest, "far", address));
      }
      for (int address = -65_000; address < 0; address += 977) {
        int base = address;
        assertOutOfBounds(() -> run(guest, "i32.load8_u+", base));
      }
    }
  }

  @EachExecution
  void growthAddsZerosAndKeepsTheRest(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("accesses"));
      run(guest, "i32.store", PAGE - 4, 42);

      assertThat(call(guest, "size")).isOne();
      assertThat(call(guest, "grow", 0)).isOne();
      assertThat(call(guest, "grow", 1)).isOne();
      assertThat(call(guest, "size")).isEqualTo(2);
      assertThat(call(guest, "i32.load", PAGE - 4)).isEqualTo(42);
      assertThat(call(guest, "i32.load", 2 * PAGE - 4)).isZero();
      assertOutOfBounds(() -> run(guest, "i32.load", 2 * PAGE - 3));
      assertThat(call(guest, "grow", 2)).isEqualTo(-1);
      assertThat(call(guest, "grow", -1)).isEqualTo(-1);
      assertThat(call(guest, "grow", 65_535)).isEqualTo(-1);
      assertThat(call(guest, "size")).isEqualTo(2);
      assertThat(call(guest, "grow", 1)).isEqualTo(2);
      assertThat(call(guest, "grow", 1)).isEqualTo(-1);
    }
  }

  private static void assertOutOfBounds(ThrowingCallable code) {
    assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, code);
  }
}
