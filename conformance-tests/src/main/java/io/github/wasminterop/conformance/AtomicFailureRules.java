package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.I32;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.I32View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.MalformedTextException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.Capability;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 6: what is refused has changed nothing. */
abstract class AtomicFailureRules extends RuleGroup {

  AtomicFailureRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @EachElement
  @DisplayName("A refused copyFrom has written nothing, whatever its source.")
  @Why("half a copy is data that neither side ever had")
  <V extends WasmView<?, ?>> void required_atomic_6_01_refusedCopyFrom(ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    V view = e.view(memory, 1024, 4);
    Object array = Bits.array(e.type(), Collections.nCopies(5, e.samples().get(1)));
    Class<OutOfBoundsException> bounds = OutOfBoundsException.class;
    refusedUnchanged(bounds, memory, "5 elements", () -> Bits.loose(view).copyFrom(array));
    for (int[] range : new int[][] {{0, 1, 5}, {3, 0, 2}, {-1, 0, 1}, {0, -1, 1}, {0, 0, -1}}) {
      refusedUnchanged(
          bounds,
          memory,
          "copyFrom(%d, array of 5, %d, %d)".formatted(range[0], range[1], range[2]),
          () -> Bits.loose(view).copyFrom(range[0], array, range[1], range[2]));
    }
    MemorySegment segment = MemorySegment.ofArray(new byte[4 * e.size() + 1]);
    refusedUnchanged(bounds, memory, "a segment", () -> view.copyFrom(segment));
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      Buffer buffer = Bits.buffer(e.type(), 5, order);
      refusedUnchanged(bounds, memory, "a " + order + " buffer", () -> view.copyFrom(buffer));
      assertThat(buffer.position()).as("position of the buffer").isZero();
    }
  }

  @EachElement
  @DisplayName("A refused copyInto has left its target as it was.")
  @Why("the target may hold what the caller still needs")
  <V extends WasmView<?, ?>> void required_atomic_6_02_refusedCopyInto(ElementCase<V> e) {
    V view = e.view(guest().memory(), 1024, 4);
    Class<OutOfBoundsException> bounds = OutOfBoundsException.class;
    Object array = Bits.array(e.type(), 3);
    refused(bounds, "an array of 3", () -> Bits.loose(view).copyInto(array));
    for (int[] range : new int[][] {{0, 0, 4}, {2, 0, 3}, {-1, 0, 1}, {0, -1, 1}, {0, 3, 1}}) {
      refused(
          bounds,
          "copyInto(%d, array of 3, %d, %d)".formatted(range[0], range[1], range[2]),
          () -> Bits.loose(view).copyInto(range[0], array, range[1], range[2]));
    }
    assertThat(Bits.of(array)).as("the array").containsOnly(0L);
    MemorySegment segment = MemorySegment.ofArray(new byte[4 * e.size() - 1]);
    refused(bounds, "a segment that is a byte too short", () -> view.copyInto(segment));
    assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).as("the segment").containsOnly(0);
    Buffer buffer = Bits.buffer(e.type(), 4, ByteOrder.LITTLE_ENDIAN);
    buffer.position(1);
    refused(bounds, "a buffer with room for 3", () -> view.copyInto(buffer));
    assertThat(buffer.position()).as("position of the buffer").isEqualTo(1);
    assertThat(Bits.of(buffer)).as("the buffer").containsOnly(0L);
  }

  @Test
  @DisplayName("A buffer of another element class, or a read-only target, is refused untouched.")
  @Why("bits of another type are nonsense")
  void required_atomic_6_03_wrongTargets() {
    WasmMemory memory = guest().memory();
    I32View view = memory.view(I32, 1024, 2);
    List<Buffer> wrong =
        List.of(FloatBuffer.allocate(4), LongBuffer.allocate(4), CharBuffer.allocate(8));
    for (Buffer buffer : wrong) {
      refused(TypeMismatchException.class, "copyInto " + buffer, () -> view.copyInto(buffer));
      refusedUnchanged(
          TypeMismatchException.class, memory, "copyFrom " + buffer, () -> view.copyFrom(buffer));
      assertThat(buffer.position()).as("position of %s", buffer).isZero();
    }
    ByteBuffer readOnly = ByteBuffer.allocate(8).asReadOnlyBuffer();
    refused(TypeMismatchException.class, "a read-only buffer", () -> view.copyInto(readOnly));
    assertThat(readOnly.position()).as("position").isZero();
    MemorySegment segment = MemorySegment.ofArray(new byte[8]).asReadOnly();
    refused(TypeMismatchException.class, "a read-only segment", () -> view.copyInto(segment));
  }

  @Test
  @DisplayName("A refused growth by the host changes neither size nor bytes nor what is held.")
  @Why("out of memory is a condition to survive")
  void required_atomic_6_04_refusedGrowth() {
    Guest guest = guest();
    WasmMemory memory = guest.memory();
    U8View view = memory.bytes(1024, 4);
    Class<MemoryLimitException> limit = MemoryLimitException.class;
    long pages = memory.pages();
    for (long delta : new long[] {511, 65_536, 1L << 32, Long.MAX_VALUE}) {
      MemoryLimitException refusal =
          refusedUnchanged(limit, memory, "grow(%d)".formatted(delta), () -> memory.grow(delta));
      assertThat(refusal.pages()).as("pages()").isGreaterThanOrEqualTo(delta);
      assertThat(memory.pages()).as("pages() after grow(%d)", delta).isEqualTo(pages);
    }
    refusedUnchanged(InvalidArgumentException.class, memory, "grow(-1)", () -> memory.grow(-1));
    assertThat(guest.size()).as("what memory.size gives").isEqualTo(2);
    guest.store8(1024, 3);
    assertThat(view.get(0)).as("get(0) of a view from before").isEqualTo(3);
  }

  @Test
  @DisplayName("A segment and a buffer survive a growth that is refused, by host or guest.")
  @Why("the memory has not moved")
  void optional_atomic_6_05_refusedGrowthClosesNothing() {
    needs(Capability.ZERO_COPY);
    Guest guest = guest();
    U8View view = guest.memory().bytes(1024, 4);
    MemorySegment segment = view.segment();
    ByteBuffer buffer = view.buffer();
    refused(MemoryLimitException.class, "grow(511)", () -> guest.memory().grow(511));
    assertThat(guest.grow(511)).as("what memory.grow gives the guest").isEqualTo(-1);
    guest.store8(1024, 44);
    assertThat(segment.get(ValueLayout.JAVA_BYTE, 0)).as("the segment").isEqualTo((byte) 44);
    assertThat(buffer.get(0)).as("the buffer").isEqualTo((byte) 44);
  }

  @Test
  @DisplayName("A growth by the guest that is refused gives it -1 and changes nothing.")
  @Why("that is what memory.grow says")
  void required_atomic_6_06_refusedGuestGrowth() {
    Guest guest = guest();
    byte[] before = contents(guest.memory());
    long pages = guest.memory().pages();
    for (int delta : new int[] {511, 65_535, 65_536, -1, Integer.MIN_VALUE}) {
      assertThat(guest.grow(delta)).as("memory.grow of %d", delta).isEqualTo(-1);
    }
    assertThat(guest.memory().pages()).as("pages()").isEqualTo(pages);
    assertThat(guest.size()).as("what memory.size gives").isEqualTo(2);
    assertSameBytes("the memory", contents(guest.memory()), before);
  }

  @Test
  @DisplayName("Text that does not fit, or cannot be encoded, is refused unwritten.")
  @Why("half a text may end within a character")
  void required_atomic_6_07_refusedText() {
    WasmMemory memory = guest().memory();
    Class<OutOfBoundsException> bounds = OutOfBoundsException.class;
    refusedUnchanged(bounds, memory, "é in 1 byte", () -> memory.writeUtf8(1024, 1, "é"));
    refusedUnchanged(bounds, memory, "beyond the end", () -> memory.writeUtf8(131_000, 400, "a"));
    refusedUnchanged(
        MalformedTextException.class,
        memory,
        "half a surrogate pair",
        () -> memory.writeUtf8(1024, 100, "good \ud83e bad"));
    refusedUnchanged(bounds, memory, "setUtf8", () -> memory.bytes(1024, 4).setUtf8("hello"));
  }

  @Test
  @DisplayName("A call with a wrong argument has not entered the guest.")
  @Why("all arguments are checked before the first instruction runs")
  void required_atomic_6_08_refusedCall() {
    WasmInstance instance = instance("values");
    Class<TypeMismatchException> mismatch = TypeMismatchException.class;
    refused(mismatch, "count()", () -> instance.function("count").call());
    refused(mismatch, "count(1, 2)", () -> instance.function("count").call(1, 2));
    refused(mismatch, "count(0.5)", () -> instance.function("count").call(0.5));
    refused(mismatch, "count(2^32)", () -> instance.function("count").call(1L << 32));
    assertThat(instance.global("calls").getInt()).as("how often the guest ran").isZero();
    assertThat(instance.function("count").call(1)).as("count(1)").isEqualTo(1);
  }

  @Test
  @DisplayName(
      "A refused instantiation has not run the start function nor touched what it" + " was given.")
  @Why("a module that cannot be linked does not exist")
  void optional_atomic_6_09_refusedInstantiation() {
    needs(Capability.IMPORTED_MEMORIES);
    Guest guest = guest();
    WasmImports incomplete = WasmImports.none().memory("env", "memory", guest.memory());
    long pages = guest.memory().pages();
    refusedUnchanged(
        LinkException.class,
        guest.memory(),
        "instantiate",
        () -> instance("import_all", incomplete));
    assertThat(guest.memory().pages()).as("pages()").isEqualTo(pages);
  }

  @Test
  @DisplayName("A guest's store that straddles the end of the memory traps and writes nothing.")
  @Why("the specification has no partial stores")
  void required_atomic_6_10_straddlingStore() {
    WasmInstance instance = instance("traps");
    for (int address : new int[] {65_529, 65_535, 65_536, -1, -8}) {
      refusedUnchanged(
          TrapException.class,
          instance.memory(),
          "i64.store at " + Integer.toUnsignedString(address),
          () -> instance.function("store64").call(address));
    }
    instance.function("store64").call(65_528);
    assertThat(instance.function("load").call(65_528)).as("first half").isEqualTo(-1);
    assertThat(instance.function("load").call(65_532)).as("second half").isEqualTo(-1);
  }
}
