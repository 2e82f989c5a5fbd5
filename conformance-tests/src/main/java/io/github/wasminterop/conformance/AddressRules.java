package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.I64;
import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.U8View;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.error.DescriptorException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TrapException;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 1, addresses: what the guest gives is unsigned, and what it has can be reached. */
abstract class AddressRules extends RuleGroup {
  private static final long SIZE = 2 * 65_536;

  AddressRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("A pointer that the guest gives as i32 is unsigned.")
  @Why("an address above 2 GiB is negative as a signed int")
  void required_addresses_1_10_guestPointerIsUnsigned() {
    Guest guest = guest();
    guest.run("set_range", -16, 1);
    OutOfBoundsException refusal =
        refused(
            OutOfBoundsException.class,
            "view(u8, \"ptr\", \"len\") with ptr() = -16",
            () -> guest.instance().view(U8, "ptr", "len"));
    assertThat(refusal.offset()).as("offset()").isEqualTo((1L << 32) - 16);
    guest.run("set_range", 1024, -1);
    refusal =
        refused(
            OutOfBoundsException.class,
            "view(u8, \"ptr\", \"len\") with len() = -1",
            () -> guest.instance().view(U8, "ptr", "len"));
    assertThat(refusal.size()).as("size()").isEqualTo((1L << 32) - 1);
  }

  @Test
  @DisplayName("A constant or computed pointer or length that is negative is refused.")
  @Why("in Java a negative number is a mistake, not an address")
  void required_addresses_1_11_negativeNumberIsRefused() {
    WasmInstance instance = guest().instance();
    List<ValueDescriptor> negatives =
        List.of(
            ValueDescriptor.of(-1),
            ValueDescriptor.of(Long.MIN_VALUE),
            ValueDescriptor.of(BigInteger.ONE.negate()),
            ValueDescriptor.computed(() -> -8));
    for (ValueDescriptor negative : negatives) {
      DescriptorException refusal =
          refused(
              DescriptorException.class,
              "ptr " + negative,
              () -> instance.view(U8, negative, ValueDescriptor.of(1)));
      assertThat(refusal.value()).as("value()").startsWith("-");
      refused(
          DescriptorException.class,
          "length " + negative,
          () -> instance.view(U8, ValueDescriptor.of(0), negative));
    }
  }

  @Test
  @DisplayName("A byteOffset is added to the pointer before the range is checked.")
  @Why("an offset that is added after the check leads out of the memory")
  void required_addresses_1_12_byteOffsetCounts() {
    WasmInstance instance = guest().instance();
    ViewDescriptor<U8View> near = ViewDescriptor.of(U8).ptr(SIZE - 1024).length(1);
    assertThat(instance.view(near.byteOffset(512)).pointer()).as("pointer()").isEqualTo(SIZE - 512);
    for (long offset :
        new long[] {2048, 1L << 31, 1L << 32, Long.MAX_VALUE - 1024, Long.MAX_VALUE}) {
      refused(
          OutOfBoundsException.class,
          "ptr %d, byteOffset %d".formatted(SIZE - 1024, offset),
          () -> instance.view(near.byteOffset(offset)));
    }
  }

  @Test
  @DisplayName("A memory of no pages has one legal range, the empty one at 0, until it grows.")
  @Why("guests may start without memory")
  void required_addresses_1_13_emptyMemoryHasOnlyTheEmptyRange() {
    WasmMemory memory = instance("empty_memory").memory();
    assertThat(memory.byteSize()).as("byteSize()").isZero();
    assertThat(memory.bytes(0, 0).length()).as("bytes(0, 0)").isZero();
    refused(OutOfBoundsException.class, "bytes(0, 1)", () -> memory.bytes(0, 1));
    refused(OutOfBoundsException.class, "view(i64, 8, 0)", () -> memory.view(I64, 8, 0));
    memory.grow(1);
    assertThat(memory.bytes(1024, 1).get(0)).as("a byte after grow(1)").isZero();
  }

  @Test
  @DisplayName("Views reach addresses above 2 GiB, by pointers that are negative as signed i32.")
  @Why("an address that is cut to 31 bits, or sign-extended, reads other data")
  void required_addresses_1_14_viewsReachAboveTwoGigabytes() {
    WasmInstance instance = highMemory();
    WasmMemory memory = instance.memory();
    long size = 40_000L * 65_536;
    assertThat(memory.byteSize()).as("byteSize()").isEqualTo(size);
    U8View view = instance.view(U8, "ptr", "len");
    assertThat(view.pointer()).as("pointer()").isEqualTo(0x9000_0000L);
    memory.bytes(0x1000_0000L, 8).fill(11);
    view.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    view.set(0, 77);
    assertThat(view.copy()).as("copy()").containsExactly(77, 2, 3, 4, 5, 6, 7, 8);
    assertThat(memory.bytes(0, size).get(0x9000_0001L)).as("via the whole memory").isEqualTo(2);
    assertThat(memory.bytes(0x1000_0000L, 8).copy()).as("2 GiB below").containsOnly(11);
    refused(OutOfBoundsException.class, "bytes(size - 1, 2)", () -> memory.bytes(size - 1, 2));
    U8View whole = memory.bytes(0, size);
    assertThat(whole.length()).as("length()").isEqualTo(size);
    refused(OutOfBoundsException.class, "intLength()", whole::intLength);
  }

  @Test
  @DisplayName("The guest loads and stores above 2 GiB what the views there show.")
  @Why("a memory of that size is of use only if the guest reaches it")
  void optional_addresses_1_15_guestReachesAboveTwoGigabytes() {
    WasmInstance instance = highMemory();
    U8View view = instance.view(U8, "ptr", "len");
    try {
      instance.function("store8").call(0x9000_0003L, 77);
    } catch (TrapException e) {
      Assumptions.abort("skipped: the runtime keeps guest code below 2 GiB: " + e.getMessage());
    }
    instance.function("store8").call(0x1000_0003L, 11);
    assertThat(view.get(3)).as("get(3) after the guest's store8(0x90000003, 77)").isEqualTo(77);
    view.set(4, 88);
    assertThat(instance.function("load8").call(0x9000_0004L)).as("guest's load8").isEqualTo(88);
  }

  private WasmInstance highMemory() {
    try {
      return instance("high_memory");
    } catch (MemoryLimitException e) {
      return Assumptions.abort("skipped: no room for a memory of 2.6 GB: " + e.getMessage());
    }
  }
}
