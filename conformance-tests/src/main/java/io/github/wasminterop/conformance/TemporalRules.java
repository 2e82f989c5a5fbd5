package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.I32;
import static io.github.wasminterop.ElementType.U8;
import static io.github.wasminterop.conformance.Growth.Scene.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.DataView;
import io.github.wasminterop.I32View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.type.Capability;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 3, growth: views follow their memory; what is raw is live or closed, never stale. */
abstract class TemporalRules extends RuleGroup {

  TemporalRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("A view from before a growth works on the memory as it is afterwards.")
  @Why("growth may move the memory, and the guest grows it when it pleases")
  void required_temporal_3_01_viewFollows(Growth growth) throws Throwable {
    Growth.Scene scene = growth.scene(this);
    U8View view = scene.guest().memory().bytes(ADDRESS, 8);
    view.set(1, 42);
    scene.grow(
        () -> {
          assertThat(view.get(1)).as("the content from before growth %s", growth).isEqualTo(42);
          scene.assertLive("a view", ADDRESS, () -> view.get(0), v -> view.set(0, v));
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Views of each element type follow, element by element and in bulk.")
  @Why("each view class has its own fast path")
  void required_temporal_3_02_viewsOfEachTypeFollow(Growth growth) throws Throwable {
    Growth.Scene scene = growth.scene(this);
    List<Runnable> checks = new ArrayList<>();
    for (ElementCase<?> e : ElementCase.all()) {
      checks.add(typed(e, scene.guest()));
    }
    scene.grow(() -> checks.forEach(Runnable::run));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Slices, bytes() and unaligned views from before a growth follow.")
  @Why("they are views")
  void required_temporal_3_03_derivedViewsFollow(Growth growth) throws Throwable {
    Growth.Scene scene = growth.scene(this);
    I32View view = scene.guest().memory().view(I32, ADDRESS, 4);
    I32View slice = view.slice(1, 2);
    U8View bytes = view.bytes();
    I32View unaligned =
        scene.instance().view(ViewDescriptor.of(I32).ptr(ADDRESS + 17).length(1).unaligned());
    scene.grow(
        () -> {
          scene.assertLive("a slice", ADDRESS + 4, () -> slice.get(0), v -> slice.set(0, v));
          scene.assertLive("bytes()", ADDRESS + 3, () -> bytes.get(3), v -> bytes.set(3, v));
          scene.assertLive(
              "an unaligned view", ADDRESS + 17, () -> unaligned.get(0), v -> unaligned.set(0, v));
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("A DataView from before a growth follows, for values of each size.")
  @Why("it is a view")
  void required_temporal_3_04_dataViewFollows(Growth growth) throws Throwable {
    Growth.Scene scene = growth.scene(this);
    DataView data = scene.guest().memory().data(ADDRESS, 32);
    data.setI8(0, (byte) 1);
    scene.grow(
        () -> {
          scene.assertLive("getU8", ADDRESS, () -> data.getU8(0), v -> data.setU8(0, v));
          scene.assertLive("getU16", ADDRESS + 2, () -> data.getU16(2), v -> data.setU16(2, v));
          scene.assertLive("getI32", ADDRESS + 5, () -> data.getI32(5), v -> data.setI32(5, v));
          scene.assertLive(
              "getI64", ADDRESS + 9, () -> (int) data.getI64(9), v -> data.setI64(9, v));
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("A stream that was made before a growth reads the memory as it is afterwards.")
  @Why("a stream reads each element when it gets to it")
  void required_temporal_3_05_streamFollows(Growth growth) throws Throwable {
    Growth.Scene scene = growth.scene(this);
    U8View view = scene.guest().memory().bytes(ADDRESS, 4);
    view.copyFrom(new byte[] {1, 2, 3, 4});
    Deque<IntStream> streams = new ArrayDeque<>();
    for (int i = 0; i < 6; i++) {
      streams.add(view.stream());
    }
    scene.grow(
        () -> {
          scene.guest().store8(ADDRESS, 100 + streams.size());
          assertThat(streams.remove().boxed().toList())
              .as("a stream from before growth %s", growth)
              .containsExactly(100 + streams.size() + 1, 2, 3, 4);
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("A segment from before a growth is the guest's memory, or IllegalStateException.")
  @Why("a segment of freed memory is a use after free; a stale one is a wrong answer")
  void optional_temporal_3_06_segmentIsLiveOrClosed(Growth growth) throws Throwable {
    needs(Capability.ZERO_COPY);
    Growth.Scene scene = growth.scene(this);
    MemorySegment segment = scene.guest().memory().bytes(ADDRESS, 8).segment();
    scene.grow(
        () ->
            scene.assertLiveOrClosed(
                "a segment",
                ADDRESS + 2,
                () -> segment.get(ValueLayout.JAVA_BYTE, 2),
                v -> segment.set(ValueLayout.JAVA_BYTE, 2, (byte) v)));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("A buffer from before a growth is the guest's memory, or IllegalStateException.")
  @Why("a buffer of freed memory is a use after free; a stale one is a wrong answer")
  void optional_temporal_3_07_bufferIsLiveOrClosed(Growth growth) throws Throwable {
    needs(Capability.ZERO_COPY);
    Growth.Scene scene = growth.scene(this);
    ByteBuffer buffer = scene.guest().memory().bytes(ADDRESS, 8).buffer();
    scene.grow(
        () ->
            scene.assertLiveOrClosed(
                "a buffer", ADDRESS + 2, () -> buffer.get(2), v -> buffer.put(2, (byte) v)));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("With STABLE_BASE, segments and buffers from before a growth stay live.")
  @Why("that is what the capability promises")
  void optional_temporal_3_08_stableBaseKeepsSegments(Growth growth) throws Throwable {
    needs(Capability.ZERO_COPY);
    needs(Capability.STABLE_BASE);
    Growth.Scene scene = growth.scene(this);
    U8View view = scene.guest().memory().bytes(ADDRESS, 8);
    MemorySegment segment = view.segment();
    ByteBuffer buffer = view.buffer();
    scene.grow(
        () -> {
          scene.assertLive(
              "a segment",
              ADDRESS,
              () -> segment.get(ValueLayout.JAVA_BYTE, 0),
              v -> segment.set(ValueLayout.JAVA_BYTE, 0, (byte) v));
          scene.assertLive(
              "a buffer", ADDRESS + 1, () -> buffer.get(1), v -> buffer.put(1, (byte) v));
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("A segment and a buffer that are taken after a growth are live.")
  @Why("code that takes them anew after each call must be right")
  void optional_temporal_3_09_segmentTakenAnewIsLive(Growth growth) throws Throwable {
    needs(Capability.ZERO_COPY);
    Growth.Scene scene = growth.scene(this);
    U8View view = scene.guest().memory().bytes(ADDRESS, 8);
    assertThat(view.segment().byteSize()).isEqualTo(8);
    scene.grow(
        () -> {
          MemorySegment segment = view.segment();
          ByteBuffer buffer = view.buffer();
          scene.assertLive(
              "a segment taken anew",
              ADDRESS,
              () -> segment.get(ValueLayout.JAVA_BYTE, 0),
              v -> segment.set(ValueLayout.JAVA_BYTE, 0, (byte) v));
          scene.assertLive(
              "a buffer taken anew", ADDRESS, () -> buffer.get(0), v -> buffer.put(0, (byte) v));
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("After a growth the new pages are zero, and reachable by host and guest.")
  @Why("the size that the host sees is the size that the guest has")
  void required_temporal_3_10_newPagesAreThere(Growth growth) throws Throwable {
    Growth.Scene scene = growth.scene(this);
    Guest guest = scene.guest();
    byte[] before = contents(guest.memory());
    AtomicLong known = new AtomicLong(before.length);
    scene.grow(
        () -> {
          WasmMemory memory = guest.memory();
          long size = memory.byteSize();
          assertThat(guest.size()).as("what memory.size gives").isEqualTo((int) memory.pages());
          assertThat(memory.type().minimum()).as("type().minimum()").isEqualTo(memory.pages());
          if (known.get() < size) {
            assertSameBytes("the first pages", memory.bytes(0, before.length).copy(), before);
            byte[] fresh = memory.bytes(known.get(), size - known.get()).copy();
            assertSameBytes("the new pages", fresh, new byte[fresh.length]);
            known.set(size);
          }
          U8View last = memory.bytes(size - 1, 1);
          scene.assertLive("the last byte", size - 1, () -> last.get(0), v -> last.set(0, v));
        });
    assertThat(known).as("byteSize() in the end").hasValue(before.length + 302 * 65_536L);
  }

  @Test
  @DisplayName("A view follows many growths, by host and guest in turn.")
  @Why("a second growth must not find the state of the first")
  void required_temporal_3_11_manyGrowths() {
    Guest guest = guest();
    U8View view = guest.memory().bytes(1024, 4);
    for (int pages = 2; pages < 40; pages++) {
      view.set(0, pages);
      if (pages % 2 == 0) {
        guest.grow(1);
      } else {
        guest.memory().grow(1);
      }
      assertThat(view.get(0)).as("get(0) with %d pages", pages + 1).isEqualTo(pages);
      guest.store8(1025, pages);
      assertThat(view.get(1)).as("get(1) with %d pages", pages + 1).isEqualTo(pages);
    }
  }

  @Test
  @DisplayName("A stream goes on when the guest grows its memory between two elements.")
  @Why("the code that consumes a stream may call the guest")
  void required_temporal_3_12_growthWithinStream() {
    Guest guest = guest();
    U8View view = guest.memory().bytes(1024, 6);
    view.copyFrom(new byte[] {1, 2, 3, 4, 5, 6});
    List<Integer> seen = new ArrayList<>();
    view.stream()
        .forEach(
            value -> {
              seen.add(value);
              if (value == 3) {
                guest.grow(2);
                guest.store8(1028, 50);
              }
            });
    assertThat(seen)
        .as("elements, with a growth after the third")
        .containsExactly(1, 2, 3, 4, 50, 6);
  }

  @Test
  @DisplayName("Growth of one of two memories leaves views of the other as they are.")
  @Why("each memory has bytes of its own")
  void optional_temporal_3_13_growthOfTheOtherMemory() {
    needs(Capability.MULTI_MEMORY);
    WasmInstance instance = instance("two_memories");
    U8View a = instance.memory("a").view(U8, 16, 5);
    U8View b = instance.memory("b").view(U8, 16, 5);
    long pagesOfA = instance.memory("a").pages();
    long pagesOfB = instance.memory("b").pages();
    instance.function("grow_b").call(2);
    assertThat(instance.memory("a").pages()).as("pages of a").isEqualTo(pagesOfA);
    assertThat(instance.memory("b").pages()).as("pages of b").isEqualTo(pagesOfB + 2);
    instance.function("store_a").call(16, (int) 'A');
    instance.function("store_b").call(16, (int) 'B');
    assertThat(new String(a.copy(), StandardCharsets.US_ASCII)).isEqualTo("Alpha");
    assertThat(new String(b.copy(), StandardCharsets.US_ASCII)).isEqualTo("Beta!");
  }

  /** A check that a view made now is live when it is run. */
  private static <V extends WasmView<?, ?>> Runnable typed(ElementCase<V> e, Guest guest) {
    V view = e.sampled(guest.memory(), ADDRESS - ADDRESS % 8);
    return () -> {
      guest.fill8(view.pointer(), e.size(), 0x35);
      assertThat(e.get().bits(view, 0)).as("get(0) of %s", view).isEqualTo(e.repeated(0x35));
      e.set().bits(view, 1, e.repeated(0x53));
      assertThat(guest.bytes(view.pointer() + e.size(), e.size()))
          .as("what the guest loads after set(1) of %s", view)
          .containsOnly(0x53);
      assertThat(Bits.of(view.copy()).getFirst()).as("copy()").isEqualTo(e.repeated(0x35));
      e.fill().bits(view, e.repeated(0x17));
      assertThat(guest.bytes(view.pointer(), e.size())).as("fill").containsOnly(0x17);
    };
  }
}
