package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.type.Capability;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Elements in bulk: each element type to and from arrays, segments and buffers. */
abstract class CopyRules extends RuleGroup {

  CopyRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @EachElement
  @DisplayName("copy gives all elements, and later changes do not reach it.")
  @Why("a copy is the caller's own")
  <V extends WasmView<?, ?>> void required_copies_10_01_copyIsOwned(ElementCase<V> e) {
    V view = e.sampled(guest().memory(), 1024);
    Object copy = view.copy();
    e.fill().bits(view, e.samples().get(1));
    assertThat(Bits.of(copy)).as("copy() taken before fill").isEqualTo(e.samples());
  }

  @EachElement
  @DisplayName("copyInto an array gives the elements that were asked for, where asked for.")
  @Why("callers reuse arrays")
  <V extends WasmView<?, ?>> void required_copies_10_02_copyIntoArray(ElementCase<V> e) {
    V view = e.sampled(guest().memory(), 1024);
    Object all = Bits.array(e.type(), e.samples().size() + 1);
    Bits.loose(view).copyInto(all);
    assertThat(Bits.of(all).subList(0, e.samples().size())).isEqualTo(e.samples());
    Object some = Bits.array(e.type(), 5);
    Bits.loose(view).copyInto(2, some, 1, 3);
    assertThat(Bits.of(some))
        .as("an array of zeros after copyInto(2, array, 1, 3)")
        .containsExactly(0L, e.samples().get(2), e.samples().get(3), e.samples().get(4), 0L);
  }

  @EachElement
  @DisplayName("copyFrom an array writes the elements that were asked for, and no others.")
  @Why("writing is half of the job")
  <V extends WasmView<?, ?>> void required_copies_10_03_copyFromArray(ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    V view = e.view(memory, 1024, 8);
    e.fill().bits(view, e.samples().get(1));
    Object source = Bits.array(e.type(), e.samples());
    Bits.loose(view).copyFrom(2, source, 1, 3);
    List<Long> expected = new ArrayList<>(Collections.nCopies(8, e.samples().get(1)));
    for (int i = 0; i < 3; i++) {
      expected.set(2 + i, e.samples().get(1 + i));
    }
    assertThat(e.elements(view)).as("elements after copyFrom(2, array, 1, 3)").isEqualTo(expected);
    Bits.loose(view).copyFrom(source);
    assertThat(e.elements(view).subList(0, e.samples().size())).isEqualTo(e.samples());
  }

  @EachElement
  @DisplayName("copyInto and copyFrom a segment move the guest's bytes, on or off the heap.")
  @Why("java.lang.foreign is the vocabulary for memory")
  <V extends WasmView<?, ?>> void required_copies_10_04_segments(ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    V view = e.sampled(memory, 1024);
    byte[] expected = Bits.bytes(e.samples(), e.size());
    V other = e.view(memory, 2048, view.length());
    try (Arena arena = Arena.ofConfined()) {
      for (MemorySegment segment :
          List.of(
              arena.allocate(view.byteLength()),
              MemorySegment.ofArray(new byte[(int) view.byteLength()]))) {
        view.copyInto(segment);
        assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).as("%s", segment).isEqualTo(expected);
        e.fill().bits(other, e.samples().get(1));
        other.copyFrom(segment);
        assertThat(e.elements(other)).as("elements from %s", segment).isEqualTo(e.samples());
      }
    }
  }

  @EachElement
  @DisplayName("copyInto a buffer of the element class gives the elements in the buffer's order.")
  @Why("a big-endian buffer holds the same numbers in other bytes")
  <V extends WasmView<?, ?>> void required_copies_10_05_copyIntoBuffer(ElementCase<V> e) {
    V view = e.sampled(guest().memory(), 1024);
    int length = e.samples().size();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      Buffer buffer = Bits.buffer(e.type(), length + 2, order);
      buffer.position(1);
      view.copyInto(buffer);
      assertThat(buffer.position()).as("position of a %s buffer", order).isEqualTo(length + 1);
      assertThat(Bits.of(buffer).subList(1, length + 1))
          .as("elements in a %s buffer", order)
          .isEqualTo(e.samples());
      assertThat(Bits.of(buffer).getLast()).as("what lies behind them").isZero();
    }
  }

  @EachElement
  @DisplayName("copyFrom a buffer of the element class takes the elements in the buffer's order.")
  @Why("a big-endian buffer holds the same numbers in other bytes")
  <V extends WasmView<?, ?>> void required_copies_10_06_copyFromBuffer(ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    int length = e.samples().size();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      V view = e.view(memory, 1024, length);
      e.fill().bits(view, e.samples().get(1));
      Buffer buffer = Bits.buffer(e.type(), length, order);
      Bits.put(buffer, e.samples());
      view.copyFrom(buffer);
      assertThat(e.elements(view)).as("from a %s buffer", order).isEqualTo(e.samples());
      assertThat(buffer.hasRemaining()).as("buffer.hasRemaining()").isFalse();
      assertThat(Bits.of(buffer)).as("the buffer itself").isEqualTo(e.samples());
    }
  }

  @EachElement
  @DisplayName("A ByteBuffer gives and takes the guest's bytes as they are, whatever its order.")
  @Why("bytes have no order")
  <V extends WasmView<?, ?>> void required_copies_10_07_byteBuffer(ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    V view = e.sampled(memory, 1024);
    byte[] expected = Bits.bytes(e.samples(), e.size());
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      ByteBuffer bytes = ByteBuffer.allocate(expected.length).order(order);
      view.copyInto(bytes);
      assertThat(bytes.hasRemaining()).as("hasRemaining()").isFalse();
      assertThat(bytes.array()).as("bytes in a %s ByteBuffer", order).isEqualTo(expected);
      V other = e.view(memory, 2048, view.length());
      e.fill().bits(other, e.samples().get(1));
      other.copyFrom(bytes.flip());
      assertThat(e.elements(other)).as("from a %s ByteBuffer", order).isEqualTo(e.samples());
    }
  }

  @Test
  @DisplayName("A copy between overlapping ranges of the memory is as if through a third place.")
  @Why("memmove, not memcpy")
  void optional_copies_10_16_overlappingCopy() {
    needs(Capability.ZERO_COPY);
    WasmMemory memory = guest().memory();
    byte[] numbers = {1, 2, 3, 4, 5, 6, 7, 8};
    memory.bytes(1024, 8).copyFrom(numbers);
    memory.bytes(1026, 6).copyFrom(memory.bytes(1024, 6).segment());
    assertThat(memory.bytes(1024, 8).copy()).containsExactly(1, 2, 1, 2, 3, 4, 5, 6);
    memory.bytes(1024, 8).copyFrom(numbers);
    memory.bytes(1024, 6).copyFrom(memory.bytes(1026, 6).segment());
    assertThat(memory.bytes(1024, 8).copy()).containsExactly(3, 4, 5, 6, 7, 8, 7, 8);
  }

  @Test
  @DisplayName("Bulk copies cross page borders and agree with the guest byte by byte.")
  @Why("runtimes may keep memory in pieces")
  void required_copies_10_17_bulkCopiesCrossPages() {
    Guest guest = guest();
    byte[] bytes = new byte[100_000];
    long sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    U8View view = guest.memory().bytes(1_001, bytes.length);
    view.copyFrom(bytes);
    assertSameBytes("copy() after copyFrom", view.copy(), bytes);
    for (int i = 64_000; i < 67_000; i++) {
      sum += Byte.toUnsignedInt(bytes[i]);
    }
    assertThat(guest.call("sum8", 1_001 + 64_000, 3_000))
        .as("what the guest sums around the page border")
        .isEqualTo(sum);
  }
}
