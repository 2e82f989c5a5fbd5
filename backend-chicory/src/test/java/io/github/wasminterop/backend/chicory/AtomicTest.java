package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.assertTraps;
import static io.github.wasminterop.backend.chicory.Guests.call;
import static io.github.wasminterop.backend.chicory.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.DataView;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.TrapKind;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/** Atomic instructions, as the threads proposal has them. */
class AtomicTest {
  private static final int PAGE = 65_536;
  private static final long OLD = 0xF1E2D3C4B5A69788L;
  private static final long OPERAND = 0x0123456789ABCDEFL;
  private static final Map<String, LongBinaryOperator> CHANGES =
      Map.of(
          "add", Long::sum,
          "sub", (a, b) -> a - b,
          "and", (a, b) -> a & b,
          "or", (a, b) -> a | b,
          "xor", (a, b) -> a ^ b,
          "xchg", (_, b) -> b);

  @EachExecution
  void changesGiveTheOldValueAndTouchTheirWidthOnly(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("atomics"));
      DataView bytes = guest.memory().data(0, 64);
      for (String type :
          List.of(
              "i32.rmw8",
              "i32.rmw16",
              "i32.rmw",
              "i64.rmw8",
              "i64.rmw16",
              "i64.rmw32",
              "i64.rmw")) {
        int size = size(type);
        long mask = mask(size);
        for (int address = 16; address < 24; address += size) {
          for (var change : CHANGES.entrySet()) {
            bytes.setI64(16, OLD);
            long old = OLD >>> ((address - 16) * 8) & mask;

            long got = call(guest, type + "." + change.getKey(), address, operand(type));

            long expected = change.getValue().applyAsLong(old, OPERAND) & mask;
            assertThat(got & carrierMask(type)).as(type + change.getKey()).isEqualTo(old);
            assertThat(bytes.getI64(16)).isEqualTo(replaced(OLD, address - 16, mask, expected));
          }
          bytes.setI64(16, OLD);
          long old = OLD >>> ((address - 16) * 8) & mask;
          assertThat(exchange(guest, type, address, old ^ 1) & carrierMask(type)).isEqualTo(old);
          assertThat(bytes.getI64(16)).isEqualTo(OLD);
          assertThat(exchange(guest, type, address, old) & carrierMask(type)).isEqualTo(old);
          assertThat(bytes.getI64(16)).isEqualTo(replaced(OLD, address - 16, mask, OPERAND & mask));
        }
      }
    }
  }

  @EachExecution
  void loadsAndStores(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("atomics"));
      DataView bytes = guest.memory().data(0, 64);
      run(guest, "i64.store", 8, OLD);
      assertThat(bytes.getI64(8)).isEqualTo(OLD);
      assertThat(call(guest, "i64.load", 8)).isEqualTo(OLD);
      assertThat((int) call(guest, "i32.load", 8)).isEqualTo((int) OLD);
      assertThat(call(guest, "i32.load8_u", 9)).isEqualTo(0x97);
      assertThat(call(guest, "i32.load16_u", 10)).isEqualTo(0xB5A6);
      assertThat(call(guest, "i64.load8_u", 9)).isEqualTo(0x97);
      assertThat(call(guest, "i64.load16_u", 10)).isEqualTo(0xB5A6);
      assertThat(call(guest, "i64.load32_u", 12)).isEqualTo(0xF1E2D3C4L);
      run(guest, "i32.store", 8, 0);
      run(guest, "i32.store8", 12, 0x111);
      run(guest, "i32.store16", 14, 0x22222);
      assertThat(bytes.getI64(8)).isEqualTo(0x2222D31100000000L);
      run(guest, "i64.store8", 8, 0x333L);
      run(guest, "i64.store16", 10, 0x44444L);
      run(guest, "i64.store32", 12, 0x555555555L);
      assertThat(bytes.getI64(8)).isEqualTo(0x5555555544440033L);
      run(guest, "fence");
    }
  }

  @EachExecution
  void unalignedAddressesTrap(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("atomics"));
      assertTraps(TrapKind.UNALIGNED_ATOMIC, () -> run(guest, "i32.load", 2));
      assertTraps(TrapKind.UNALIGNED_ATOMIC, () -> run(guest, "i64.load", 4));
      assertTraps(TrapKind.UNALIGNED_ATOMIC, () -> run(guest, "i32.store16", 1, 1));
      assertTraps(TrapKind.UNALIGNED_ATOMIC, () -> run(guest, "i64.rmw32.add", 6, 1L));
      assertTraps(TrapKind.UNALIGNED_ATOMIC, () -> run(guest, "i64.rmw.cmpxchg", 12, 1L, 1L));
      assertTraps(TrapKind.UNALIGNED_ATOMIC, () -> run(guest, "wait32", 2, 0, 0L));
      assertTraps(TrapKind.UNALIGNED_ATOMIC, () -> run(guest, "wait64", 4, 0L, 0L));
      assertTraps(TrapKind.UNALIGNED_ATOMIC, () -> run(guest, "notify", 2, 1));
    }
  }

  @EachExecution
  void addressesOutsideTrap(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("atomics"));
      for (int address : new int[] {PAGE, -8}) {
        assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "i64.load", address));
        assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "i32.store8", address, 1));
        assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "i32.rmw8.add", address, 1));
        assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "wait32", address, 0, 0L));
        assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "notify", address, 1));
      }
      assertThat(call(guest, "grow", 1)).isOne();
      assertThat(call(guest, "i64.load", PAGE)).isZero();
    }
  }

  @EachExecution
  void waitingWithoutANotification(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("atomics"));
      guest.memory().data(0, 16).setI64(8, OLD);
      assertThat(call(guest, "wait32", 8, 0, -1L)).as("not equal").isOne();
      assertThat(call(guest, "wait64", 8, 0L, -1L)).as("not equal").isOne();
      assertThat(call(guest, "wait32", 8, (int) OLD, 0L)).as("timed out").isEqualTo(2);
      assertThat(call(guest, "wait64", 8, OLD, 2_000_000L)).as("timed out").isEqualTo(2);
      assertThat(call(guest, "notify", 8, -1)).as("nobody waits").isZero();
    }
  }

  @EachExecution
  void waitingIsForSharedMemories(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("unshared_wait"));
      assertTraps(TrapKind.EXPECTED_SHARED_MEMORY, () -> run(guest, "wait32"));
      assertTraps(TrapKind.EXPECTED_SHARED_MEMORY, () -> run(guest, "wait64"));
      assertThat(call(guest, "notify", 0)).isZero();
      assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "notify", PAGE));
    }
  }

  private static long exchange(WasmInstance guest, String type, int address, long expected) {
    Object wanted = type.startsWith("i32") ? (Object) (int) expected : (Object) expected;
    return call(guest, type + ".cmpxchg", address, wanted, operand(type));
  }

  private static Object operand(String type) {
    return type.startsWith("i32") ? (Object) (int) OPERAND : (Object) OPERAND;
  }

  private static int size(String type) {
    String width = type.substring(7);
    return width.isEmpty() ? (type.startsWith("i32") ? 4 : 8) : Integer.parseInt(width) / 8;
  }

  private static long mask(int size) {
    return size == 8 ? -1 : (1L << (size * 8)) - 1;
  }

  private static long carrierMask(String type) {
    return type.startsWith("i32") ? 0xFFFF_FFFFL : -1;
  }

  private static long replaced(long all, int index, long mask, long part) {
    return (all & ~(mask << (index * 8))) | (part << (index * 8));
  }
}
