package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.U8View;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.error.DescriptorException;
import io.github.wasminterop.error.ExportException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MemoryResolutionException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.type.Capability;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where pointers and lengths come from, and which memory is meant. */
abstract class DescriptorRules extends RuleGroup {

  DescriptorRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName(
      "A pointer may be a number, an export, a function with arguments, a global, or code.")
  @Why("guests tell their addresses in all these ways")
  void required_descriptors_20_01_everyKindOfDescriptor() {
    WasmInstance instance = guest().instance();
    Map<ValueDescriptor, Long> descriptors =
        Map.ofEntries(
            Map.entry(ValueDescriptor.of(2000), 2000L),
            Map.entry(ValueDescriptor.of(BigInteger.valueOf(2001)), 2001L),
            Map.entry(ValueDescriptor.export("ptr"), 1024L),
            Map.entry(ValueDescriptor.export("ptr64"), 1024L),
            Map.entry(ValueDescriptor.export("slot_ptr", 3), 1048L),
            Map.entry(ValueDescriptor.export("ptr_global"), 1024L),
            Map.entry(ValueDescriptor.export("ptr64_global"), 1024L),
            Map.entry(ValueDescriptor.function("slot_ptr", 2), 1040L),
            Map.entry(ValueDescriptor.function(instance.function("slot_ptr"), 1), 1032L),
            Map.entry(ValueDescriptor.global("ptr_constant"), 2048L),
            Map.entry(ValueDescriptor.global(instance.global("ptr_constant")), 2048L),
            Map.entry(ValueDescriptor.computed(() -> 4096), 4096L),
            Map.entry(
                ValueDescriptor.computed(i -> i.global("ptr_constant").getLong() + 1), 2049L));
    descriptors.forEach(
        (descriptor, pointer) ->
            assertThat(instance.view(U8, descriptor, ValueDescriptor.of(1)).pointer())
                .as("pointer() by %s", descriptor)
                .isEqualTo(pointer));
    ViewDescriptor<U8View> exact =
        ViewDescriptor.of(U8).ptr(BigInteger.ZERO).length(BigInteger.TWO).byteOffset(2002);
    assertThat(instance.view(exact).pointer()).as("pointer() by offset").isEqualTo(2002);
    assertThat(instance.view(exact).length()).as("length() by a BigInteger").isEqualTo(2);
    Map<ValueDescriptor, String> names =
        Map.of(
            ValueDescriptor.export("ptr"), "ptr",
            ValueDescriptor.function(instance.function("slot_ptr"), 1), "slot_ptr",
            ValueDescriptor.global(instance.global("ptr_constant")), "ptr_constant",
            ValueDescriptor.of(16), "u8",
            ValueDescriptor.computed(() -> 16), "u8");
    names.forEach(
        (descriptor, name) ->
            assertThat(instance.view(U8, descriptor, ValueDescriptor.of(1)).name())
                .as("name() by %s", descriptor)
                .isEqualTo(name));
    WasmInstance renamed = instance.named("pixels");
    assertThat(renamed.toString()).as("toString() of a renamed instance").isEqualTo("pixels");
    assertThat(renamed.view(U8, "ptr", "len").length()).as("its view").isEqualTo(4);
    assertThat(instance.view(U8, ValueDescriptor.of(0), ValueDescriptor.export("len")).length())
        .as("length() by an export")
        .isEqualTo(4);
  }

  @Test
  @DisplayName("A descriptor that gives no integer, or is of the wrong kind, is refused by name.")
  @Why("the culprit must be in the message")
  void required_descriptors_20_02_wrongKinds() {
    WasmInstance instance = guest().instance();
    Map<ValueDescriptor, String> wrong =
        Map.ofEntries(
            Map.entry(ValueDescriptor.export("nowhere"), "nowhere"),
            Map.entry(ValueDescriptor.export("half"), "half"),
            Map.entry(ValueDescriptor.export("float_ptr"), "float_ptr"),
            Map.entry(ValueDescriptor.export("no_ptr"), "no_ptr"),
            Map.entry(ValueDescriptor.export("memory"), "memory"),
            Map.entry(ValueDescriptor.function("ptr_global"), "ptr_global"),
            Map.entry(ValueDescriptor.global("ptr"), "ptr"),
            Map.entry(ValueDescriptor.export("slot_ptr"), "slot_ptr"),
            Map.entry(ValueDescriptor.export("slot_ptr", "text"), "slot_ptr"),
            Map.entry(ValueDescriptor.export("ptr_global", 1), "ptr_global"),
            Map.entry(ValueDescriptor.of((1L << 32) + 1), "4294967297"),
            Map.entry(ValueDescriptor.of(BigInteger.TWO.pow(70)), "1180591620717411303424"));
    wrong.forEach(
        (descriptor, culprit) -> {
          ViewDescriptor<U8View> pixels =
              ViewDescriptor.of(U8).ptr(descriptor).length(1).name("pixels");
          DescriptorException refusal =
              refused(DescriptorException.class, "" + descriptor, () -> instance.view(pixels));
          assertThat(refusal).hasMessageContainingAll("pixels", "pointer", culprit);
          assertThat(refusal.view()).as("view()").isEqualTo("pixels");
          assertThat(refusal.descriptor()).as("descriptor()").isEqualTo(descriptor.toString());
        });
  }

  @Test
  @DisplayName("A descriptor whose function traps or whose code throws is refused with the cause.")
  @Why("the view cannot be made, and the reason must not be lost")
  void required_descriptors_20_03_failures() {
    WasmInstance instance = guest().instance();
    assertThat(
            refused(
                    DescriptorException.class,
                    "trapping_ptr",
                    () -> instance.bytes("trapping_ptr", "len"))
                .getCause())
        .isExactlyInstanceOf(TrapException.class);
    IllegalStateException thrown = new IllegalStateException("on purpose");
    ValueDescriptor throwing =
        ValueDescriptor.computed(
            () -> {
              throw thrown;
            });
    assertThat(
            refused(
                    DescriptorException.class,
                    "code that throws",
                    () -> instance.view(U8, throwing, ValueDescriptor.of(1)))
                .getCause())
        .isSameAs(thrown);
  }

  @Test
  @DisplayName("A view without pointer or length is refused.")
  @Why("nothing is guessed")
  void required_descriptors_20_04_incomplete() {
    WasmInstance instance = guest().instance();
    ViewDescriptor<U8View> empty = ViewDescriptor.of(U8);
    refused(InvalidArgumentException.class, "no pointer", () -> instance.view(empty.length(1)));
    refused(InvalidArgumentException.class, "no length", () -> instance.view(empty.ptr(0)));
    refused(InvalidArgumentException.class, "byteOffset(-1)", () -> empty.byteOffset(-1));
  }

  @Test
  @DisplayName(
      "Without a memory, or with one under two names, a view is refused by a message that"
          + " lists the candidates.")
  @Why("nothing is guessed")
  void required_descriptors_20_05_ambiguousMemory() {
    WasmInstance none = instance("no_memory");
    MemoryResolutionException missing =
        refused(MemoryResolutionException.class, "no memory", none::memory);
    assertThat(missing.candidates()).as("candidates()").isEmpty();
    assertThat(missing).hasMessageContaining("exports no memory");
    WasmInstance twins = instance("twin_memory");
    MemoryResolutionException refusal =
        refused(MemoryResolutionException.class, "two names", () -> twins.view(U8, 0, 1));
    assertThat(refusal.candidates()).as("candidates()").containsExactly("first", "second");
    assertThat(refusal).hasMessageContainingAll("first", "second");
  }

  @Test
  @DisplayName("A memory may be chosen by name or object, for one view or for the instance.")
  @Why("some guests have several")
  void required_descriptors_20_06_chosenMemory() {
    WasmInstance twins = instance("twin_memory");
    twins.function("store8").call(16, 5);
    ViewDescriptor<U8View> view = ViewDescriptor.of(U8).ptr(16).length(1);
    assertThat(twins.view(view.memory("first")).get(0)).as("by name").isEqualTo(5);
    assertThat(twins.view(view.memory(twins.memory("second"))).get(0)).as("by object").isEqualTo(5);
    assertThat(twins.withDefaultMemory("second").view(view).get(0)).as("by default").isEqualTo(5);
    twins.memory("first").bytes(16, 1).set(0, 6);
    assertThat(twins.memory("second").bytes(16, 1).get(0)).as("the other name").isEqualTo(6);
    refused(ExportException.class, "memory \"third\"", () -> twins.view(view.memory("third")));
    refused(ExportException.class, "memory \"store8\"", () -> twins.view(view.memory("store8")));
    long pages = twins.memory("first").pages();
    twins.memory("second").grow(1);
    assertThat(twins.memory("first").pages()).as("pages() by the other name").isEqualTo(pages + 1);
    assertThat(twins.view(view.memory("first")).get(0)).as("after growth").isEqualTo(6);
  }

  @Test
  @DisplayName("Of two memories the named one is read and written.")
  @Why("a wrong memory gives plausible data")
  void optional_descriptors_20_07_twoMemories() {
    needs(Capability.MULTI_MEMORY);
    WasmInstance instance = instance("two_memories");
    refused(MemoryResolutionException.class, "memory()", instance::memory);
    assertThat(instance.memory("a").readUtf8(16, 5)).as("a").isEqualTo("alpha");
    assertThat(instance.memory("b").readUtf8(16, 5)).as("b").isEqualTo("beta!");
    instance.memory("b").bytes(32, 1).set(0, 7);
    assertThat(instance.function("load_b").call(32)).as("load_b").isEqualTo(7);
    assertThat(instance.function("load_a").call(32)).as("load_a").isEqualTo(0);
    assertThat(instance.memory("a").type().minimum()).as("pages of a").isEqualTo(1);
    assertThat(instance.memory("b").type().minimum()).as("pages of b").isEqualTo(2);
  }
}
