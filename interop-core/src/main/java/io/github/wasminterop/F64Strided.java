package io.github.wasminterop;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A live view of IEEE 754 binary64 numbers that lie at equal distances: a field of each struct, a
 * column of a matrix.
 *
 * <p>What holds for all strided views is said at {@link Strided}.
 */
public final class F64Strided extends Strided<double[]> {
  private static final ValueLayout.OfDouble LAYOUT =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  F64Strided(Source source) {
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
  public static F64Strided of(NdView<F64View> row) {
    return new F64Strided(Source.of(row));
  }

  /**
   * Reads an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value; the payload of a NaN is kept
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public double get(long index) {
    if (isInside(index) && data.generation == data.linear.generation()) {
      try {
        return data.segment.get(LAYOUT, index * stride);
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return Double.longBitsToDouble(bits(index));
  }

  /**
   * Reads an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value; the payload of a NaN is kept
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public double get(int index) {
    if (fits && data.generation == data.linear.generation()) {
      try {
        return data.segment.get(LAYOUT, index * stride);
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return Double.longBitsToDouble(bits(index));
  }

  /**
   * Writes an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(long index, double value) {
    if (isInside(index) && data.generation == data.linear.generation()) {
      try {
        data.segment.set(LAYOUT, index * stride, value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    bits(index, Double.doubleToRawLongBits(value));
  }

  /**
   * Writes an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(int index, double value) {
    if (fits && data.generation == data.linear.generation()) {
      try {
        data.segment.set(LAYOUT, index * stride, value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    bits(index, Double.doubleToRawLongBits(value));
  }

  /**
   * Sets all elements to one value.
   *
   * @param value the value
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void fill(double value) {
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
  void load(long index, double[] target, int targetIndex, int count) {
    for (int i = 0; i < count; i++) {
      target[targetIndex + i] = get(index + i);
    }
  }

  @Override
  void store(long index, double[] source, int sourceIndex, int count) {
    for (int i = 0; i < count; i++) {
      set(index + i, source[sourceIndex + i]);
    }
  }
}
