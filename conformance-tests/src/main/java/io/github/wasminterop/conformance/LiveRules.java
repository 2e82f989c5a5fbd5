package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.F32;
import static io.github.wasminterop.ElementType.F64;
import static io.github.wasminterop.ElementType.I16;
import static io.github.wasminterop.ElementType.I32;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.DataView;
import io.github.wasminterop.I16View;
import io.github.wasminterop.I32View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.type.Capability;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 4: host and guest see the same bytes at once, little-endian, bit by bit. */
abstract class LiveRules extends RuleGroup {

  LiveRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @EachElement
  @DisplayName("What the guest stores is what the view reads next.")
  @Why("a view is no copy")
  <V extends WasmView<?, ?>> void required_live_4_01_guestStoresAreSeen(ElementCase<V> e) {
    Guest guest = guest();
    V view = e.view(guest.memory(), 1024, e.samples().size());
    for (int i = 0; i < e.samples().size(); i++) {
      guest.store(e.size(), 1024 + (long) i * e.size(), e.samples().get(i));
      assertThat(e.get().bits(view, i))
          .as("get(%d) of %s after the guest's store", i, view)
          .isEqualTo(e.samples().get(i));
    }
  }

  @EachElement
  @DisplayName("What the view writes is what the guest loads next.")
  @Why("the guest computes with what the host gave it")
  <V extends WasmView<?, ?>> void required_live_4_02_hostWritesAreSeen(ElementCase<V> e) {
    Guest guest = guest();
    V view = e.view(guest.memory(), 2048, e.samples().size());
    for (int i = 0; i < e.samples().size(); i++) {
      e.set().bits(view, i, e.samples().get(i));
      assertThat(guest.load(e.size(), 2048 + (long) i * e.size()))
          .as("what the guest loads after set(%d) of %s", i, view)
          .isEqualTo(e.samples().get(i));
    }
  }

  @EachElement
  @DisplayName("set changes the bytes of its element and no other.")
  @Why("a write that is too wide destroys the neighbour")
  <V extends WasmView<?, ?>> void required_live_4_03_setChangesItsElementOnly(ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    V view = e.view(memory, 1024, 3);
    byte[] expected = contents(memory);
    byte[] element = Bits.bytes(e.samples().subList(2, 3), e.size());
    System.arraycopy(element, 0, expected, 1024 + e.size(), e.size());
    e.set().bits(view, 1, e.samples().get(2));
    assertSameBytes("the memory after set(1) of " + view, contents(memory), expected);
  }

  @Test
  @DisplayName("Elements are little-endian.")
  @Why("guest memory is little-endian whatever the host")
  void required_live_4_04_elementsAreLittleEndian() {
    WasmMemory memory = guest().memory();
    U8View bytes = memory.bytes(1024, 8);
    memory.view(I32, 1024, 1).set(0, 0x0403_0201);
    assertThat(bytes.slice(0, 4).copy()).as("bytes of 0x04030201").containsExactly(1, 2, 3, 4);
    DataView data = memory.data(1024, 8);
    data.setI64(0, 0x0807_0605_0403_0201L);
    assertThat(bytes.copy()).as("bytes of an i64").containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(data.getU16(1)).as("getU16(1)").isEqualTo(0x0302);
  }

  @Test
  @DisplayName("The payload and the signalling bit of a NaN survive get, set and copies.")
  @Why("engines box values in NaNs")
  void required_live_4_05_nanBitsAreKept() {
    Guest guest = guest();
    WasmMemory memory = guest.memory();
    int single = 0x7fa0_1234;
    long wide = 0xfff4_0000_dead_beefL;
    guest.store(4, 1024, single);
    guest.store(8, 1032, wide);
    float f = memory.view(F32, 1024, 1).get(0);
    double d = memory.view(F64, 1032, 1).get(0);
    assertThat(Float.floatToRawIntBits(f)).as("bits of get of f32").isEqualTo(single);
    assertThat(Double.doubleToRawLongBits(d)).as("bits of get of f64").isEqualTo(wide);
    memory.view(F32, 2048, 1).set(0, f);
    memory.view(F64, 2056, 1).set(0, d);
    assertThat(guest.load(4, 2048)).as("bits after set of f32").isEqualTo(single);
    assertThat(guest.load(8, 2056)).as("bits after set of f64").isEqualTo(wide);
    memory.view(F32, 3072, 1).copyFrom(memory.view(F32, 1024, 1).copy());
    memory.view(F64, 3080, 1).copyFrom(memory.view(F64, 1032, 1).copy());
    assertThat(guest.load(4, 3072)).as("bits after copies of f32").isEqualTo(single);
    assertThat(guest.load(8, 3080)).as("bits after copies of f64").isEqualTo(wide);
    DataView data = memory.data(1024, 16);
    assertThat(Float.floatToRawIntBits(data.getF32(0))).as("bits of getF32").isEqualTo(single);
    assertThat(Double.doubleToRawLongBits(data.getF64(8))).as("bits of getF64").isEqualTo(wide);
  }

  @Test
  @DisplayName("Views that overlap show one another's writes.")
  @Why("they are of the same bytes")
  void required_live_4_06_overlappingViewsAgree() {
    WasmMemory memory = guest().memory();
    I32View ints = memory.view(I32, 1024, 2);
    I16View shorts = memory.view(I16, 1024, 4);
    DataView data = ints.data();
    ints.set(0, 0x7fff_8000);
    assertThat(shorts.get(0)).as("low half").isEqualTo((short) 0x8000);
    assertThat(shorts.get(1)).as("high half").isEqualTo((short) 0x7fff);
    shorts.set(2, (short) -1);
    data.setU8(6, 1);
    assertThat(ints.get(1) & 0xff_ffff).as("i32 after writes of i16 and u8").isEqualTo(0x1ffff);
  }

  @Test
  @DisplayName("The segment and the buffer are the guest's bytes, in both directions.")
  @Why("zero-copy means that there is one set of bytes")
  void optional_live_4_07_segmentAndBufferAreLive() {
    needs(Capability.ZERO_COPY);
    Guest guest = guest();
    I32View view = guest.memory().view(I32, 1024, 4);
    MemorySegment segment = view.segment();
    IntBuffer buffer = view.buffer();
    guest.store(4, 1028, 77);
    assertThat(segment.get(ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN), 4))
        .as("segment at 4 after the guest's store")
        .isEqualTo(77);
    assertThat(buffer.get(1)).as("buffer at 1 after the guest's store").isEqualTo(77);
    segment.set(ValueLayout.JAVA_BYTE, 8, (byte) 5);
    buffer.put(3, -9);
    assertThat(guest.load8(1032)).as("what the guest loads after segment.set").isEqualTo(5);
    assertThat((int) guest.load(4, 1036)).as("what it loads after buffer.put").isEqualTo(-9);
  }

  @EachElement
  @DisplayName("The segment and the buffer have exactly the view's range, and are little-endian.")
  @Why("a segment that is longer than its view undoes the bounds")
  <V extends WasmView<?, ?>> void optional_live_4_08_segmentAndBufferHaveTheRange(
      ElementCase<V> e) {
    needs(Capability.ZERO_COPY);
    WasmMemory memory = guest().memory();
    V view = e.sampled(memory, 1024);
    assertThat(view.segment().byteSize()).as("segment().byteSize()").isEqualTo(view.byteLength());
    assertThat(view.segment().isNative()).as("segment().isNative()").isTrue();
    assertThat(view.segment().isReadOnly()).as("segment().isReadOnly()").isFalse();
    assertThat(view.buffer().capacity()).as("buffer().capacity()").isEqualTo((int) view.length());
    assertThat(view.buffer().position()).as("buffer().position()").isZero();
    assertThat(view.buffer().isDirect()).as("buffer().isDirect()").isTrue();
    assertThat(Bits.of(view.buffer())).as("elements of buffer()").isEqualTo(e.samples());
    assertThat(view.segment().toArray(ValueLayout.JAVA_BYTE))
        .as("bytes of segment()")
        .isEqualTo(Bits.bytes(e.samples(), e.size()));
  }

  @Test
  @DisplayName("A memory tells whether it is zero-copy, and refuses segment and buffer if not.")
  @Why("a program must be able to ask before it relies on speed")
  void required_live_4_09_mediatedMemorySaysSo() {
    WasmMemory memory = guest().memory();
    assertThat(memory.isZeroCopy()).as("isZeroCopy()").isEqualTo(can(Capability.ZERO_COPY));
    U8View view = memory.bytes(0, 8);
    if (memory.isZeroCopy()) {
      assertThat(view.segment().byteSize()).as("segment().byteSize()").isEqualTo(8);
    } else {
      assertThat(
              refused(UnsupportedCapabilityException.class, "segment()", view::segment)
                  .capability())
          .isEqualTo(Capability.ZERO_COPY);
      refused(UnsupportedCapabilityException.class, "buffer()", view::buffer);
    }
  }

  @Test
  @DisplayName("A host function sees what the guest stored just before, and the reverse.")
  @Why("the two take turns on the same bytes")
  void optional_live_4_10_hostFunctionAndGuestSeeOneAnother() {
    needs(Capability.HOST_FUNCTIONS);
    int[] seen = new int[1];
    WasmInstance instance =
        instance(
            "callback",
            callback(
                (caller, arguments) -> {
                  U8View view = caller.memory().bytes((int) arguments[0], 1);
                  seen[0] = view.get(0);
                  view.set(0, 201);
                  return 0;
                }));
    U8View before = instance.memory().bytes(1024, 1);
    instance.function("store_and_run").call(1024, 99);
    assertThat(seen[0]).as("what the host function read").isEqualTo(99);
    assertThat(before.get(0)).as("a view from before, after the call").isEqualTo(201);
    assertThat(instance.function("run_and_load").call(1024, 1024))
        .as("what the guest loads after the host function wrote")
        .isEqualTo(201);
  }

  @Test
  @DisplayName("A memory that two guests share shows the writes of both.")
  @Why("an imported memory is the same memory")
  void optional_live_4_11_sharedByTwoGuests() {
    needs(Capability.IMPORTED_MEMORIES);
    Guest first = guest();
    Guest second =
        new Guest(
            instance("import_memory", WasmImports.none().memory("env", "memory", first.memory())));
    U8View view = first.memory().bytes(1024, 2);
    U8View other = second.memory().bytes(1024, 2);
    second.store8(1024, 7);
    other.set(1, 8);
    assertThat(new int[] {view.get(0), view.get(1)}).as("the first's view").containsExactly(7, 8);
    assertThat(first.load8(1025)).as("what the first loads").isEqualTo(8);
  }
}
