package io.github.wasminterop;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A live view of IEEE 754 binary16 numbers that lie at equal distances: a field of each struct, a
 * column of a matrix.
 *
 * <p>What holds for all strided views is said at {@link Strided}.
 */
public final class F16Strided extends Strided<short[]> {
  private static final ValueLayout.OfShort LAYOUT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  F16Strided(Source source) {
    super(source);
  }

  /**
   * The elements of a shape of one dimension.
   *
   * @param row the shape, {@code row.rank() == 1}
   * @return a view of as many elements as the shape has, whose range is fixed
   * @throws io.github.wasminterop.error.InvalidArgumentException if {@code row.rank() != 1}
   * @throws io.github.wasminterop.error.OutOfBoundsException if the shape's view has been refreshed
   *     and is too short now
   */
  public static F16Strided of(NdView<F16View> row) {
    return new F16Strided(Source.of(row));
  }

  /**
   * Reads an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, exactly
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public float get(long index) {
    if (isInside(index) && data.generation == data.linear.generation()) {
      try {
        return Float.float16ToFloat(data.segment.get(LAYOUT, index * stride));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return Float.float16ToFloat((short) bits(index));
  }

  /**
   * Reads an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, exactly
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public float get(int index) {
    if (fits && data.generation == data.linear.generation()) {
      try {
        return Float.float16ToFloat(data.segment.get(LAYOUT, index * stride));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return Float.float16ToFloat((short) bits(index));
  }

  /**
   * Writes an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value, rounded to the nearest binary16 number
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(long index, float value) {
    if (isInside(index) && data.generation == data.linear.generation()) {
      try {
        data.segment.set(LAYOUT, index * stride, Float.floatToFloat16(value));
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    bits(index, Float.floatToFloat16(value));
  }

  /**
   * Writes an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value, rounded to the nearest binary16 number
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(int index, float value) {
    if (fits && data.generation == data.linear.generation()) {
      try {
        data.segment.set(LAYOUT, index * stride, Float.floatToFloat16(value));
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    bits(index, Float.floatToFloat16(value));
  }

  /**
   * Sets all elements to one value.
   *
   * @param value the value, rounded to the nearest binary16 number
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void fill(float value) {
    data.memory().checkOpen(name());
    for (long i = 0; i < length; i++) {
      set(i, value);
    }
  }

  /**
   * The elements in order, each read when the stream gets to it.
   *
   * @return a stream of all elements
   */
  public DoubleStream stream() {
    return LongStream.range(0, length).mapToDouble(this::get);
  }

  @Override
  void load(long index, short[] target, int targetIndex, int count) {
    for (int i = 0; i < count; i++) {
      target[targetIndex + i] = (short) bits(index + i);
    }
  }

  @Override
  void store(long index, short[] source, int sourceIndex, int count) {
    for (int i = 0; i < count; i++) {
      bits(index + i, source[sourceIndex + i]);
    }
  }
}
