package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.I32;
import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.I32View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.error.AlignmentException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.DescriptorException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.type.Capability;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 5: refresh asks each descriptor once, and takes the new range whole or not at all. */
abstract class RefreshRules extends RuleGroup {

  RefreshRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @EachElement
  @DisplayName("refresh takes the pointer and the length that the guest tells now.")
  @Why("guests reallocate")
  <V extends WasmView<?, ?>> void required_refresh_5_01_takesTheNewRange(ElementCase<V> e) {
    Guest guest = guest();
    V view = guest.instance().view(e.type(), "ptr", "len");
    guest.run("set_range", 2048, 3);
    assertThat(view.pointer()).as("pointer() before refresh").isEqualTo(1024);
    assertThat(view.length()).as("length() before refresh").isEqualTo(4);
    view.refresh();
    assertThat(view.pointer()).as("pointer() after refresh").isEqualTo(2048);
    assertThat(view.length()).as("length() after refresh").isEqualTo(3);
    guest.fill8(2048 + 2L * e.size(), e.size(), 0x35);
    assertThat(e.get().bits(view, 2)).as("get(2) after refresh").isEqualTo(e.repeated(0x35));
    refused(OutOfBoundsException.class, "get(3) after refresh", () -> e.get().bits(view, 3));
    if (guest.memory().isZeroCopy()) {
      assertThat(view.segment().byteSize()).as("segment() after refresh").isEqualTo(3L * e.size());
    }
  }

  @Test
  @DisplayName("Making a view and refreshing it evaluate each descriptor exactly once.")
  @Why("a descriptor may be an allocation in the guest")
  void required_refresh_5_02_evaluatesOnce() {
    Guest guest = guest();
    AtomicInteger pointers = new AtomicInteger();
    AtomicInteger lengths = new AtomicInteger();
    U8View view = guest.instance().view(U8, "ptr", "len");
    assertThat(guest.call("load8", 0)).isNotNull();
    assertThat(calls(guest)).as("calls of ptr and len after the view was made").isEqualTo(2);
    view.refresh();
    assertThat(calls(guest)).as("calls of ptr and len after refresh").isEqualTo(4);
    U8View computed =
        guest
            .instance()
            .view(
                U8,
                ValueDescriptor.computed(() -> 1024 + pointers.getAndIncrement()),
                ValueDescriptor.computed(instance -> 4L + lengths.getAndIncrement()));
    computed.refresh();
    computed.refresh();
    assertThat(pointers).as("evaluations of the pointer").hasValue(3);
    assertThat(lengths).as("evaluations of the length").hasValue(3);
    assertThat(computed.pointer()).as("pointer()").isEqualTo(1026);
    assertThat(computed.length()).as("length()").isEqualTo(6);
  }

  @Test
  @DisplayName("Nothing but refresh evaluates descriptors: not access, growth, slices or copies.")
  @Why("access must not call the guest")
  void required_refresh_5_03_accessEvaluatesNothing() {
    Guest guest = guest();
    U8View view = guest.instance().view(U8, "ptr", "len");
    int before = calls(guest);
    view.set(0, view.get(1));
    view.copyFrom(view.copy());
    view.slice(1, 2).fill(3);
    assertThat(view.stream().sum()).as("sum of the elements").isPositive();
    guest.grow(1);
    guest.memory().grow(1);
    view.set(2, 9);
    assertThat(calls(guest)).as("calls of ptr and len by access and growth").isEqualTo(before);
  }

  @Test
  @DisplayName("A refresh that fails leaves pointer, length and content of the view as they were.")
  @Why("half a refresh is a new pointer with an old length")
  void required_refresh_5_04_failureChangesNothing() {
    Guest guest = guest();
    AtomicLong pointer = new AtomicLong(1024);
    AtomicLong length = new AtomicLong(2);
    I32View view =
        guest
            .instance()
            .view(
                I32,
                ValueDescriptor.computed(pointer::get),
                ValueDescriptor.computed(
                    () -> {
                      if (length.get() == 666) {
                        throw new IllegalStateException("on purpose");
                      }
                      return length.get();
                    }));
    view.set(0, 11);
    view.set(1, 22);
    failing(view, DescriptorException.class, "a length that throws", pointer, 2048, length, 666);
    failing(view, DescriptorException.class, "a negative length", pointer, 2048, length, -1);
    failing(view, DescriptorException.class, "a negative pointer", pointer, -4, length, 1);
    failing(view, OutOfBoundsException.class, "too far", pointer, 140_000, length, 1);
    failing(view, OutOfBoundsException.class, "too long", pointer, 2048, length, 1L << 32);
    failing(view, AlignmentException.class, "misaligned", pointer, 2049, length, 1);
    pointer.set(2048);
    length.set(1);
    view.refresh();
    assertThat(view.pointer()).as("pointer() after a refresh that succeeds").isEqualTo(2048);
  }

  @Test
  @DisplayName("A refresh whose function traps leaves the view as it was, and tells of the trap.")
  @Why("a trap in the guest is a failure like others")
  void required_refresh_5_05_trapChangesNothing() {
    Guest guest = guest();
    AtomicInteger broken = new AtomicInteger();
    WasmInstance instance = guest.instance();
    U8View view =
        instance.view(
            U8,
            ValueDescriptor.computed(
                i -> broken.get() == 0 ? 1024 : ((Number) guest.call("trapping_ptr")).longValue()),
            ValueDescriptor.export("len"));
    view.set(0, 17);
    broken.set(1);
    DescriptorException refusal = refused(DescriptorException.class, "refresh", view::refresh);
    assertThat(refusal.getCause()).as("cause").isInstanceOf(WasmInteropException.class);
    assertThat(view.pointer()).as("pointer()").isEqualTo(1024);
    assertThat(view.get(0)).as("get(0)").isEqualTo(17);
  }

  @Test
  @DisplayName("A pointer function that grows the memory may give an address in the new pages.")
  @Why("malloc grows")
  void required_refresh_5_06_descriptorMayGrowTheMemory() {
    Guest guest = guest();
    U8View old = guest.memory().bytes(1024, 1);
    U8View view = guest.instance().view(ViewDescriptor.of(U8).ptr("growing_ptr").length(1024));
    assertThat(view.pointer()).as("pointer()").isEqualTo(2 * 65_536);
    view.refresh();
    assertThat(view.pointer()).as("pointer() after refresh").isEqualTo(3 * 65_536);
    guest.store8(3 * 65_536 + 1023, 12);
    assertThat(view.get(1023)).as("last element").isEqualTo(12);
    guest.store8(1024, 13);
    assertThat(old.get(0)).as("a view from before").isEqualTo(13);
  }

  @Test
  @DisplayName("Slices, bytes() and data() keep their range when their view is refreshed.")
  @Why("their range is said to be fixed")
  void required_refresh_5_07_slicesAreFixed() {
    Guest guest = guest();
    U8View view = guest.instance().view(U8, "ptr", "len");
    U8View slice = view.slice(1, 2);
    U8View bytes = view.bytes();
    guest.run("set_range", 2048, 100);
    view.refresh();
    slice.refresh();
    assertThat(slice.pointer()).as("pointer() of the slice").isEqualTo(1025);
    assertThat(slice.length()).as("length() of the slice").isEqualTo(2);
    assertThat(bytes.pointer()).as("pointer() of bytes()").isEqualTo(1024);
    guest.store8(1025, 19);
    assertThat(slice.get(0)).as("get(0) of the slice").isEqualTo(19);
  }

  @Test
  @DisplayName("refresh after a growth finds a range in the new pages, and works in a callback.")
  @Why("that is when guests move their data")
  void optional_refresh_5_08_refreshWithinCallback() {
    needs(Capability.HOST_FUNCTIONS);
    long[] pointer = {1024};
    U8View[] view = new U8View[1];
    WasmInstance instance =
        instance(
            "callback",
            callback(
                (caller, arguments) -> {
                  pointer[0] = 2 * 65_536 + 8;
                  view[0].refresh();
                  view[0].set(0, 55);
                  return 0;
                }));
    view[0] = instance.view(U8, ValueDescriptor.computed(() -> pointer[0]), ValueDescriptor.of(4));
    instance.function("grow_and_run").call(1, 0);
    assertThat(instance.function("load8").call(2 * 65_536 + 8)).as("guest's load8").isEqualTo(55);
  }

  @Test
  @DisplayName("refresh after close is a ClosedException, and evaluates nothing.")
  @Why("the guest cannot be asked any more")
  void required_refresh_5_09_refreshAfterClose() {
    Guest guest = guest();
    AtomicInteger evaluations = new AtomicInteger();
    U8View view =
        guest
            .instance()
            .view(
                U8,
                ValueDescriptor.computed(() -> 1024 + evaluations.getAndIncrement()),
                ValueDescriptor.of(1));
    U8View fixed = guest.memory().bytes(0, 1);
    guest.instance().close();
    refused(ClosedException.class, "refresh", view::refresh);
    refused(ClosedException.class, "refresh of a fixed view", fixed::refresh);
    assertThat(evaluations).as("evaluations").hasValue(1);
  }

  private static int calls(Guest guest) {
    return guest.instance().global("calls").getInt();
  }

  private static void failing(
      I32View view,
      Class<? extends WasmInteropException> refusal,
      String how,
      AtomicLong pointer,
      long newPointer,
      AtomicLong length,
      long newLength) {
    pointer.set(newPointer);
    length.set(newLength);
    refusedUnchanged(refusal, view.memory(), "refresh with " + how, view::refresh);
    assertThat(view.pointer()).as("pointer() after a refresh with %s", how).isEqualTo(1024);
    assertThat(view.length()).as("length() after a refresh with %s", how).isEqualTo(2);
    assertThat(new int[] {view.get(0), view.get(1)})
        .as("elements after a refresh with %s", how)
        .containsExactly(11, 22);
    view.set(0, 11);
  }
}
