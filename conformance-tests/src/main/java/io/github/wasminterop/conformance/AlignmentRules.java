package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.F64;
import static io.github.wasminterop.ElementType.I32;
import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.DataView;
import io.github.wasminterop.I32View;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.error.AlignmentException;
import io.github.wasminterop.type.Capability;
import java.lang.foreign.ValueLayout;
import java.nio.IntBuffer;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 2: a typed view's pointer is a multiple of its element size, unless asked otherwise. */
abstract class AlignmentRules extends RuleGroup {

  AlignmentRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @EachElement
  @DisplayName("A pointer that is not a multiple of the element size is refused.")
  @Why("a misaligned pointer is nearly always a mistake, and costs speed where it is not")
  <V extends WasmView<?, ?>> void required_alignment_2_01_misalignedPointerIsRefused(
      ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    for (int shift = 1; shift < e.size(); shift++) {
      long pointer = 1024L + shift;
      AlignmentException refusal =
          refused(
              AlignmentException.class,
              "view(%s, %d, 1)".formatted(e, pointer),
              () -> e.view(memory, pointer, 1));
      assertThat(refusal.pointer()).as("pointer()").isEqualTo(pointer);
      assertThat(refusal.alignment()).as("alignment()").isEqualTo(e.size());
      assertThat(refusal.view()).as("view()").isEqualTo(e.type().name());
    }
  }

  @EachElement
  @DisplayName("Each multiple of the element size is accepted, and no more is asked for.")
  @Why("a view of i32 must not need 8 or 16")
  <V extends WasmView<?, ?>> void required_alignment_2_02_multiplesAreAccepted(ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    for (int i = 0; i < 16; i++) {
      long pointer = 1024 + (long) i * e.size();
      V view = e.sampled(memory, pointer);
      assertThat(e.elements(view)).as("elements of %s", view).isEqualTo(e.samples());
    }
  }

  @EachElement
  @DisplayName("An unaligned view works at each pointer.")
  @Why("packed structs exist")
  <V extends WasmView<?, ?>> void required_alignment_2_03_unalignedViewWorks(ElementCase<V> e) {
    Guest guest = guest();
    for (int shift = 0; shift < e.size(); shift++) {
      long pointer = 1024L + shift;
      V view = guest.instance().view(unaligned(e, pointer));
      for (int i = 0; i < e.samples().size(); i++) {
        long sample = e.samples().get(i);
        e.set().bits(view, i, sample);
        assertThat(e.get().bits(view, i)).as("get(%d) of %s", i, view).isEqualTo(sample);
        assertThat(guest.load(e.size(), pointer + (long) i * e.size()))
            .as("what the guest loads for element %d of %s", i, view)
            .isEqualTo(sample);
      }
      assertThat(e.stream().apply(view).boxed().toList()).as("stream()").isEqualTo(e.samples());
      assertThat(Bits.of(view.copy())).as("copy() of %s", view).isEqualTo(e.samples());
    }
  }

  @EachElement
  @DisplayName("Slices of an unaligned view are unaligned, too.")
  @Why("a slice is a view of the same elements")
  <V extends WasmView<?, ?>> void required_alignment_2_04_slicesOfUnalignedViewsWork(
      ElementCase<V> e) {
    V view = guest().instance().view(unaligned(e, 1024 + (e.size() > 1 ? 1 : 0)));
    e.set().bits(view, 2, e.repeated(0x35));
    @SuppressWarnings("unchecked") // documented: a slice is of the same class
    V slice = (V) view.slice(2, 1);
    assertThat(e.elements(slice)).as("elements of %s", slice).containsExactly(e.repeated(0x35));
  }

  @Test
  @DisplayName("It is the pointer with its byteOffset that must be aligned.")
  @Why("the first element lies there")
  void required_alignment_2_05_byteOffsetCounts() {
    WasmInstance instance = guest().instance();
    ViewDescriptor<I32View> descriptor = ViewDescriptor.of(I32).length(1).name("numbers");
    assertThat(instance.view(descriptor.ptr(1022).byteOffset(2)).pointer()).isEqualTo(1024);
    AlignmentException refusal =
        refused(
            AlignmentException.class,
            "i32 at 1024 with byteOffset 2",
            () -> instance.view(descriptor.ptr(1024).byteOffset(2)));
    assertThat(refusal.view()).as("view()").isEqualTo("numbers");
    assertThat(refusal.pointer()).as("pointer()").isEqualTo(1026);
  }

  @Test
  @DisplayName("A pointer that the guest gives is held to the alignment, too.")
  @Why("guests make mistakes")
  void required_alignment_2_06_guestPointerIsChecked() {
    Guest guest = guest();
    guest.run("set_range", 1028, 1);
    assertThat(guest.instance().view(I32, "ptr", "len").pointer()).isEqualTo(1028);
    refused(
        AlignmentException.class,
        "view(f64, \"ptr\", \"len\") with ptr() = 1028",
        () -> guest.instance().view(F64, "ptr", "len"));
  }

  @Test
  @DisplayName("A DataView reads and writes values of each type at each offset.")
  @Why("headers and packed structs are unaligned by nature")
  void required_alignment_2_07_dataViewTakesEachOffset() {
    Guest guest = guest();
    DataView data = guest.memory().data(1023, 64);
    for (ElementCase.DataCase c : ElementCase.DataCase.all()) {
      for (int offset = 0; offset < 9; offset++) {
        for (long sample : c.samples()) {
          c.set().bits(data, offset, sample);
          assertThat(c.get().bits(data, offset))
              .as("%s at offset %d", c.name(), offset)
              .isEqualTo(sample);
          assertThat(guest.load(c.size(), 1023 + offset))
              .as("what the guest loads for %s at offset %d", c.name(), offset)
              .isEqualTo(sample);
        }
      }
    }
  }

  @Test
  @DisplayName("The segment and the buffer of an unaligned view show its bytes.")
  @Why("NIO and java.lang.foreign read unaligned data where asked to")
  void optional_alignment_2_08_unalignedSegmentAndBufferShowTheBytes() {
    needs(Capability.ZERO_COPY);
    Guest guest = guest();
    I32View view = guest.instance().view(ViewDescriptor.of(I32).ptr(1025).length(2).unaligned());
    view.set(0, 0x0403_0201);
    view.set(1, -2);
    assertThat(view.segment().toArray(ValueLayout.JAVA_BYTE))
        .as("bytes of segment()")
        .containsExactly(1, 2, 3, 4, -2, -1, -1, -1);
    IntBuffer buffer = view.buffer();
    assertThat(new int[] {buffer.get(0), buffer.get(1)})
        .as("elements of buffer()")
        .containsExactly(0x0403_0201, -2);
  }

  @Test
  @DisplayName("Guest memory begins at a host address that is a multiple of 8.")
  @Why("only then is what is aligned for the guest aligned for the host")
  void optional_alignment_2_09_memoryBeginsAligned() {
    needs(Capability.ZERO_COPY);
    Guest guest = guest();
    assertThat(guest.memory().bytes(0, 8).segment().address() % 8).as("address % 8").isZero();
    guest.grow(3);
    assertThat(guest.memory().view(U8, 0, 8).segment().address() % 8)
        .as("address % 8 after the guest grew its memory")
        .isZero();
  }

  private static <V extends WasmView<?, ?>> ViewDescriptor<V> unaligned(
      ElementCase<V> e, long pointer) {
    return ViewDescriptor.of(e.type()).ptr(pointer).length(e.samples().size()).unaligned();
  }
}
