package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.I32;
import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.AllocationScope;
import io.github.wasminterop.DataView;
import io.github.wasminterop.HostCode;
import io.github.wasminterop.I32View;
import io.github.wasminterop.StructType;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.abi.AllocatorAbi;
import io.github.wasminterop.abi.AllocatorAbi.Parameter;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MalformedTextException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.Capability;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Scopes: what is allocated in one lives until it is closed, and is freed then. */
abstract class AllocationRules extends RuleGroup {
  private static final int ALLOCATIONS = Integer.getInteger("conformance.allocations", 2_000);
  private static final StructType<?> WORD =
      StructType.of(MemoryLayout.structLayout(ValueLayout.JAVA_INT.withName("value")));
  private static final AllocatorAbi CALLED_BACK =
      AllocatorAbi.of("called back", "run", Parameter.SIZE).releasedBy("run", Parameter.POINTER);

  AllocationRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("What is allocated is aligned, apart from the rest, and shared with the guest.")
  @Why("each toolchain has its own way to give a block")
  void required_allocation_26_01_allocated(Toolchain toolchain) {
    Heap heap = heap(toolchain);
    try (AllocationScope scope = heap.scope()) {
      List<WasmView<?, ?>> views = new ArrayList<>();
      for (ElementCase<?> e : ElementCase.all()) {
        WasmView<?, ?> view = scope.allocate(e.type(), 7);
        assertThat(view.pointer() % e.size()).as("misalignment of %s", e).isZero();
        assertThat(view.length()).as("length of %s", e).isEqualTo(7);
        views.add(view);
      }
      for (WasmView<?, ?> view : views) {
        view.bytes().fill(views.indexOf(view) + 1);
      }
      for (WasmView<?, ?> view : views) {
        assertThat(view.bytes().stream()).as("%s", view).containsOnly(views.indexOf(view) + 1);
      }
      I32View numbers = scope.allocateFrom(I32, new int[] {3, -5, 100});
      assertThat(heap.call("sum32", numbers.pointer(), 3)).as("the guest's sum").isEqualTo(98);
      heap.whole().function("store32").call(numbers.pointer() + 4, 7);
      assertThat(numbers.copy()).as("after the guest's store").containsExactly(3, 7, 100);
      assertThat(numbers.memory().name()).as("memory().name()").isEqualTo("memory");
    }
    if (toolchain.frees()) {
      heap.assertEmpty("after the scope");
    } else {
      assertThat(heap.freed()).as("freed by the host").isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "COMPONENT_MODEL")
  @DisplayName("At its end a scope frees each block once, the last first, by its own size.")
  @Why("allocators rely on being told the truth")
  void required_allocation_26_02_freed(Toolchain toolchain) {
    Heap heap = heap(toolchain);
    List<Integer> sizes = List.of(1, 24, 3, 80, 5);
    AllocationScope scope = heap.scope();
    sizes.forEach(size -> scope.allocate(U8, size));
    assertThat(heap.liveBlocks()).as("live blocks").isEqualTo(5);
    assertThat(heap.freed()).as("freed before the end").isEmpty();
    scope.close();
    assertThat(heap.freed().stream().map(Heap.Freed::byteSize))
        .as("sizes in the order in which they were freed")
        .isEqualTo(
            sizes.reversed().stream().map(size -> (long) size + toolchain.overhead()).toList());
    scope.close();
    assertThat(heap.freed()).as("freed after closing twice").hasSize(5);
    heap.assertEmpty("after the scope");
  }

  @Test
  @DisplayName("Views of a block end with its scope, and so do their slices, bytes and streams.")
  @Why("the guest's next block lies where this one was")
  void required_allocation_26_03_viewsEnd() {
    Heap heap = heap(Toolchain.C);
    AllocationScope scope = heap.scope();
    for (ElementCase<?> e : ElementCase.all()) {
      scope.allocate(e.type(), 3);
    }
    I32View view = scope.allocateFrom(I32, new int[] {1, 2, 3, 4});
    I32View slice = view.slice(1, 2);
    U8View bytes = slice.bytes();
    DataView data = view.data();
    I32View plain = heap.memory().view(I32, view.pointer(), 4);
    IntStream unread = view.stream();
    Iterator<Integer> begun = view.stream().iterator();
    assertThat(begun.next() + view.get(0) + slice.get(0L) + bytes.get(0) + data.getI32(0))
        .isEqualTo(1 + 1 + 2 + 2 + 1);
    scope.close();
    Class<ClosedException> over = ClosedException.class;
    assertThat(refused(over, "get(int)", () -> view.get(0))).hasMessageContaining("freed");
    refused(over, "get(long)", () -> view.get(0L));
    refused(over, "set(int)", () -> view.set(0, 1));
    refused(over, "set(long)", () -> view.set(0L, 1));
    refused(over, "fill", () -> view.fill(1));
    refused(over, "copy", view::copy);
    refused(over, "copyFrom", () -> view.copyFrom(new int[1]));
    refused(over, "refresh", view::refresh);
    refused(over, "a slice's get", () -> slice.get(0));
    refused(over, "a new slice", () -> view.slice(0, 1));
    refused(over, "bytes", () -> bytes.get(0));
    refused(over, "data", () -> data.getI32(0));
    refused(over, "a stream's sum", unread::sum);
    refused(over, "a stream that has begun", begun::next);
    refused(over, "what is made from its memory", () -> view.memory().bytes(0, 1));
    refused(over, "segment", view::segment);
    refused(over, "buffer", view::buffer);
    assertThat(view.memory().isZeroCopy()).isEqualTo(heap.memory().isZeroCopy());
    assertThat(view.pointer()).as("pointer()").isEqualTo(plain.pointer());
    plain.set(0, 77);
    assertThat(plain.get(0)).as("a plain view of the same range").isEqualTo(77);
  }

  @Test
  @DisplayName("A segment of a view of a block lives as long as the memory.")
  @Why("a segment cannot know of a block's end; the documentation warns of it")
  void optional_allocation_26_04_segmentsStay() {
    needs(Capability.ZERO_COPY);
    Heap heap = heap(Toolchain.C);
    MemorySegment segment;
    try (AllocationScope scope = heap.scope()) {
      segment = scope.allocateFrom(U8, new byte[] {1, 2}).segment();
    }
    assertThatCode(() -> segment.get(ValueLayout.JAVA_BYTE, 0)).doesNotThrowAnyException();
    heap.whole().close();
    assertThat(catchThrowable(() -> segment.get(ValueLayout.JAVA_BYTE, 0)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("Views of blocks follow growth by guest and host, and end after it as before.")
  @Why("allocators grow the memory")
  void required_allocation_26_05_growth() {
    Heap heap = heap(Toolchain.C);
    AllocationScope scope = heap.scope();
    I32View view = scope.allocateFrom(I32, new int[] {5, 6});
    I32View untouched = scope.allocateFrom(I32, new int[] {7});
    for (int i = 0; i < 6; i++) {
      if (i % 2 == 0) {
        heap.call("grow", 3);
      } else {
        heap.memory().grow(2);
      }
      assertThat(view.get(0)).as("after growth %d", i).isEqualTo(5 + i);
      heap.whole().function("store32").call(view.pointer(), 6 + i);
      assertThat(view.get(0L)).as("what the guest stored").isEqualTo(6 + i);
    }
    heap.call("grow", 1);
    scope.close();
    refused(ClosedException.class, "get", () -> view.get(0));
    refused(ClosedException.class, "get of one not used since", () -> untouched.get(0));
  }

  @Test
  @DisplayName("If the body of a scope throws, what it allocated is freed, and that is thrown.")
  @Why("failures are when leaks happen")
  void required_allocation_26_06_bodyThrows() {
    Heap heap = heap(Toolchain.WASM_BINDGEN);
    IllegalStateException thrown = new IllegalStateException("the body's");
    assertThat(
            catchThrowable(
                () -> {
                  try (AllocationScope scope = heap.scope()) {
                    scope.allocate(U8, 10);
                    scope.allocate(I32, 10);
                    throw thrown;
                  }
                }))
        .isSameAs(thrown);
    heap.assertEmpty("after the scope");
  }

  @Test
  @DisplayName("If the guest traps as it frees, the other blocks are freed, and all is told.")
  @Why("one corrupted block must not leak the others")
  void required_allocation_26_07_freeTraps() {
    Heap heap = heap(Map.of("malloc", "malloc", "free", "trapping_free"));
    AllocationScope scope = heap.scope();
    for (int i = 0; i < 7; i++) {
      scope.allocateFrom(U8, new byte[] {(byte) (i % 3 == 0 ? 0xEE : i)});
    }
    TrapException first = refused(TrapException.class, "close()", scope::close);
    assertThat(first.getSuppressed()).as("suppressed").hasSize(2);
    assertThat(first.getSuppressed()).hasOnlyElementsOfType(TrapException.class);
    assertThat(heap.freed()).as("freed").hasSize(7);
    heap.assertEmpty("after the scope");
    scope.close();
    assertThat(heap.freed()).as("freed after closing twice").hasSize(7);
  }

  @Test
  @DisplayName("After the instance or runtime is closed, closing a scope calls nothing.")
  @Why("scopes are closed in the order that the program happens to have")
  void required_allocation_26_08_instanceClosed() {
    Heap heap = heap(Toolchain.C);
    AllocationScope scope = heap.scope();
    I32View view = scope.allocate(I32, 4);
    heap.whole().close();
    assertThat(refused(ClosedException.class, "get", () -> view.get(0)))
        .hasMessageNotContaining("freed");
    refused(ClosedException.class, "allocate", () -> scope.allocate(I32, 4));
    refused(ClosedException.class, "adopt", () -> scope.adopt(I32, 1024, 4));
    scope.close();
    refused(ClosedException.class, "a new scope", heap::scope);

    WasmRuntime other = newRuntime();
    WasmInstance whole = other.instantiate(Fixtures.wasm("allocators"));
    AllocationScope later = whole.allocator(AllocatorAbi.MALLOC).scope();
    later.allocateUtf8("text");
    later.callAtClose(whole.function("trapping_malloc"), 1);
    other.close();
    later.close();
    assertThat(later.isClosed()).isTrue();
  }

  @Test
  @DisplayName("A closed scope allocates nothing, and takes nothing over.")
  @Why("nobody would free it")
  void required_allocation_26_09_scopeClosed() {
    Heap heap = heap(Toolchain.C);
    AllocationScope scope = heap.scope();
    scope.close();
    int asked = heap.asked();
    ClosedException over = refused(ClosedException.class, "allocate", () -> scope.allocate(I32, 1));
    assertThat(over.subject()).as("subject()").isEqualTo("allocation scope");
    refused(ClosedException.class, "allocate nothing", () -> scope.allocate(I32, 0));
    refused(ClosedException.class, "allocateFrom", () -> scope.allocateFrom(I32, new int[1]));
    refused(ClosedException.class, "allocateUtf8", () -> scope.allocateUtf8("a"));
    refused(ClosedException.class, "adopt", () -> scope.adopt(U8, 1024, 1));
    refused(
        ClosedException.class,
        "callAtClose",
        () -> scope.callAtClose(heap.whole().function("free"), 1024));
    assertThat(heap.asked()).as("how often the guest was asked").isEqualTo(asked);
    assertThat(scope.isClosed()).isTrue();
    scope.close();
  }

  @Test
  @DisplayName("Scopes may be nested and closed in any order: each ends what is its own.")
  @Why("lifetimes of data do not always nest")
  void required_allocation_26_10_scopesAreIndependent() {
    Heap heap = heap(Toolchain.C);
    AllocationScope outer = heap.scope();
    AllocationScope inner = heap.scope();
    I32View first = outer.allocateFrom(I32, new int[] {1});
    I32View second = inner.allocateFrom(I32, new int[] {2});
    I32View third = outer.allocateFrom(I32, new int[] {3});
    outer.close();
    refused(ClosedException.class, "first", () -> first.get(0));
    refused(ClosedException.class, "third", () -> third.get(0));
    assertThat(second.get(0)).as("of the inner scope").isEqualTo(2);
    assertThat(heap.liveBlocks()).as("live blocks").isEqualTo(1);
    inner.allocate(I32, 1);
    inner.close();
    refused(ClosedException.class, "second", () -> second.get(0));
    heap.assertEmpty("after both scopes");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"COMPONENT_MODEL", "ASSEMBLY_SCRIPT", "RUST_ALLOC"})
  @DisplayName("A result of the guest's that a scope takes over is freed with it, once.")
  @Why("many guests leave what they return to the caller")
  void required_allocation_26_11_adopted(Toolchain toolchain) {
    Heap heap = heap(toolchain);
    int alignment =
        switch (toolchain) {
          case C, TINYGO -> 16;
          case RUST_ALLOCATE -> 8;
          default -> 1;
        };
    long pointer;
    U8View text;
    try (AllocationScope scope = heap.scope()) {
      pointer = heap.call("make_text", alignment);
      text = scope.adopt(U8, pointer, 4);
      assertThat(new String(text.copy(), java.nio.charset.StandardCharsets.US_ASCII))
          .isEqualTo("text");
      InvalidArgumentException twice =
          refused(
              InvalidArgumentException.class, "the same again", () -> scope.adopt(U8, pointer, 4));
      assertThat(twice).hasMessageContaining("freed twice");
      refused(
          OutOfBoundsException.class,
          "a range outside",
          () -> scope.adopt(U8, heap.memory().byteSize(), 1));
      assertThat(scope.adopt(U8, 0, 0).length()).as("a null pointer").isZero();
    }
    refused(ClosedException.class, "get", () -> text.get(0));
    assertThat(heap.freed()).containsExactly(new Heap.Freed(pointer, 4));
    heap.assertEmpty("after the scope");
  }

  @Test
  @DisplayName("An AssemblyScript object that is taken over stays until the scope is closed.")
  @Why("its collector takes what isn't pinned")
  void required_allocation_26_12_adoptedObject() {
    Heap heap = heap(Toolchain.ASSEMBLY_SCRIPT);
    try (AllocationScope scope = heap.scope()) {
      long object = heap.call("make_object");
      U8View text = scope.adopt(U8, object, 4);
      scope.allocate(U8, 100);
      scope.allocate(U8, 100);
      assertThat(heap.freed()).as("collected").isEmpty();
      assertThat(text.copy()).containsExactly('h', 0, 'i', 0);
    }
    assertThat(heap.freed()).as("unpinned").hasSize(3);
    heap.assertEmpty("after the scope");
  }

  @Test
  @DisplayName("A function may be called at the end of a scope, in turn with the blocks.")
  @Why("the component model frees each function's results by one of their own")
  void required_allocation_26_13_callAtClose() {
    Heap heap = heap(Toolchain.COMPONENT_MODEL);
    long first = heap.call("make_text", 4);
    long second = heap.call("make_text", 4);
    try (AllocationScope scope = heap.scope()) {
      refused(InvalidArgumentException.class, "adopt", () -> scope.adopt(U8, first, 4));
      scope.callAtClose(heap.whole().function("cabi_post_make_text"), first);
      scope.callAtClose(heap.whole().function("cabi_post_make_text"), second);
      refused(
          TypeMismatchException.class,
          "callAtClose without arguments",
          () -> scope.callAtClose(heap.whole().function("cabi_post_make_text")));
      assertThat(heap.freed()).as("before the end").isEmpty();
    }
    assertThat(heap.freed().stream().map(Heap.Freed::pointer))
        .as("in the order in which they were freed")
        .containsExactly(second, first);
    heap.assertEmpty("after the scope");
  }

  @Test
  @DisplayName("What the component model passes to a function, that function frees.")
  @Why("the host would free it a second time")
  void required_allocation_26_14_passedOn() {
    Heap heap = heap(Toolchain.COMPONENT_MODEL);
    try (AllocationScope scope = heap.scope()) {
      U8View bytes = scope.allocateFrom(U8, new byte[] {1, 2, 3});
      assertThat(heap.call("consume", bytes.pointer(), bytes.length())).isEqualTo(3);
      heap.assertEmpty("after the call");
    }
    assertThat(heap.freed()).as("freed").hasSize(1);
  }

  @Test
  @DisplayName("What one thread has done with a scope, refused or not, lets another one go on.")
  @Why("a lock that is kept shows only in the next thread")
  void required_allocation_26_21_handedOver() throws Exception {
    Heap heap = heap(Toolchain.C);
    AllocationScope scope = heap.scope();
    U8View left = scope.allocateUtf8("left");
    List<Runnable> uses =
        List.of(
            () -> scope.allocate(U8, 8),
            () -> scope.allocate(WORD, 1),
            () -> scope.allocateUtf8("text"),
            () -> scope.adopt(U8, heap.call("make_text", 16), 4),
            () -> scope.adopt(WORD, heap.call("make_text", 16), 1),
            () -> scope.callAtClose(heap.whole().function("make_text"), 16),
            () -> scope.disown(left),
            () -> refused(InvalidArgumentException.class, "again", () -> scope.disown(left)),
            () -> refused(OutOfBoundsException.class, "outside", () -> scope.adopt(U8, 1, -1)),
            scope::close,
            () -> refused(ClosedException.class, "after close", () -> scope.adopt(U8, 64, 4)),
            () -> refused(ClosedException.class, "after close", () -> scope.adopt(WORD, 64, 1)),
            () -> refused(ClosedException.class, "after close", () -> scope.disown(left)),
            scope::close);
    for (Runnable use : uses) {
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        thread.submit(use).get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(scope.isClosed()).as("closed").isTrue();
    heap.guest().allocator().scope().close();
    assertThat(heap.liveBlocks()).as("what was left to the guest, and made at close").isEqualTo(2);
  }

  @Test
  @DisplayName("A block that is left to the guest is not freed by the scope.")
  @Why("guests that take over what they are passed free it, and twice is once too often")
  void required_allocation_26_20_disown() {
    Heap heap = heap(Toolchain.WASM_BINDGEN);
    U8View left;
    try (AllocationScope scope = heap.scope()) {
      U8View kept = scope.allocateUtf8("kept");
      left = scope.allocateUtf8("left");
      scope.disown(left);
      scope.disown(scope.allocateUtf8(""));
      assertThat(left.utf8()).as("a view of what was left").isEqualTo("left");
      refused(InvalidArgumentException.class, "disown again", () -> scope.disown(left));
      refused(
          InvalidArgumentException.class,
          "disown what is none of the scope's",
          () -> scope.disown(heap.memory().bytes(0, 1)));
      assertThat(kept.utf8()).as("a view of what is kept").isEqualTo("kept");
    }
    refused(ClosedException.class, "the view after the scope", () -> left.get(0));
    assertThat(heap.freed()).as("freed by the scope").hasSize(1);
    try (AllocationScope scope = heap.scope()) {
      scope.adopt(U8, left.pointer(), 4);
    }
    heap.assertEmpty("after the guest's block was freed");
  }

  @Test
  @DisplayName("Text is allocated as UTF-8; text that cannot be encoded is refused before.")
  @Why("a block that is not filled is of no use")
  void required_allocation_26_15_text() {
    Heap heap = heap(Toolchain.RUST_ALLOC);
    try (AllocationScope scope = heap.scope()) {
      U8View text = scope.allocateUtf8("héllo, € 🦀");
      assertThat(heap.memory().readUtf8(text.pointer(), text.length())).isEqualTo("héllo, € 🦀");
      assertThat(text.length()).as("length()").isEqualTo(16);
      assertThat(scope.allocateUtf8("").length()).as("length of no text").isZero();
      int asked = heap.asked();
      refused(MalformedTextException.class, "half a pair", () -> scope.allocateUtf8("a\ud83e"));
      assertThat(heap.asked()).as("how often the guest was asked").isEqualTo(asked);
    }
    heap.assertEmpty("after the scope");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Text in each format is what the guest expects at the view's pointer, and freed.")
  @Why("guests know strings by one pointer, and find the end themselves")
  void required_allocation_26_16_formats(Toolchain toolchain) {
    Heap heap = heap(toolchain);
    List<TextFormat> formats =
        List.of(
            TextFormat.nulTerminated(TextEncoding.UTF_8, 100),
            TextFormat.nulTerminated(TextEncoding.UTF_16LE, 100),
            TextFormat.lengthPrefixed(TextEncoding.UTF_8, Scalar.U8),
            TextFormat.lengthPrefixed(TextEncoding.UTF_16LE, Scalar.U32),
            TextFormat.lengthPrefixed(TextEncoding.LATIN_1, Scalar.U64),
            TextFormat.assemblyScript());
    try (AllocationScope scope = heap.scope()) {
      for (TextFormat format : formats) {
        for (String text : List.of("héllo", "", "a")) {
          U8View view = scope.allocateText(text, format);
          String what = "%s as %s".formatted(text, format);
          assertThat(heap.memory().readText(view.pointer(), format)).as(what).isEqualTo(text);
          assertThat(view.length())
              .as("%s: length()", what)
              .isEqualTo(format.encode("text", text).length - format.bytesBeforePointer());
          assertThat(view.pointer() % format.encoding().unitSize()).as("%s: units", what).isZero();
        }
      }
      U8View string = scope.allocateText("\ud83e", TextFormat.assemblyScript());
      if (toolchain == Toolchain.ASSEMBLY_SCRIPT) {
        assertThat(heap.memory().data(string.pointer() - 8, 4).getU32(0)).as("class").isEqualTo(2);
      }
      assertThat(scope.allocateText("aé", TextEncoding.UTF_16LE).copy())
          .containsExactly('a', 0, 0xe9, 0);
      int asked = heap.asked();
      Class<MalformedTextException> malformed = MalformedTextException.class;
      refused(malformed, "a NUL", () -> scope.allocateText("a\0", formats.get(0)));
      refused(malformed, "Latin 1", () -> scope.allocateText("€", TextEncoding.LATIN_1));
      refused(
          OutOfBoundsException.class,
          "256 bytes behind a u8",
          () -> scope.allocateText("a".repeat(256), formats.get(2)));
      assertThat(heap.asked()).as("how often the guest was asked").isEqualTo(asked);
    }
    if (toolchain.frees()) {
      heap.assertEmpty("after the scope");
    }
  }

  @Test
  @DisplayName("A scope may be handed from thread to thread; a second one inside is refused.")
  @Why("its list of blocks is not for two")
  void optional_allocation_26_17_threads() throws Exception {
    needs(Capability.HOST_FUNCTIONS);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<Object> calls = new ArrayList<>();
    WasmInstance guest =
        calledBack(
            (_, arguments) -> {
              calls.add(arguments[0]);
              if (calls.size() == 1) {
                inside.countDown();
                assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
              }
              return 4096;
            });
    AllocationScope scope = guest.allocator(CALLED_BACK).scope();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<U8View> block = thread.submit(() -> scope.allocate(U8, 8));
      assertThat(inside.await(60, TimeUnit.SECONDS)).as("the other thread is inside").isTrue();
      Class<ConcurrentUseException> refusal = ConcurrentUseException.class;
      refused(refusal, "allocate", () -> scope.allocate(U8, 8));
      refused(refusal, "allocate nothing", () -> scope.allocate(U8, 0));
      refused(refusal, "adopt", () -> scope.adopt(U8, 1024, 8));
      refused(refusal, "allocate structs", () -> scope.allocate(WORD, 1));
      refused(refusal, "adopt structs", () -> scope.adopt(WORD, 1024, 1));
      refused(refusal, "callAtClose", () -> scope.callAtClose(guest.function("run"), 1));
      refused(refusal, "close", scope::close);
      assertThat(scope.isClosed()).isFalse();
      go.countDown();
      block.get(60, TimeUnit.SECONDS).set(0, 1);
    }
    scope.close();
    assertThat(calls).as("one block, given and taken back").containsExactly(8, 4096);
  }

  @Test
  @DisplayName("A scope that is closed while the guest looks for a block frees that, too.")
  @Why("host functions do what they like")
  void optional_allocation_26_18_closedWithin() {
    needs(Capability.HOST_FUNCTIONS);
    AtomicReference<AllocationScope> scope = new AtomicReference<>();
    List<Object> calls = new ArrayList<>();
    WasmInstance guest =
        calledBack(
            (_, arguments) -> {
              calls.add(arguments[0]);
              scope.get().close();
              return 4096;
            });
    scope.set(guest.allocator(CALLED_BACK).scope());
    refused(ClosedException.class, "allocate", () -> scope.get().allocate(U8, 8));
    assertThat(calls).as("one block, given and taken back").containsExactly(8, 4096);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @DisplayName("After any number of scoped allocations, failures included, nothing is in use.")
  @Why("a block that leaks once in a thousand ends a server in a week")
  void required_allocation_26_19_noLeaks() {
    Heap heap = heap(Map.of("malloc", "malloc", "free", "trapping_free"));
    int allocated = 0;
    int failures = 0;
    for (int i = 0; allocated < ALLOCATIONS; i++) {
      try (AllocationScope scope = heap.scope()) {
        for (int j = 0; j <= i % 7; j++) {
          byte[] content = new byte[1 + i % 100 + j];
          content[0] = (byte) (i % 13 == 0 ? 0xEE : j);
          scope.allocateFrom(U8, content);
          allocated++;
        }
        if (i % 5 == 0) {
          throw new IllegalStateException("in the body");
        }
        if (i % 11 == 0) {
          scope.allocate(I32, Integer.MAX_VALUE / 4);
        }
      } catch (RuntimeException e) {
        failures++;
      }
    }
    heap.assertEmpty("after %d allocations".formatted(allocated));
    assertThat(failures).as("failures").isGreaterThan(ALLOCATIONS / 40);
  }

  private WasmInstance calledBack(HostCode code) {
    return instance("callback", callback(code));
  }

  private Heap heap(Toolchain toolchain) {
    return heap(toolchain.exports());
  }

  private Heap heap(Map<String, String> exports) {
    return Heap.of(instance("allocators"), exports);
  }
}
