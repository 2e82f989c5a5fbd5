package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.wasminterop.DataView;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.error.OutOfBoundsException;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 1: no access outside a range, and no range outside the memory. */
abstract class SpatialRules extends RuleGroup {

  private static final long SIZE = 2 * 65_536;

  /** Numbers around which arithmetic goes wrong. */
  private static final long[] EDGES = {
    0, 1, SIZE, 1L << 31, 1L << 32, (1L << 32) - SIZE, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE, -1
  };

  SpatialRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @EachElement
  @DisplayName("A view may cover the whole memory, from its first byte to its last.")
  @Why("a bound that is one too strict hides bytes that the guest owns")
  <V extends WasmView<?, ?>> void required_spatial_1_01_wholeMemoryIsReachable(ElementCase<V> e) {
    Guest guest = guest();
    V all = e.view(guest.memory(), 0, SIZE / e.size());
    guest.fill8(0, e.size(), 0x35);
    guest.fill8(SIZE - e.size(), e.size(), 0x53);
    assertThat(all.byteLength()).as("byteLength() of %s", all).isEqualTo(SIZE);
    assertThat(e.get().bits(all, 0)).as("first element of %s", all).isEqualTo(e.repeated(0x35));
    assertThat(e.get().bits(all, all.length() - 1))
        .as("last element of %s", all)
        .isEqualTo(e.repeated(0x53));
  }

  @EachElement
  @DisplayName("A range that ends one element behind the memory's end is refused.")
  @Why("the element behind the end belongs to the host, not to the guest")
  <V extends WasmView<?, ?>> void required_spatial_1_02_rangePastTheEndIsRefused(ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    OutOfBoundsException refusal =
        refused(
            OutOfBoundsException.class,
            "view(%s, %d, 2)".formatted(e, SIZE - e.size()),
            () -> e.view(memory, SIZE - e.size(), 2));
    assertThat(refusal.offset()).as("offset()").isEqualTo(SIZE - e.size());
    assertThat(refusal.size()).as("size()").isEqualTo(2L * e.size());
    assertThat(refusal.limit()).as("limit()").isEqualTo(SIZE);
  }

  @EachElement
  @DisplayName("A zero-length range at the very end of the memory is legal.")
  @Why("an empty slice at the end is what many guests return for nothing")
  <V extends WasmView<?, ?>> void required_spatial_1_03_zeroLengthRangeAtTheEndIsLegal(
      ElementCase<V> e) {
    V empty = e.view(guest().memory(), SIZE, 0);
    assertThat(empty.length()).as("length() of %s", empty).isZero();
    assertThat(e.elements(empty)).as("elements of %s", empty).isEmpty();
    assertThatCode(() -> e.fill().bits(empty, 1))
        .as("fill of %s", empty)
        .doesNotThrowAnyException();
    refused(OutOfBoundsException.class, "get(0) of " + empty, () -> e.get().bits(empty, 0));
  }

  @EachElement
  @DisplayName("A zero-length range behind the end of the memory is refused.")
  @Why("a pointer outside the memory is wrong whatever the length")
  <V extends WasmView<?, ?>> void required_spatial_1_04_zeroLengthRangeBehindTheEndIsRefused(
      ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    long behind = SIZE + e.size();
    refused(
        OutOfBoundsException.class,
        "view(%s, %d, 0)".formatted(e, behind),
        () -> e.view(memory, behind, 0));
  }

  @EachElement
  @DisplayName("A pointer and a length whose sum or product wraps around are refused.")
  @Why("arithmetic that wraps turns a huge range into a small one inside the memory")
  <V extends WasmView<?, ?>> void required_spatial_1_05_arithmeticNeverWraps(ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    for (long pointer : EDGES) {
      for (long length : EDGES) {
        long aligned = pointer & -e.size();
        // What ends closer to the memory's end is for the rules about exact bounds.
        if (!fits(aligned, length, e.size(), 2 * SIZE)) {
          OutOfBoundsException refusal =
              refused(
                  OutOfBoundsException.class,
                  "view(%s, %d, %d)".formatted(e, aligned, length),
                  () -> e.view(memory, aligned, length));
          assertThat(refusal.offset()).as("offset()").isEqualTo(aligned);
          assertThat(refusal.size()).as("size()").isEqualTo(saturated(length, e.size()));
        }
      }
    }
  }

  @EachElement
  @DisplayName("A view is made exactly if pointer + length * size <= memory size in exact numbers.")
  @Why("a model in unbounded integers finds the bounds that nobody thought of")
  <V extends WasmView<?, ?>> void required_spatial_1_06_boundsAgreeWithExactArithmetic(
      ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    Random random = new Random(6);
    for (int i = 0; i < 2_000; i++) {
      long pointer = near(random) & -e.size();
      long length = near(random);
      String done = "view(%s, %d, %d)".formatted(e, pointer, length);
      if (fits(pointer, length, e.size(), SIZE)) {
        assertThat(e.view(memory, pointer, length).pointer()).as(done).isEqualTo(pointer);
      } else {
        refused(OutOfBoundsException.class, done, () -> e.view(memory, pointer, length));
      }
    }
  }

  @EachElement
  @DisplayName("get and set refuse an index below 0 and from length() on.")
  @Why("what lies beside a view is other data of the guest's")
  <V extends WasmView<?, ?>> void required_spatial_1_07_indexOutsideTheViewIsRefused(
      ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    V view = e.view(memory, 1024, 4);
    for (long index : new long[] {-1, 4, 5, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
      OutOfBoundsException refusal =
          refused(
              OutOfBoundsException.class,
              "get(%d) of %s".formatted(index, view),
              () -> e.get().bits(view, index));
      assertThat(refusal.offset()).as("offset()").isEqualTo(index);
      assertThat(refusal.limit()).as("limit()").isEqualTo(4);
      refusedUnchanged(
          OutOfBoundsException.class,
          memory,
          "set(%d) of %s".formatted(index, view),
          () -> e.set().bits(view, index, e.samples().get(1)));
    }
  }

  @EachElement
  @DisplayName("A slice lies inside its view, else it is refused.")
  @Why("a slice may not reach what its view may not reach")
  <V extends WasmView<?, ?>> void required_spatial_1_08_sliceOutsideTheViewIsRefused(
      ElementCase<V> e) {
    V view = e.sampled(guest().memory(), 1024);
    long length = view.length();
    assertThat(view.slice(1, length - 1).pointer()).isEqualTo(1024 + e.size());
    assertThat(view.slice(length, 0).length()).as("empty slice at the end").isZero();
    long[][] outside = {
      {0, length + 1},
      {length, 1},
      {length + 1, 0},
      {-1, 1},
      {0, -1},
      {1, Long.MAX_VALUE},
      {Long.MAX_VALUE, Long.MAX_VALUE},
      {Long.MIN_VALUE, 0}
    };
    for (long[] range : outside) {
      refused(
          OutOfBoundsException.class,
          "slice(%d, %d) of %s".formatted(range[0], range[1], view),
          () -> view.slice(range[0], range[1]));
    }
  }

  @Test
  @DisplayName("A DataView refuses a value of which one byte lies outside.")
  @Why("a value that straddles the end is the classic overread")
  void required_spatial_1_09_valueThatStraddlesTheEndIsRefused() {
    WasmMemory memory = guest().memory();
    DataView data = memory.data(SIZE - 16, 16);
    for (ElementCase.DataCase c : ElementCase.DataCase.all()) {
      long last = 16L - c.size();
      c.set().bits(data, last, c.samples().get(2));
      assertThat(c.get().bits(data, last))
          .as("%s at %d", c.name(), last)
          .isEqualTo(c.samples().get(2));
      for (long offset : new long[] {last + 1, 16, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32}) {
        refused(
            OutOfBoundsException.class,
            "get %s at %d".formatted(c.name(), offset),
            () -> c.get().bits(data, offset));
        refusedUnchanged(
            OutOfBoundsException.class,
            memory,
            "set %s at %d".formatted(c.name(), offset),
            () -> c.set().bits(data, offset, 1));
      }
    }
  }

  private static boolean fits(long pointer, long length, int elementSize, long size) {
    return pointer >= 0
        && length >= 0
        && BigInteger.valueOf(length)
                .multiply(BigInteger.valueOf(elementSize))
                .add(BigInteger.valueOf(pointer))
                .compareTo(BigInteger.valueOf(size))
            <= 0;
  }

  /** The size in bytes that a refusal tells: the largest long stands for all that is larger. */
  private static long saturated(long length, int elementSize) {
    return length < 0
        ? Long.MAX_VALUE
        : BigInteger.valueOf(length)
            .multiply(BigInteger.valueOf(elementSize))
            .min(BigInteger.valueOf(Long.MAX_VALUE))
            .longValue();
  }

  private static long near(Random random) {
    return EDGES[random.nextInt(EDGES.length)] + random.nextInt(64) - 32;
  }
}
