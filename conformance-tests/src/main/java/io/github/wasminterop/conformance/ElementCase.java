package io.github.wasminterop.conformance;

import io.github.wasminterop.DataView;
import io.github.wasminterop.ElementType;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmView;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * One element type, with the methods of its view class in terms of an element's bits, so that one
 * test serves all types. Bits are zero-extended.
 *
 * @param type the type
 * @param get reads an element
 * @param set writes an element
 * @param fill sets all elements
 * @param stream all elements
 * @param samples bits of values at the edges of the type
 */
record ElementCase<V extends WasmView<?, ?>>(
    ElementType<V> type,
    Get<V> get,
    Set<V> set,
    Fill<V> fill,
    Function<V, LongStream> stream,
    List<Long> samples) {
  private static final List<Long> BYTES = List.of(0L, 1L, 0x7fL, 0x80L, 0xffL, 0x5aL);
  private static final List<Long> SHORTS =
      List.of(0L, 1L, 0x7fffL, 0x8000L, 0xffffL, 0x1234L, 0x00ffL);
  private static final List<Long> INTS =
      List.of(0L, 1L, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, 0x1234_5678L, 0xffffL);
  private static final List<Long> LONGS =
      List.of(0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, -1L, 0x0123_4567_89ab_cdefL, 0xffff_ffffL);
  // Zero of either sign, one, the largest, the smallest subnormal, infinities, a quiet NaN.
  private static final List<Long> HALVES =
      List.of(0L, 0x8000L, 0x3c00L, 0x7bffL, 1L, 0x7c00L, 0xfc00L, 0x7e01L);
  private static final List<Long> FLOATS =
      List.of(
          0L,
          0x8000_0000L,
          0x3f80_0000L,
          0x7f7f_ffffL,
          1L,
          0x7f80_0000L,
          0xff80_0000L,
          0x7fc1_2345L);
  private static final List<Long> DOUBLES =
      List.of(
          0L,
          Long.MIN_VALUE,
          0x3ff0_0000_0000_0000L,
          0x7fef_ffff_ffff_ffffL,
          1L,
          0x7ff0_0000_0000_0000L,
          0xfff0_0000_0000_0000L,
          0x7ff8_1234_5678_9abcL);

  /** Reads the bits of an element. */
  @FunctionalInterface
  interface Get<V> {
    long bits(V view, long index);
  }

  /** Writes the bits of an element. */
  @FunctionalInterface
  interface Set<V> {
    void bits(V view, long index, long bits);
  }

  /** Writes the bits of all elements. */
  @FunctionalInterface
  interface Fill<V> {
    void bits(V view, long bits);
  }

  /** Every element type. */
  static List<ElementCase<?>> all() {
    return List.of(
        new ElementCase<>(
            ElementType.I8,
            (v, i) -> Byte.toUnsignedLong(v.get(i)),
            (v, i, bits) -> v.set(i, (byte) bits),
            (v, bits) -> v.fill((byte) bits),
            v -> v.stream().mapToLong(x -> Byte.toUnsignedLong((byte) x)),
            BYTES),
        new ElementCase<>(
            ElementType.U8,
            (v, i) -> v.get(i),
            (v, i, bits) -> v.set(i, (int) bits),
            (v, bits) -> v.fill((int) bits),
            v -> v.stream().asLongStream(),
            BYTES),
        new ElementCase<>(
            ElementType.I16,
            (v, i) -> Short.toUnsignedLong(v.get(i)),
            (v, i, bits) -> v.set(i, (short) bits),
            (v, bits) -> v.fill((short) bits),
            v -> v.stream().mapToLong(x -> Short.toUnsignedLong((short) x)),
            SHORTS),
        new ElementCase<>(
            ElementType.U16,
            (v, i) -> v.get(i),
            (v, i, bits) -> v.set(i, (int) bits),
            (v, bits) -> v.fill((int) bits),
            v -> v.stream().asLongStream(),
            SHORTS),
        new ElementCase<>(
            ElementType.I32,
            (v, i) -> Integer.toUnsignedLong(v.get(i)),
            (v, i, bits) -> v.set(i, (int) bits),
            (v, bits) -> v.fill((int) bits),
            v -> v.stream().mapToLong(Integer::toUnsignedLong),
            INTS),
        new ElementCase<>(
            ElementType.U32,
            (v, i) -> v.get(i),
            (v, i, bits) -> v.set(i, bits),
            (v, bits) -> v.fill(bits),
            v -> v.stream(),
            INTS),
        new ElementCase<>(
            ElementType.I64,
            (v, i) -> v.get(i),
            (v, i, bits) -> v.set(i, bits),
            (v, bits) -> v.fill(bits),
            v -> v.stream(),
            LONGS),
        new ElementCase<>(
            ElementType.U64,
            (v, i) -> v.get(i),
            (v, i, bits) -> v.set(i, bits),
            (v, bits) -> v.fill(bits),
            v -> v.stream(),
            LONGS),
        new ElementCase<>(
            ElementType.F16,
            (v, i) -> half(v.get(i)),
            (v, i, bits) -> v.set(i, Float.float16ToFloat((short) bits)),
            (v, bits) -> v.fill(Float.float16ToFloat((short) bits)),
            v -> v.stream().mapToLong(x -> half((float) x)),
            HALVES),
        new ElementCase<>(
            ElementType.F32,
            (v, i) -> single(v.get(i)),
            (v, i, bits) -> v.set(i, Float.intBitsToFloat((int) bits)),
            (v, bits) -> v.fill(Float.intBitsToFloat((int) bits)),
            v -> v.stream().mapToLong(x -> single((float) x)),
            FLOATS),
        new ElementCase<>(
            ElementType.F64,
            (v, i) -> Double.doubleToRawLongBits(v.get(i)),
            (v, i, bits) -> v.set(i, Double.longBitsToDouble(bits)),
            (v, bits) -> v.fill(Double.longBitsToDouble(bits)),
            v -> v.stream().mapToLong(Double::doubleToRawLongBits),
            DOUBLES));
  }

  int size() {
    return type.byteSize();
  }

  V view(WasmMemory memory, long pointer, long length) {
    return memory.view(type, pointer, length);
  }

  /** The bits of an element that has the same byte throughout, for rules that are not of bits. */
  long repeated(int value) {
    return (0x0101_0101_0101_0101L * value) >>> (64 - 8 * size());
  }

  /** All elements' bits, read one by one. */
  List<Long> elements(V view) {
    return LongStream.range(0, view.length()).map(i -> get.bits(view, i)).boxed().toList();
  }

  /** Writes the samples, one by one, to a new view. */
  V sampled(WasmMemory memory, long pointer) {
    V view = view(memory, pointer, samples.size());
    for (int i = 0; i < samples.size(); i++) {
      set.bits(view, i, samples.get(i));
    }
    return view;
  }

  @Override
  public String toString() {
    return type.name();
  }

  private static long half(float value) {
    return Short.toUnsignedLong(Float.floatToFloat16(value));
  }

  private static long single(float value) {
    return Integer.toUnsignedLong(Float.floatToRawIntBits(value));
  }

  /** Gives every element type to a parameterized test. */
  static final class Source implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return all().stream().map(Arguments::of);
    }
  }

  /**
   * One pair of methods of {@link DataView}.
   *
   * @param name the name of the type
   * @param size its size in bytes
   * @param get reads a value
   * @param set writes a value
   * @param samples bits of values at the edges of the type
   */
  record DataCase(String name, int size, Get<DataView> get, Set<DataView> set, List<Long> samples) {

    /** Every pair. */
    static List<DataCase> all() {
      return List.of(
          new DataCase(
              "i8",
              1,
              (v, at) -> Byte.toUnsignedLong(v.getI8(at)),
              (v, at, bits) -> v.setI8(at, (byte) bits),
              BYTES),
          new DataCase(
              "u8", 1, (v, at) -> v.getU8(at), (v, at, bits) -> v.setU8(at, (int) bits), BYTES),
          new DataCase(
              "i16",
              2,
              (v, at) -> Short.toUnsignedLong(v.getI16(at)),
              (v, at, bits) -> v.setI16(at, (short) bits),
              SHORTS),
          new DataCase(
              "u16", 2, (v, at) -> v.getU16(at), (v, at, bits) -> v.setU16(at, (int) bits), SHORTS),
          new DataCase(
              "i32",
              4,
              (v, at) -> Integer.toUnsignedLong(v.getI32(at)),
              (v, at, bits) -> v.setI32(at, (int) bits),
              INTS),
          new DataCase("u32", 4, DataView::getU32, DataView::setU32, INTS),
          new DataCase("i64", 8, DataView::getI64, DataView::setI64, LONGS),
          new DataCase("u64", 8, DataView::getU64, DataView::setU64, LONGS),
          new DataCase(
              "f16",
              2,
              (v, at) -> half(v.getF16(at)),
              (v, at, bits) -> v.setF16(at, Float.float16ToFloat((short) bits)),
              HALVES),
          new DataCase(
              "f32",
              4,
              (v, at) -> single(v.getF32(at)),
              (v, at, bits) -> v.setF32(at, Float.intBitsToFloat((int) bits)),
              FLOATS),
          new DataCase(
              "f64",
              8,
              (v, at) -> Double.doubleToRawLongBits(v.getF64(at)),
              (v, at, bits) -> v.setF64(at, Double.longBitsToDouble(bits)),
              DOUBLES));
    }
  }
}
