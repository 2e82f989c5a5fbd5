package io.github.wasminterop;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The type of a view's elements: how many bytes each takes, how they are read, and the class of the
 * view.
 *
 * <p>Guest data is little-endian on every host, as the specification has it.
 *
 * @param <V> the class of views of this type
 * @see <a
 *     href="https://webassembly.github.io/spec/core/syntax/instructions.html#memory-instructions">Specification:
 *     memory instructions</a>
 */
public final class ElementType<V extends WasmView<?, ?>> {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Signed bytes, as Java's {@code byte}. */
  public static final ElementType<I8View> I8 =
      new ElementType<>("i8", ValueLayout.JAVA_BYTE, I8View::new);

  /** Unsigned bytes, 0 to 255. */
  public static final ElementType<U8View> U8 =
      new ElementType<>("u8", ValueLayout.JAVA_BYTE, U8View::new);

  /** Signed 16-bit integers, as Java's {@code short}. */
  public static final ElementType<I16View> I16 = new ElementType<>("i16", SHORT, I16View::new);

  /** Unsigned 16-bit integers, 0 to 65 535. */
  public static final ElementType<U16View> U16 = new ElementType<>("u16", SHORT, U16View::new);

  /** Signed 32-bit integers, as Java's {@code int}. */
  public static final ElementType<I32View> I32 = new ElementType<>("i32", INT, I32View::new);

  /** Unsigned 32-bit integers, 0 to 2<sup>32</sup> - 1. */
  public static final ElementType<U32View> U32 = new ElementType<>("u32", INT, U32View::new);

  /** Signed 64-bit integers, as Java's {@code long}. */
  public static final ElementType<I64View> I64 = new ElementType<>("i64", LONG, I64View::new);

  /** Unsigned 64-bit integers, as a {@code long} of the same bits. */
  public static final ElementType<U64View> U64 = new ElementType<>("u64", LONG, U64View::new);

  /** IEEE 754 binary16 numbers, read as {@code float}. */
  public static final ElementType<F16View> F16 = new ElementType<>("f16", SHORT, F16View::new);

  /** IEEE 754 binary32 numbers, as Java's {@code float}. */
  public static final ElementType<F32View> F32 = new ElementType<>("f32", FLOAT, F32View::new);

  /** IEEE 754 binary64 numbers, as Java's {@code double}. */
  public static final ElementType<F64View> F64 = new ElementType<>("f64", DOUBLE, F64View::new);

  /** Bytes that hold values of mixed types, read and written at byte offsets. */
  public static final ElementType<DataView> DATA =
      new ElementType<>("data", ValueLayout.JAVA_BYTE, DataView::new);

  private final String name;
  private final ValueLayout layout;
  private final Factory<V> factory;

  private ElementType(String name, ValueLayout layout, Factory<V> factory) {
    this.name = name;
    this.layout = layout;
    this.factory = factory;
  }

  /** Makes a view; the arguments are {@link WasmView}'s. */
  @FunctionalInterface
  interface Factory<V> {
    V create(ViewSource source);
  }

  /** {@return the name, for instance {@code u8}} */
  public String name() {
    return name;
  }

  /** {@return the size of an element in bytes: 1, 2, 4 or 8} */
  public int byteSize() {
    return (int) layout.byteSize();
  }

  /**
   * The layout of an element: little-endian, aligned to its size. Its {@linkplain
   * ValueLayout#carrier() carrier} is the element class of the arrays that views of this type copy
   * to and from.
   *
   * @return the layout
   */
  public ValueLayout layout() {
    return layout;
  }

  /** The {@linkplain #name() name}. */
  @Override
  public String toString() {
    return name;
  }

  V create(ViewSource source) {
    return factory.create(source);
  }
}
