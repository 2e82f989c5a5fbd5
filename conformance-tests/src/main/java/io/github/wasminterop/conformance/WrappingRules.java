package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.ExportException;
import io.github.wasminterop.error.MemoryResolutionException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.type.Capability;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Wrapping what somebody else made: native instances and memories, maps of exports. */
abstract class WrappingRules extends RuleGroup {
  private @Nullable NativeGuest made;

  WrappingRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @AfterEach
  void endNative() {
    if (made != null) {
      made.owner().run();
    }
  }

  @Test
  @DisplayName("A wrapped instance has the exports of the native one, and they work.")
  @Why("it is the same guest")
  void optional_wrapping_18_01_wrappedInstanceWorks() {
    Guest guest = wrapped("memory");
    assertThat(guest.call("ptr")).as("ptr()").isEqualTo(1024);
    assertThat(guest.instance().global("len_global").getInt()).as("len_global").isEqualTo(4);
    guest.instance().global("len_global").set(5);
    assertThat(guest.call("len")).as("len() after the global was set").isEqualTo(5);
    assertThat(guest.instance().readUtf8("text_ptr", "text_len")).isEqualTo("héllo, € 🦀");
    refused(ExportException.class, "export", () -> guest.instance().export("nowhere"));
  }

  @EachElement
  @DisplayName("Views of a wrapped instance's memory are live for each element type.")
  @Why("a mediated memory has the same semantics")
  <V extends WasmView<?, ?>> void optional_wrapping_18_02_viewsAreLive(ElementCase<V> e) {
    Guest guest = wrapped("memory");
    V view = e.sampled(guest.memory(), 1024);
    for (int i = 0; i < e.samples().size(); i++) {
      long sample = e.samples().get(i);
      assertThat(guest.load(e.size(), 1024 + (long) i * e.size())).as("guest").isEqualTo(sample);
      guest.store(e.size(), 2048, sample);
      assertThat(e.get().bits(e.view(guest.memory(), 2048, 1), 0)).as("host").isEqualTo(sample);
    }
    assertThat(Bits.of(view.copy())).as("copy()").isEqualTo(e.samples());
    assertThat(e.stream().apply(view).boxed().toList()).as("stream()").isEqualTo(e.samples());
    e.fill().bits(view, e.samples().get(1));
    assertThat(guest.load(e.size(), 1024)).as("fill").isEqualTo(e.samples().get(1));
    Bits.loose(view).copyFrom(Bits.array(e.type(), e.samples()));
    assertThat(guest.load(e.size(), 1024 + e.size())).as("copyFrom").isEqualTo(e.samples().get(1));
  }

  @Test
  @DisplayName("Views of a wrapped instance's memory follow growth by host and guest.")
  @Why("its owner's guest grows as it pleases")
  void optional_wrapping_18_03_viewsFollowGrowth() {
    Guest guest = wrapped("memory");
    U8View view = guest.memory().bytes(70_000, 8);
    view.set(0, 1);
    for (int pages = 3; pages < 7; pages++) {
      if (pages % 2 == 0) {
        guest.grow(1);
      } else {
        guest.memory().grow(1);
      }
      assertThat(guest.memory().pages()).as("pages()").isEqualTo(pages);
      assertThat(view.get(0)).as("content from before").isEqualTo(pages - 2);
      guest.store8(70_000, pages - 1);
      assertThat(view.get(0)).as("what the guest stored").isEqualTo(pages - 1);
      view.set(1, pages);
      assertThat(guest.load8(70_001)).as("what the host wrote").isEqualTo(pages);
    }
  }

  @Test
  @DisplayName(
      "Bounds of a wrapped memory are checked as exactly as of others, and a refused bulk"
          + " write has written nothing.")
  @Why("a runtime's own checks differ, and have bugs")
  void optional_wrapping_18_04_bounds() {
    Guest guest = wrapped("memory");
    long size = guest.memory().byteSize();
    Class<OutOfBoundsException> bounds = OutOfBoundsException.class;
    for (long[] range :
        new long[][] {
          {size, 1},
          {size - 1, 2},
          {65_530, Integer.MAX_VALUE},
          {65_530, 1L << 32},
          {1L << 32, 0},
          {Long.MAX_VALUE, 1},
          {1, Long.MAX_VALUE},
          {-1, 1}
        }) {
      refusedUnchanged(
          bounds,
          guest.memory(),
          "bytes(%d, %d)".formatted(range[0], range[1]),
          () -> guest.memory().bytes(range[0], range[1]));
    }
    U8View last = guest.memory().bytes(size - 4, 4);
    refusedUnchanged(bounds, guest.memory(), "5 bytes", () -> last.copyFrom(new byte[5]));
    last.copyFrom(new byte[] {1, 2, 3, 4});
    assertThat(guest.load8(size - 1)).as("last byte").isEqualTo(4);
  }

  @Test
  @DisplayName(
      "A wrapped memory tells whether it is zero-copy, and refuses segment and buffer if" + " not.")
  @Why("a layout of the runtime's own may have no address")
  void optional_wrapping_18_05_saysHowItWorks() {
    Guest guest = wrapped("memory");
    U8View view = guest.memory().bytes(1024, 4);
    if (guest.memory().isZeroCopy()) {
      guest.store8(1024, 9);
      assertThat(view.buffer().get(0)).as("buffer().get(0)").isEqualTo((byte) 9);
      assertThat(view.segment().byteSize()).as("segment().byteSize()").isEqualTo(4);
    } else {
      assertThat(
              refused(UnsupportedCapabilityException.class, "segment()", view::segment)
                  .capability())
          .isEqualTo(Capability.ZERO_COPY);
      refused(UnsupportedCapabilityException.class, "buffer()", view::buffer);
    }
  }

  @Test
  @DisplayName(
      "Closing a wrapped instance ends its views; the native one goes on and can be wrapped"
          + " again.")
  @Why("it belongs to whoever made it")
  void optional_wrapping_18_06_closeDetaches() {
    Guest guest = wrapped("memory");
    guest.store8(1024, 31);
    U8View view = guest.memory().bytes(1024, 1);
    guest.instance().close();
    assertThat(guest.instance().isClosed()).as("isClosed()").isTrue();
    refused(ClosedException.class, "get(0)", () -> view.get(0));
    refused(ClosedException.class, "function", () -> guest.instance().function("ptr"));
    assertThatCode(guest.instance()::close).as("close again").doesNotThrowAnyException();
    Guest again = new Guest(wrap(nativeGuest().instance()));
    assertThat(again.load8(1024)).as("what the guest has, wrapped again").isEqualTo(31);
  }

  @Test
  @DisplayName(
      "If the owner ends the guest first, access gives what was there or an exception of the"
          + " family.")
  @Why("the library cannot keep an owner from it, and the JVM must live")
  void optional_wrapping_18_07_ownerEndsFirst() {
    Guest guest = wrapped("memory");
    guest.store8(1024, 31);
    U8View view = guest.memory().bytes(1024, 1);
    nativeGuest().owner().run();
    Map<String, ThrowingCallable> uses =
        Map.of(
            "get", () -> assertThat(view.get(0)).isEqualTo(31),
            "copy", () -> assertThat(view.copy()).containsExactly(31),
            "call", () -> assertThat(guest.load8(1024)).isEqualTo(31),
            "size", () -> assertThat(guest.memory().pages()).isEqualTo(2));
    uses.forEach(
        (use, code) -> {
          Throwable thrown = catchThrowable(code);
          if (thrown != null) {
            assertThat(thrown).as(use).isInstanceOf(WasmInteropException.class);
          }
        });
    assertThatCode(guest.instance()::close).as("close").doesNotThrowAnyException();
  }

  @Test
  @DisplayName("Traps of a wrapped instance are TrapExceptions.")
  @Why("no exception of the runtime's leaks")
  void optional_wrapping_18_08_traps() {
    Guest guest = wrapped("memory");
    refused(TrapException.class, "trapping_ptr", () -> guest.call("trapping_ptr"));
    refused(TrapException.class, "load8 outside", () -> guest.load8(1L << 31));
    assertThat(guest.load8(256)).as("a call afterwards").isEqualTo('h');
  }

  @Test
  @DisplayName("A native memory can be wrapped alone.")
  @Why("some hosts have nothing else")
  void optional_wrapping_18_09_nativeMemory() {
    Guest guest = wrapped("memory");
    List<Object> memory = nativeGuest().memory();
    Assumptions.assumeFalse(
        memory.isEmpty(), () -> "skipped: " + target() + " gives no native memory to wrap");
    WasmInstance alone =
        WasmInstance.ofMemory(
            memory.getFirst(), memory.subList(1, memory.size()).toArray(Object[]::new));
    U8View view = alone.view(U8, 1024, 2);
    guest.store8(1024, 8);
    assertThat(view.get(0)).as("get(0)").isEqualTo(8);
    view.set(1, 9);
    assertThat(guest.load8(1025)).as("what the guest loads").isEqualTo(9);
    assertThat(alone.memory().readUtf8(256, 6)).as("readUtf8").isEqualTo("héllo");
  }

  @Test
  @DisplayName("An instance can be made of a map of exports, and of a memory alone.")
  @Why("views need no more than a memory and two numbers")
  void required_wrapping_18_10_ofExportsAndOfMemory() {
    Guest guest = guest();
    WasmInstance part =
        WasmInstance.ofExports(
            Map.of(
                "heap", guest.memory(),
                "at", guest.instance().global("ptr_constant"),
                "count", guest.instance().function("len")));
    U8View view = part.view(U8, "at", "count");
    guest.store8(2048, 3);
    assertThat(view.get(0)).as("get(0)").isEqualTo(3);
    assertThat(view.length()).as("length()").isEqualTo(4);
    WasmInstance alone = WasmInstance.ofMemory(guest.memory());
    assertThat(alone.view(U8, 2048, 1).get(0)).as("of the memory alone").isEqualTo(3);
    part.close();
    alone.close();
    assertThat(guest.load8(2048)).as("the guest after both were closed").isEqualTo(3);
    assertThat(guest.memory().bytes(2048, 1).get(0)).as("its memory").isEqualTo(3);
    WasmInstance none = WasmInstance.ofExports(Map.of());
    refused(MemoryResolutionException.class, "memory of no exports", none::memory);
  }

  private Guest wrapped(String fixture) {
    needs(Capability.WRAP);
    NativeGuest guest =
        target()
            .wrap(Fixtures.wasm(fixture))
            .orElseGet(
                () ->
                    Assumptions.abort(
                        "skipped: "
                            + target()
                            + " has no way to make native guests; give it one"
                            + " by ConformanceTarget.wrapping"));
    made = guest;
    return new Guest(wrap(guest.instance()));
  }

  private NativeGuest nativeGuest() {
    return Objects.requireNonNull(made);
  }

  private static WasmInstance wrap(List<Object> objects) {
    return WasmInstance.wrap(
        objects.getFirst(), objects.subList(1, objects.size()).toArray(Object[]::new));
  }
}
