package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.I32;
import static io.github.wasminterop.ElementType.U16;
import static io.github.wasminterop.ElementType.U8;
import static io.github.wasminterop.RangeDescriptor.at;
import static io.github.wasminterop.RangeDescriptor.lengthBefore;
import static io.github.wasminterop.RangeDescriptor.lengthPrefixed;
import static io.github.wasminterop.RangeDescriptor.nulTerminated;
import static io.github.wasminterop.RangeDescriptor.outParameter;
import static io.github.wasminterop.RangeDescriptor.packed;
import static io.github.wasminterop.RangeDescriptor.results;
import static io.github.wasminterop.ValueDescriptor.computed;
import static io.github.wasminterop.ValueDescriptor.export;
import static io.github.wasminterop.ValueDescriptor.global;
import static io.github.wasminterop.ValueDescriptor.pointerAt;
import static io.github.wasminterop.abi.Packing.POINTER_HIGH;
import static io.github.wasminterop.abi.Packing.POINTER_LOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.I32View;
import io.github.wasminterop.RangeDescriptor;
import io.github.wasminterop.RangeDescriptor.Offsets;
import io.github.wasminterop.RangeDescriptor.Range;
import io.github.wasminterop.U8View;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.error.DescriptorException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.type.Capability;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where a pointer and a length come from together. */
abstract class RangeRules extends RuleGroup {
  private static final String TEXT = "héllo, € 🦀";
  private static final long PAGE = 65_536;

  RangeRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("Pointer and length are told by an i64, a struct, an out-parameter, or code.")
  @Why("guests of each language return strings and slices in a way of their own")
  void required_ranges_20_11_everyWayToTellText() {
    WasmInstance guest = instance("ranges");
    Map<RangeDescriptor, String> ranges =
        Map.ofEntries(
            Map.entry(RangeDescriptor.of(export("ptr"), export("len")), TEXT),
            Map.entry(packed(export("pointer_high"), POINTER_HIGH), TEXT),
            Map.entry(packed(export("pointer_low"), POINTER_LOW), TEXT),
            Map.entry(packed(global("packed_global"), POINTER_HIGH), TEXT),
            Map.entry(packed(computed(() -> 16L << 32 | 256), POINTER_LOW), TEXT),
            Map.entry(packed(ValueDescriptor.of(352L << 32 | 3), POINTER_HIGH), "two"),
            Map.entry(at(ValueDescriptor.of(288)), TEXT),
            Map.entry(at(ValueDescriptor.of(296), 4, 8), TEXT),
            Map.entry(outParameter("write_range", export("scratch")), TEXT),
            Map.entry(
                outParameter("write_vec", ValueDescriptor.of(1031), new Offsets(4, 8), 64, 7),
                " € 🦀"),
            Map.entry(RangeDescriptor.computed(_ -> new Range(352, 3)), "two"));
    ranges.forEach(
        (range, text) -> assertThat(guest.readUtf8(range)).as("%s", range).isEqualTo(text));
  }

  @Test
  @DisplayName("A function with two results gives a pointer and a length by one call.")
  @Why("that is how multi-value guests return slices")
  void optional_ranges_20_12_results() {
    needs(Capability.MULTI_VALUE);
    WasmInstance guest = instance("range_results");
    U8View view = guest.view(U8, results("range"));
    assertThat(view.utf8()).as("range()").isEqualTo("two results");
    view.refresh();
    assertThat(calls(guest)).as("calls after a view and a refresh").isEqualTo(2);
    assertThat(guest.readUtf8(results("from", 4))).as("from(4)").isEqualTo("results");
    assertThat(guest.readUtf8(results(guest.function("from"), 10))).as("from(10)").isEqualTo("s");
    OutOfBoundsException refusal =
        refused(
            OutOfBoundsException.class,
            "results that are negative as i32",
            () -> guest.view(U8, results("outside")));
    assertThat(refusal.offset()).as("offset()").isEqualTo((1L << 32) - 16);
    assertThat(refusal.size()).as("size()").isEqualTo((1L << 32) - 1);
    for (RangeDescriptor wrong :
        new RangeDescriptor[] {
          results("above"), results("float"), results("three"), results("from"), results("memory")
        }) {
      refused(DescriptorException.class, "" + wrong, () -> guest.view(U8, wrong));
    }
  }

  @Test
  @DisplayName("A length lies before its data, or a zero ends it; it counts elements or bytes.")
  @Why("the guest keeps the length where its language does")
  void required_ranges_20_13_lengthInMemory() {
    WasmInstance guest = instance("ranges");
    Map<RangeDescriptor, String> texts =
        Map.of(
            nulTerminated(ValueDescriptor.of(256), 1_000_000), TEXT,
            nulTerminated(ValueDescriptor.of(352), 4), "two",
            lengthPrefixed(ValueDescriptor.of(400), Scalar.U8), "café",
            lengthPrefixed(ValueDescriptor.of(409), Scalar.U16), "short",
            lengthPrefixed(ValueDescriptor.of(420), Scalar.U32), "café",
            lengthPrefixed(ValueDescriptor.of(420), Scalar.POINTER), "café",
            lengthPrefixed(ValueDescriptor.of(432), Scalar.U64), "ok",
            lengthBefore(ValueDescriptor.of(440), Scalar.U64), "ok");
    texts.forEach(
        (range, text) -> assertThat(guest.readUtf8(range)).as("%s", range).isEqualTo(text));
    RangeDescriptor string = lengthBefore(ValueDescriptor.of(384), Scalar.U32).lengthInBytes();
    assertThat(guest.readText(string, TextEncoding.UTF_16LE)).as("%s", string).isEqualTo("añ€");
    assertThat(guest.view(U16, string).length()).as("length() of u16, %s", string).isEqualTo(3);
    RangeDescriptor units = nulTerminated(ValueDescriptor.of(384), 8);
    assertThat(guest.readText(units, TextEncoding.UTF_16LE))
        .as("UTF-16, %s", units)
        .isEqualTo("añ€");
    assertThat(guest.view(I32, lengthPrefixed(ValueDescriptor.of(448), Scalar.U32)).copy())
        .as("i32 behind their count")
        .containsExactly(1, 256, -1);
    assertThat(guest.view(I32, nulTerminated(ValueDescriptor.of(464), 12)).copy())
        .as("i32 up to a zero")
        .containsExactly(7, 256);
    RangeDescriptor twelve = RangeDescriptor.of(ValueDescriptor.of(448), ValueDescriptor.of(12));
    assertThat(guest.view(I32, twelve.lengthInBytes()).length()).as("12 bytes").isEqualTo(3);
    RangeDescriptor ten = RangeDescriptor.of(ValueDescriptor.of(448), ValueDescriptor.of(10));
    assertThat(
            refused(
                DescriptorException.class,
                "10 bytes of i32",
                () -> guest.view(I32, ten.lengthInBytes())))
        .hasMessageContainingAll("10 bytes", "4 bytes");
  }

  @Test
  @DisplayName("A pointer may be loaded from memory, from a table of pointers, and moved.")
  @Why("guests keep pointers to pointers")
  void required_ranges_20_14_pointersInMemory() {
    WasmInstance guest = instance("ranges");
    ValueDescriptor table = ValueDescriptor.of(320);
    assertThat(guest.readUtf8(nulTerminated(pointerAt(table), 100))).as("[0]").isEqualTo(TEXT);
    assertThat(guest.readUtf8(nulTerminated(pointerAt(table, 1), 100))).as("[1]").isEqualTo("two");
    RangeDescriptor string = lengthBefore(pointerAt(table, 2), Scalar.U32).lengthInBytes();
    assertThat(guest.readText(string, TextEncoding.UTF_16LE)).as("[2]").isEqualTo("añ€");
    assertThat(guest.readUtf8(nulTerminated(pointerAt(table, 1).plus(1), 100)))
        .as("[1] + 1")
        .isEqualTo("wo");
    assertThat(guest.readUtf8(pointerAt(ValueDescriptor.of(300)), ValueDescriptor.of(1)))
        .as("the pointer of a struct")
        .isEqualTo("h");
    ValueDescriptor back = export("ptr").plus(40).plus(-8);
    assertThat(guest.readUtf8(at(back))).as("%s", back).isEqualTo(TEXT);
  }

  @Test
  @DisplayName("A view and each refresh evaluate what is in a range once, and take the new range.")
  @Why("the function may allocate, and two calls may give two ranges")
  void required_ranges_20_15_evaluatedOnce() {
    WasmInstance guest = instance("ranges");
    Map<RangeDescriptor, Integer> ranges =
        Map.of(
            RangeDescriptor.of(export("ptr"), export("len")), 2,
            packed(export("pointer_high"), POINTER_HIGH), 1,
            packed(export("pointer_low"), POINTER_LOW).lengthInBytes(), 1,
            outParameter("write_range", export("scratch")), 2,
            outParameter("write_vec", export("scratch"), new Offsets(4, 8), 64, 0), 2);
    ranges.forEach(
        (range, calls) -> {
          guest.function("set_range").call(256, 16);
          int before = calls(guest);
          U8View view = guest.view(U8, range);
          assertThat(calls(guest) - before).as("calls by a view of %s", range).isEqualTo(calls);
          guest.function("set_range").call(352, 3);
          assertThat(view.length()).as("length() before refresh, %s", range).isEqualTo(16);
          view.refresh();
          assertThat(calls(guest) - before).as("and by refresh").isEqualTo(2 * calls);
          assertThat(view.utf8()).as("after refresh, %s", range).isEqualTo("two");
        });
    int before = calls(guest);
    guest.view(U8, nulTerminated(export("ptr"), 100)).refresh();
    guest.view(U8, lengthBefore(export("ptr").plus(32), Scalar.U32)).length();
    guest.view(U8, at(pointerAt(export("scratch").plus(-704)).plus(32))).refresh();
    assertThat(calls(guest) - before).as("calls by pointers of ranges").isEqualTo(5);
  }

  @Test
  @DisplayName("A function that grows the memory may give a range in the new pages.")
  @Why("what it returns was allocated by it")
  void required_ranges_20_16_growthWithin() {
    WasmInstance guest = instance("ranges");
    U8View old = guest.memory().bytes(352, 3);
    U8View first = guest.view(U8, packed(export("grow_and_pack"), POINTER_HIGH));
    U8View second = guest.view(U8, outParameter("grow_and_write", export("scratch")));
    first.refresh();
    assertThat(second.pointer()).as("pointer() by the out-parameter").isEqualTo(3 * PAGE);
    assertThat(first.pointer()).as("pointer() by the i64, refreshed").isEqualTo(4 * PAGE);
    guest.function("store8").call(5 * PAGE - 1, 17);
    assertThat(first.get(65_535)).as("the last byte").isEqualTo(17);
    assertThat(old.utf8()).as("a view from before").isEqualTo("two");
  }

  @Test
  @DisplayName("A range that cannot be told is refused by view, descriptor and cause.")
  @Why("the culprit must be in the message")
  void required_ranges_20_17_wrongRanges() {
    WasmInstance guest = instance("ranges");
    ValueDescriptor end = ValueDescriptor.of(2 * PAGE);
    ValueDescriptor nearEnd = ValueDescriptor.of(2 * PAGE - 4);
    Map<RangeDescriptor, String> wrong =
        Map.ofEntries(
            Map.entry(packed(export("ptr"), POINTER_HIGH), "ptr"),
            Map.entry(packed(export("nowhere"), POINTER_HIGH), "nowhere"),
            Map.entry(packed(export("pointer_high").plus(1), POINTER_HIGH), "pointer_high"),
            Map.entry(results("ptr"), "ptr"),
            Map.entry(results("packed_global"), "packed_global"),
            Map.entry(outParameter("nowhere", export("scratch")), "nowhere"),
            Map.entry(outParameter("write_and_tell", export("scratch")), "result would be lost"),
            Map.entry(outParameter("write_range", export("scratch"), 1), "write_range"),
            Map.entry(outParameter("write_range", export("packed_global")), "1099511627792"),
            Map.entry(at(global("packed_global")), "packed_global"),
            Map.entry(RangeDescriptor.of(end, export("pointer_low")), "pointer_low"),
            Map.entry(at(nearEnd), "131068"),
            Map.entry(at(ValueDescriptor.of(0), Long.MAX_VALUE, 0), "9223372036854775807"),
            Map.entry(at(ValueDescriptor.of(1), 0, Long.MAX_VALUE), "9223372036854775808"),
            Map.entry(lengthPrefixed(nearEnd, Scalar.U64), "131068"),
            Map.entry(lengthPrefixed(end, Scalar.U8), "131072"),
            Map.entry(lengthBefore(ValueDescriptor.of(3), Scalar.U32), "null"),
            Map.entry(nulTerminated(ValueDescriptor.of(2 * PAGE + 1), 1), "131073"),
            Map.entry(RangeDescriptor.computed(_ -> new Range(-1, 1)), "-1"),
            Map.entry(RangeDescriptor.computed(_ -> new Range(1, Long.MIN_VALUE)), "-92233720"),
            Map.entry(
                RangeDescriptor.of(ValueDescriptor.of(288).plus(-289), ValueDescriptor.of(1)),
                "-1"),
            Map.entry(
                RangeDescriptor.of(ValueDescriptor.of(1).plus(Long.MAX_VALUE), end),
                "9223372036854775808"),
            Map.entry(
                RangeDescriptor.of(pointerAt(ValueDescriptor.of(0), Long.MAX_VALUE), end),
                "36893488147419103228"),
            Map.entry(RangeDescriptor.of(pointerAt(nearEnd.plus(1)), end), "131069"));
    wrong.forEach(
        (range, culprit) -> {
          ViewDescriptor<U8View> pixels = ViewDescriptor.of(U8).range(range).name("pixels");
          DescriptorException refusal =
              refused(DescriptorException.class, "" + range, () -> guest.view(pixels));
          assertThat(refusal).as("%s", range).hasMessageContainingAll("pixels", culprit);
          assertThat(refusal.view()).as("view()").isEqualTo("pixels");
        });
    DescriptorException trapped =
        refused(
            DescriptorException.class,
            "a function that traps",
            () -> guest.view(U8, outParameter("write_and_trap", export("scratch"))));
    assertThat(trapped.getCause()).as("cause").isExactlyInstanceOf(TrapException.class);
    DescriptorException outside =
        refused(DescriptorException.class, "no struct there", () -> guest.view(U8, at(end)));
    assertThat(outside.getCause()).as("cause").isExactlyInstanceOf(OutOfBoundsException.class);
  }

  @Test
  @DisplayName("A pointer and a length above 2 GiB are unsigned, and refused if outside.")
  @Why("both halves of an i64 may have their highest bit set")
  void required_ranges_20_18_hugeRanges() {
    WasmInstance guest = instance("ranges");
    RangeDescriptor[] ranges = {
      packed(export("pointer_high"), POINTER_HIGH),
      packed(export("pointer_low"), POINTER_LOW),
      outParameter("write_range", export("scratch"))
    };
    for (RangeDescriptor range : ranges) {
      guest.function("set_range").call(352, 3);
      U8View view = guest.view(U8, range);
      guest.function("set_range").call(-16, -1);
      OutOfBoundsException refusal =
          refused(OutOfBoundsException.class, "refresh, " + range, view::refresh);
      assertThat(refusal.offset()).as("offset(), %s", range).isEqualTo((1L << 32) - 16);
      assertThat(refusal.size()).as("size(), %s", range).isEqualTo((1L << 32) - 1);
      guest.function("set_range").call(256, -1);
      refused(OutOfBoundsException.class, "a huge length, " + range, view::refresh);
      assertThat(view.utf8()).as("the view after it, %s", range).isEqualTo("two");
    }
    guest.memory().data(1024, 8).setI64(0, -1);
    refused(
        OutOfBoundsException.class,
        "a u64 length of 2^64 - 1",
        () -> guest.view(U8, lengthPrefixed(ValueDescriptor.of(1024), Scalar.U64)));
    refused(
        OutOfBoundsException.class,
        "the same in bytes",
        () -> guest.view(U8, lengthPrefixed(ValueDescriptor.of(1024), Scalar.U64).lengthInBytes()));
  }

  @Test
  @DisplayName("A zero that ends data may be the memory's last byte, or the last one allowed.")
  @Why("a limit that is one too strict, or one too wide, is a wrong bound")
  void required_ranges_20_19_zeroAtTheEnd() {
    WasmInstance guest = instance("ranges");
    WasmMemory memory = guest.memory();
    ValueDescriptor pointer = ValueDescriptor.of(2 * PAGE - 4);
    U8View end = memory.bytes(2 * PAGE - 4, 4);
    end.copyFrom(new byte[] {'a', 'b', 'c', 0});
    assertThat(guest.readUtf8(nulTerminated(pointer, Long.MAX_VALUE))).isEqualTo("abc");
    assertThat(guest.readUtf8(nulTerminated(pointer, 4))).isEqualTo("abc");
    DescriptorException refusal =
        refused(DescriptorException.class, "3", () -> guest.readUtf8(nulTerminated(pointer, 3)));
    assertThat(refusal.getCause()).as("cause").isExactlyInstanceOf(OutOfBoundsException.class);
    end.set(3, 'd');
    refused(
        DescriptorException.class,
        "no zero before the end of the memory",
        () -> guest.readUtf8(nulTerminated(pointer, Long.MAX_VALUE)));
    end.copyFrom(new byte[] {1, 0, 0, 1});
    I32View none = guest.view(I32, nulTerminated(ValueDescriptor.of(2 * PAGE - 8), 4));
    assertThat(none.length()).as("elements before a zero").isZero();
    refused(
        DescriptorException.class,
        "two zero bytes are no i32",
        () -> guest.view(I32, nulTerminated(pointer, 4)));
    memory.bytes(1024, 100_000).fill('x');
    memory.bytes(101_024, 1).set(0, 0);
    assertThat(guest.view(U8, nulTerminated(ValueDescriptor.of(1024), 1 << 20)).length())
        .as("elements before a zero that is far away")
        .isEqualTo(100_000);
  }

  @Test
  @DisplayName("With 64-bit addresses, pointers and lengths in memory have 8 bytes.")
  @Why("4 of 8 bytes are another address")
  void optional_ranges_20_20_memory64() {
    needs(Capability.MEMORY64);
    WasmInstance guest = instance("memory64");
    guest.memory().writeUtf8(2048, 5, "sixty");
    guest.memory().data(1024, 24).setI64(0, 2048);
    guest.memory().data(1024, 24).setI64(8, 5);
    guest.memory().data(1024, 24).setI64(16, -8);
    assertThat(guest.readUtf8(at(export("ptr")))).as("at(ptr)").isEqualTo("sixty");
    assertThat(guest.readUtf8(pointerAt(export("ptr")), ValueDescriptor.of(2))).isEqualTo("si");
    assertThat(guest.readUtf8(pointerAt(export("ptr"), 0).plus(2), ValueDescriptor.of(3)))
        .isEqualTo("xty");
    refused(
        OutOfBoundsException.class,
        "a huge pointer",
        () -> guest.view(U8, at(export("ptr"), 16, 8)));
    refused(
        OutOfBoundsException.class,
        "a huge length",
        () -> guest.view(U8, at(export("ptr"), 0, 16)));
    refused(
        DescriptorException.class,
        "a sum above 2^64",
        () -> guest.view(U8, at(pointerAt(export("ptr"), 2).plus(9))));
    refused(
        DescriptorException.class,
        "an offset that leads above 2^64",
        () -> guest.view(U8, at(export("high_ptr"), Long.MAX_VALUE, Long.MAX_VALUE)));
    refused(
        DescriptorException.class, "a high struct", () -> guest.view(U8, at(export("high_ptr"))));
  }

  private static int calls(WasmInstance guest) {
    return guest.global("calls").getInt();
  }
}
