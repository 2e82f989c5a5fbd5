package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.F64;
import static io.github.wasminterop.ElementType.I32;
import static io.github.wasminterop.ElementType.I64;
import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.AllocationScope;
import io.github.wasminterop.DataView;
import io.github.wasminterop.F64View;
import io.github.wasminterop.I32View;
import io.github.wasminterop.ShadowStack;
import io.github.wasminterop.StackFrame;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.abi.AllocatorAbi;
import io.github.wasminterop.abi.AllocatorAbi.Parameter;
import io.github.wasminterop.error.AllocationException;
import io.github.wasminterop.error.AllocatorResolutionException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.ExportException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.type.Capability;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests' allocators: which one a guest has, and what becomes of what it gives. */
abstract class AllocatorRules extends RuleGroup {

  AllocatorRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("The allocator of a toolchain is known by the names and types of its exports.")
  @Why("a guest doesn't say what it was built with")
  void required_allocator_26_31_known(Toolchain toolchain) {
    WasmInstance guest = heap(toolchain.exports()).guest();
    assertThat(guest.allocator().abi()).as("allocator().abi()").isEqualTo(toolchain.abi());
    assertThat(guest.allocator(toolchain.abi()).memory()).isSameAs(guest.memory());
  }

  @Test
  @DisplayName("A guest with no allocator that is known, or several, is told what was looked for.")
  @Why("memory freed by another allocator than it came from is corrupted")
  void required_allocator_26_32_noneOrSeveral() {
    AllocatorResolutionException none =
        refused(
            AllocatorResolutionException.class,
            "allocator()",
            () -> guest().instance().allocator());
    assertThat(none.candidates()).isEmpty();
    assertThat(none)
        .hasMessageContainingAll("'malloc' is missing", "'__unpin' is missing", "AllocatorAbi.of");
    WasmInstance all = instance("allocators");
    AllocatorResolutionException several =
        refused(AllocatorResolutionException.class, "allocator()", all::allocator);
    assertThat(several.candidates())
        .containsExactlyElementsOf(AllocatorAbi.known().stream().map(AllocatorAbi::name).toList());
    assertThat(several).hasMessageContaining("malloc, allocate");
    assertThat(all.allocator(AllocatorAbi.WASM_BINDGEN).abi()).isEqualTo(AllocatorAbi.WASM_BINDGEN);
  }

  @Test
  @DisplayName("An export of the right name and another type is not an allocator's.")
  @Why("a function called with the wrong arguments gives anything")
  void required_allocator_26_33_types() {
    Map<String, Map<String, String>> wrong = new LinkedHashMap<>();
    wrong.put(
        "'malloc' is (i32, i32) -> (i32) instead of (i32) -> (i32)",
        Map.of("malloc", "__wbindgen_malloc", "free", "free"));
    wrong.put(
        "'malloc' is (i32) -> () instead of (i32) -> (i32)",
        Map.of("malloc", "free", "free", "free"));
    wrong.put(
        "'free' is (i32, i32) -> () instead of (i32) -> ()",
        Map.of("malloc", "malloc", "free", "deallocate"));
    wrong.put("'free' is missing", Map.of("malloc", "malloc"));
    wrong.forEach(
        (problem, exports) -> {
          WasmInstance guest = heap(exports).guest();
          assertThat(refused(AllocatorResolutionException.class, "allocator()", guest::allocator))
              .hasMessageContaining(problem);
          assertThat(
                  refused(
                      AllocatorResolutionException.class,
                      "allocator(MALLOC)",
                      () -> guest.allocator(AllocatorAbi.MALLOC)))
              .hasMessageContaining(problem);
        });
  }

  @Test
  @DisplayName("An allocator of a guest's own is called as it is described.")
  @Why("not every guest has a toolchain's allocator")
  void required_allocator_26_34_described() {
    Heap heap = Heap.of(instance("allocators"));
    AllocatorAbi own =
        AllocatorAbi.of(
                "own",
                "cabi_realloc",
                Parameter.ZERO,
                Parameter.ZERO,
                Parameter.ALIGNMENT,
                Parameter.SIZE)
            .releasedBy("__wbindgen_free", Parameter.POINTER, Parameter.SIZE, Parameter.ALIGNMENT);
    try (AllocationScope scope = heap.whole().allocator(own).scope()) {
      scope.allocate(U8, 3, 64);
      scope.allocate(F64, 2);
      assertThat(heap.liveBytes()).as("live bytes").isEqualTo(3 + 16);
    }
    heap.assertEmpty("after the scope");
    refused(
        InvalidArgumentException.class,
        "a release without the pointer",
        () -> own.releasedBy("free", Parameter.SIZE));
    refused(
        InvalidArgumentException.class,
        "an allocator that isn't told the size",
        () -> AllocatorAbi.of("own", "get"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null_malloc", "outside_malloc", "high_malloc"})
  @DisplayName("A block that is null or not inside the memory is refused, and not freed.")
  @Why("what is written there would be other data, or nothing")
  void required_allocator_26_35_nullOrOutside(String malloc) {
    Heap heap = heap(Map.of("malloc", malloc, "free", "trapping_free"));
    try (AllocationScope scope = heap.scope()) {
      AllocationException refusal =
          refusedUnchanged(
              AllocationException.class,
              heap.memory(),
              malloc + "(40)",
              () -> scope.allocateFrom(I64, new long[5]));
      assertThat(refusal.byteSize()).as("byteSize()").isEqualTo(40);
      assertThat(refusal.alignment()).as("alignment()").isEqualTo(8);
      assertThat(refusal.pointer()).as("pointer()").isEqualTo(heap.call(malloc, 40));
    }
    assertThat(heap.freed()).as("what was freed").isEmpty();
  }

  @Test
  @DisplayName("A block at the very end of the memory is inside it.")
  @Why("memories are used up to their end")
  void required_allocator_26_36_lastBlock() {
    Heap heap = heap(Map.of("malloc", "outside_malloc", "cabi_realloc", "cabi_realloc"));
    AllocatorAbi last = AllocatorAbi.of("last", "malloc", Parameter.SIZE);
    try (AllocationScope scope = heap.guest().allocator(last).scope()) {
      U8View block = scope.allocate(U8, 16);
      block.set(15, 7);
      assertThat(heap.call("load8", heap.memory().byteSize() - 1)).isEqualTo(7);
    }
  }

  @Test
  @DisplayName("An allocator that isn't told of alignment is asked for room to align in.")
  @Why("an allocator of bytes aligns to nothing")
  void required_allocator_26_37_alignmentIsRepaired() {
    Heap heap = heap(Toolchain.RUST_ALLOC.exports());
    try (AllocationScope scope = heap.scope()) {
      F64View view = scope.allocateFrom(F64, new double[] {1, 2, 3});
      assertThat(view.pointer() % 8).as("misalignment").isZero();
      assertThat(scope.allocate(U8, 5, 256).pointer() % 256).as("misalignment to 256").isZero();
      assertThat(heap.liveBlocks()).as("live blocks").isEqualTo(2);
      assertThat(view.copy()).containsExactly(1, 2, 3);
    }
    heap.assertEmpty("after the scope");
  }

  @Test
  @DisplayName("An allocator that is told of alignment and misaligns gets its block back.")
  @Why("it doesn't keep what it promised, and nothing may leak")
  void required_allocator_26_38_misaligned() {
    Heap heap =
        heap(
            Map.of(
                "__wbindgen_malloc", "misaligned_wbindgen_malloc",
                "__wbindgen_free", "misaligned_wbindgen_free"));
    try (AllocationScope scope = heap.scope()) {
      AllocationException refusal =
          refused(AllocationException.class, "i32[4]", () -> scope.allocate(I32, 4));
      assertThat(refusal.pointer() % 4).as("pointer() % 4").isEqualTo(1);
      heap.assertEmpty("after the refusal");
      scope.allocate(U8, 4);
    }
    heap.assertEmpty("after the scope");
  }

  @Test
  @DisplayName("A pointer that a scope was given before, and has not freed, is refused.")
  @Why("two views of one block overwrite one another, and it would be freed twice")
  void required_allocator_26_39_samePointer() {
    Heap heap = heap(Map.of("malloc", "same_malloc", "free", "free"));
    AllocatorAbi unreleased = AllocatorAbi.of("unreleased", "malloc", Parameter.SIZE);
    try (AllocationScope scope = heap.guest().allocator(unreleased).scope()) {
      U8View first = scope.allocate(U8, 4);
      AllocationException refusal =
          refused(AllocationException.class, "the second", () -> scope.allocate(U8, 4));
      assertThat(refusal.pointer()).as("pointer()").isEqualTo(first.pointer());
    }
  }

  @Test
  @DisplayName("Views follow an allocator that grows the memory for each block.")
  @Why("the block before it was allocated in a memory that has moved since")
  void required_allocator_26_40_growing() {
    Heap heap = heap(Map.of("malloc", "growing_malloc", "free", "free"));
    try (AllocationScope scope = heap.scope()) {
      I32View[] views = new I32View[20];
      for (int i = 0; i < views.length; i++) {
        views[i] = scope.allocateFrom(I32, new int[] {i, -i});
      }
      for (int i = 0; i < views.length; i++) {
        assertThat(views[i].get(0)).as("block %d", i).isEqualTo(i);
        assertThat(heap.call("sum32", views[i].pointer(), 2)).as("its sum").isZero();
      }
    }
    heap.assertEmpty("after the scope");
  }

  @Test
  @DisplayName("A block that no memory has addresses for is refused before the guest is asked.")
  @Why("a size that is cut to 32 bits gives a block that is too small")
  void required_allocator_26_41_tooLarge() {
    Heap heap = heap(Toolchain.C.exports());
    try (AllocationScope scope = heap.scope()) {
      int asked = heap.asked();
      for (long length : new long[] {1L << 29, 1L << 32, Long.MAX_VALUE / 4, Long.MAX_VALUE}) {
        AllocationException refusal =
            refused(
                AllocationException.class,
                "i64[" + length + "]",
                () -> scope.allocate(I64, length));
        assertThat(refusal.byteSize())
            .as("byteSize()")
            .isEqualTo(length > Long.MAX_VALUE / 8 ? Long.MAX_VALUE : length * 8);
      }
      assertThat(heap.asked()).as("how often the guest was asked").isEqualTo(asked);
      refused(AllocationException.class, "4 GiB - 1", () -> scope.allocate(U8, (1L << 32) - 1));
      assertThat(heap.asked()).as("how often for 4 GiB - 1").isEqualTo(asked + 1);
      refused(InvalidArgumentException.class, "u8[-1]", () -> scope.allocate(U8, -1));
      for (long alignment : new long[] {0, -8, 4, 12, Long.MIN_VALUE + 1}) {
        refused(
            InvalidArgumentException.class,
            "alignment " + alignment,
            () -> scope.allocate(I64, 1, alignment));
      }
    }
  }

  @Test
  @DisplayName("A trap in the allocator is the caller's, and what there was before is freed.")
  @Why("guests panic when they run out of memory")
  void required_allocator_26_42_trapping() {
    Heap heap = heap(Map.of("malloc", "malloc", "free", "free"));
    try (AllocationScope scope = heap.scope()) {
      scope.allocate(U8, 8);
      AllocationScope other =
          heap.whole()
              .allocator(AllocatorAbi.of("trapping", "trapping_malloc", Parameter.SIZE))
              .scope();
      refused(TrapException.class, "trapping_malloc", () -> other.allocate(U8, 8));
      other.close();
    }
    heap.assertEmpty("after the scope");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "For no bytes the guest isn't asked; the pointer is aligned and not null. Objects are made.")
  @Why("toolchains differ in what they give for nothing")
  void required_allocator_26_43_noBytes(Toolchain toolchain) {
    Heap heap = heap(toolchain.exports());
    try (AllocationScope scope = heap.scope()) {
      F64View nothing = scope.allocateFrom(F64, new double[0]);
      assertThat(nothing.length()).as("length()").isZero();
      assertThat(nothing.pointer()).as("pointer()").isPositive();
      assertThat(nothing.pointer() % 8).as("misalignment").isZero();
      assertThat(heap.asked())
          .as("how often the guest was asked")
          .isEqualTo(toolchain == Toolchain.ASSEMBLY_SCRIPT ? 1 : 0);
    }
    heap.assertEmpty("after the scope");
    assertThat(heap.freed()).hasSize(heap.asked());
  }

  @Test
  @DisplayName("An allocator of a memory with 64-bit addresses takes and gives i64.")
  @Why("size_t has 64 bits there")
  void optional_allocator_26_44_memory64() {
    needs(Capability.MEMORY64);
    Heap heap = Heap.of(instance("allocator64"));
    try (AllocationScope scope = heap.whole().allocator().scope()) {
      U8View text = scope.allocateUtf8("héllo");
      assertThat(heap.call("load8", text.pointer())).isEqualTo('h');
      assertThat(heap.liveBlocks()).as("live blocks").isEqualTo(1);
      refused(AllocationException.class, "8 GiB", () -> scope.allocate(U8, 1L << 33));
      refused(AllocationException.class, "all bytes", () -> scope.allocate(I64, Long.MAX_VALUE));
    }
    assertThat(heap.liveBlocks()).as("live blocks after the scope").isZero();
  }

  @Test
  @DisplayName("A frame of the shadow stack is aligned room, whose views end with it.")
  @Why("wasm-bindgen's functions return structs through memory")
  void required_allocator_26_45_shadowStack() {
    Heap heap = Heap.of(instance("allocators"));
    ShadowStack stack = heap.whole().shadowStack();
    long top = heap.call("__wbindgen_add_to_stack_pointer", 0);
    DataView data;
    try (StackFrame frame = stack.push(9)) {
      assertThat(frame.byteSize()).as("byteSize()").isEqualTo(16);
      assertThat(frame.pointer()).as("pointer()").isEqualTo(top - 16);
      data = frame.data();
      heap.whole().function("return_pair").call(frame.pointer(), 0xF000_0000L, 7);
      assertThat(data.getU32(0)).as("pointer of the pair").isEqualTo(0xF000_0000L);
      assertThat(data.getU32(4)).as("length of the pair").isEqualTo(7);
    }
    refused(ClosedException.class, "data().getU32", () -> data.getU32(0));
    assertThat(heap.call("__wbindgen_add_to_stack_pointer", 0)).as("stack").isEqualTo(top);
    refused(AllocationException.class, "a frame of 64 KiB", () -> stack.push(65_536));
    refused(InvalidArgumentException.class, "a frame of -1 bytes", () -> stack.push(-1));
    assertThat(heap.call("__wbindgen_add_to_stack_pointer", 0)).as("stack").isEqualTo(top);
    refused(ExportException.class, "shadowStack()", () -> guest().instance().shadowStack());
  }

  @Test
  @DisplayName("Closing a frame restores the stack, also after a trap, and ends frames above it.")
  @Why("a trap leaves the guest's stack pointer where it was")
  void required_allocator_26_46_shadowStackIsRestored() {
    Heap heap = Heap.of(instance("allocators"));
    ShadowStack stack = heap.whole().shadowStack();
    long top = heap.call("__wbindgen_add_to_stack_pointer", 0);
    StackFrame lower = stack.push(32);
    StackFrame upper = stack.push(16);
    DataView data = upper.data();
    refused(TrapException.class, "a trap", () -> heap.whole().function("trap_on_the_stack").call());
    lower.close();
    refused(ClosedException.class, "the frame above", () -> data.getI8(0));
    assertThat(heap.call("__wbindgen_add_to_stack_pointer", 0)).as("stack").isEqualTo(top);
    upper.close();
    lower.close();
    assertThat(heap.call("__wbindgen_add_to_stack_pointer", 0)).as("stack").isEqualTo(top);
    StackFrame last = stack.push(16);
    heap.whole().close();
    last.close();
    refused(ClosedException.class, "push after close", () -> stack.push(16));
  }

  private Heap heap(Map<String, String> exports) {
    return Heap.of(instance("allocators"), exports);
  }
}
