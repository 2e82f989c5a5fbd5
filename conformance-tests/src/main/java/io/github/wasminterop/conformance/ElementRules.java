package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.F16;
import static io.github.wasminterop.ElementType.I16;
import static io.github.wasminterop.ElementType.I8;
import static io.github.wasminterop.ElementType.U16;
import static io.github.wasminterop.ElementType.U32;
import static io.github.wasminterop.ElementType.U64;
import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.F16View;
import io.github.wasminterop.U64View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmView;
import io.github.wasminterop.error.InvalidArgumentException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each element type with each way to read and write elements. */
abstract class ElementRules extends RuleGroup {

  ElementRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @EachElement
  @DisplayName("fill sets all elements of the view and no byte beside it.")
  @Why("a fill that is one too long destroys the neighbour")
  <V extends WasmView<?, ?>> void required_elements_10_08_fill(ElementCase<V> e) {
    WasmMemory memory = guest().memory();
    // longer than one chunk of the implementation's, and ending in the middle of one
    long length = 70_000 / e.size();
    U8View around = memory.bytes(0, 131_000);
    for (long sample : e.samples()) {
      byte[] expected = around.copy();
      byte[] bytes = Bits.bytes(Collections.nCopies((int) length, sample), e.size());
      System.arraycopy(bytes, 0, expected, 1024, bytes.length);
      e.fill().bits(e.view(memory, 1024, length), sample);
      assertSameBytes("the memory after fill(%x)".formatted(sample), around.copy(), expected);
    }
  }

  @EachElement
  @DisplayName("stream gives all elements in order, each as it is when the stream gets to it.")
  @Why("a stream is a view, not a snapshot")
  <V extends WasmView<?, ?>> void required_elements_10_09_streamIsLazy(ElementCase<V> e) {
    Guest guest = guest();
    V view = e.sampled(guest.memory(), 1024);
    assertThat(e.stream().apply(view).boxed().toList()).isEqualTo(e.samples());
    var stream = e.stream().apply(view);
    guest.store(e.size(), 1024, e.samples().get(3));
    assertThat(stream.findFirst())
        .as("first element of a stream made before the guest's store")
        .hasValue(e.samples().get(3));
  }

  @EachElement
  @DisplayName("A slice is a live view of some of the elements.")
  @Why("code that works on a part takes a view of the part")
  <V extends WasmView<?, ?>> void required_elements_10_10_sliceIsLive(ElementCase<V> e) {
    V view = e.sampled(guest().memory(), 1024);
    @SuppressWarnings("unchecked") // documented: a slice is of the same class
    V slice = (V) view.slice(2, 3);
    assertThat(slice.pointer()).as("pointer()").isEqualTo(1024 + 2L * e.size());
    assertThat(slice.elementType()).as("elementType()").isSameAs(view.elementType());
    assertThat(slice.memory()).as("memory()").isSameAs(view.memory());
    assertThat(e.elements(slice)).isEqualTo(e.samples().subList(2, 5));
    e.set().bits(slice, 0, e.samples().get(1));
    assertThat(e.get().bits(view, 2))
        .as("the view after set(0) of the slice")
        .isEqualTo(e.samples().get(1));
  }

  @EachElement
  @DisplayName("bytes and data are live views of the same range.")
  @Why("typed data has bytes, too")
  <V extends WasmView<?, ?>> void required_elements_10_11_bytesAndData(ElementCase<V> e) {
    V view = e.sampled(guest().memory(), 1024);
    U8View bytes = view.bytes();
    assertThat(bytes.pointer()).as("bytes().pointer()").isEqualTo(1024);
    assertThat(bytes.copy()).as("bytes()").isEqualTo(Bits.bytes(e.samples(), e.size()));
    assertThat(view.data().copy()).as("data()").isEqualTo(bytes.copy());
    assertThat(view.data().slice(1, 2).copy())
        .as("a slice of data()")
        .isEqualTo(bytes.slice(1, 2).copy());
    bytes.fill(0);
    assertThat(e.get().bits(view, 1)).as("get(1) after bytes().fill(0)").isZero();
    view.data().setU8(0, 1);
    assertThat(e.get().bits(view, 0)).as("get(0) after data().setU8(0, 1)").isEqualTo(1);
  }

  @EachElement
  @DisplayName("A view tells its memory, pointer, length, byte length, type and name.")
  @Why("tools and messages need them")
  <V extends WasmView<?, ?>> void required_elements_10_12_viewTellsWhatItIs(ElementCase<V> e) {
    Guest guest = guest();
    V view = e.view(guest.memory(), 1024, 3);
    assertThat(view.memory()).as("memory()").isSameAs(guest.memory());
    assertThat(view.pointer()).as("pointer()").isEqualTo(1024);
    assertThat(view.length()).as("length()").isEqualTo(3);
    assertThat(view.intLength()).as("intLength()").isEqualTo(3);
    assertThat(view.byteLength()).as("byteLength()").isEqualTo(3L * e.size());
    assertThat(view.elementType()).as("elementType()").isSameAs(e.type());
    assertThat(view.name()).as("name()").isEqualTo(e.type().name());
    assertThat(view.toString()).as("toString()").contains(e.type().name(), "1024", "3");
  }

  @Test
  @DisplayName("Signed types give signed numbers, unsigned types unsigned ones.")
  @Why("a byte above 127 is the first thing that goes wrong in Java")
  void required_elements_10_13_signedness() {
    WasmMemory memory = guest().memory();
    memory.bytes(1024, 8).fill(0xff);
    assertThat(memory.view(I8, 1024, 1).get(0)).as("i8").isEqualTo((byte) -1);
    assertThat(memory.view(U8, 1024, 1).get(0)).as("u8").isEqualTo(255);
    assertThat(memory.view(I16, 1024, 1).get(0)).as("i16").isEqualTo((short) -1);
    assertThat(memory.view(U16, 1024, 1).get(0)).as("u16").isEqualTo(65_535);
    assertThat(memory.view(U32, 1024, 1).get(0)).as("u32").isEqualTo(4_294_967_295L);
    assertThat(memory.view(U32, 1024, 1).stream().findFirst()).hasValue(4_294_967_295L);
    U64View wide = memory.view(U64, 1024, 1);
    assertThat(wide.get(0)).as("u64 as bits").isEqualTo(-1);
    assertThat(wide.getExact(0)).as("u64 exactly").isEqualTo("18446744073709551615");
  }

  @Test
  @DisplayName("Unsigned 64-bit numbers can be written exactly, and others are refused.")
  @Why("a long has no room for their upper half")
  void required_elements_10_14_exactUnsigned64() {
    WasmMemory memory = guest().memory();
    U64View view = memory.view(U64, 1024, 1);
    BigInteger limit = BigInteger.ONE.shiftLeft(64);
    view.setExact(0, limit.subtract(BigInteger.ONE));
    assertThat(view.get(0)).as("bits of 2^64 - 1").isEqualTo(-1);
    view.setExact(0, BigInteger.ZERO);
    assertThat(view.get(0)).as("0").isZero();
    for (BigInteger wrong : List.of(limit, BigInteger.ONE.negate())) {
      refusedUnchanged(
          InvalidArgumentException.class,
          memory,
          "setExact(0, %s)".formatted(wrong),
          () -> view.setExact(0, wrong));
    }
  }

  @Test
  @DisplayName("f16 elements are IEEE 754 binary16, rounded to nearest when written.")
  @Why("machine learning guests use them")
  void required_elements_10_15_halfPrecision() {
    Guest guest = guest();
    F16View view = guest.memory().view(F16, 1024, 1);
    view.set(0, 0.1f);
    assertThat(guest.load(2, 1024)).as("bits of 0.1").isEqualTo(0x2e66);
    assertThat(view.get(0)).as("0.1 in binary16").isEqualTo(0.099975586f);
    view.set(0, 70_000f);
    assertThat(view.get(0))
        .as("70000, which is above the range")
        .isEqualTo(Float.POSITIVE_INFINITY);
  }

  @EachElement
  @DisplayName("get and set with an int index do what those with a long index do.")
  @Why("each has a fast path of its own")
  <V extends WasmView<?, ?>> void required_elements_10_18_intAndLongIndexesAgree(ElementCase<V> e)
      throws ReflectiveOperationException {
    WasmInstance instance = instance("memory");
    e.sampled(instance.memory(), 1024);
    e.sampled(instance.memory(), 2048);
    V view = instance.view(e.type(), "ptr", "len");
    assertIndexesAgree(view);
    instance.function("set_range").call(2048, 3);
    view.refresh();
    assertIndexesAgree(view);
    instance.function("grow").call(1);
    assertIndexesAgree(view);
    instance.memory().grow(1);
    assertIndexesAgree(view);
    instance.close();
    assertIndexesAgree(view);
  }

  private static void assertIndexesAgree(WasmView<?, ?> view) throws ReflectiveOperationException {
    Method getInt = view.getClass().getMethod("get", int.class);
    Method getLong = view.getClass().getMethod("get", long.class);
    Class<?> value = getInt.getReturnType();
    Method setInt = view.getClass().getMethod("set", int.class, value);
    Method setLong = view.getClass().getMethod("set", long.class, value);
    int length = (int) view.length();
    Object zero = Array.get(Array.newInstance(value, 1), 0);
    for (int index : new int[] {-1, 0, 1, length - 1, length, Integer.MAX_VALUE}) {
      String before = outcome(getLong, view, (long) index);
      assertThat(outcome(getInt, view, index)).as("get(%d) of %s", index, view).isEqualTo(before);
      String done = outcome(setInt, view, index, zero);
      String after = outcome(getLong, view, (long) index);
      if (done.equals("null")) {
        assertThat(after).as("get(%d) after set(%d, 0) of %s", index, index, view).startsWith("0");
      } else {
        assertThat(after).as("get(%d) after a refused set of %s", index, view).isEqualTo(before);
      }
      assertThat(outcome(setLong, view, (long) index, zero))
          .as("set((long) %d, 0) of %s", index, view)
          .isEqualTo(done);
    }
  }

  /** What a method gives, or the exception that it throws, as text. */
  private static String outcome(Method method, Object receiver, Object... arguments)
      throws IllegalAccessException {
    try {
      return String.valueOf(method.invoke(receiver, arguments));
    } catch (InvocationTargetException e) {
      return String.valueOf(e.getCause());
    }
  }
}
