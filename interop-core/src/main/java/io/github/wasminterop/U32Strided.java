package io.github.wasminterop;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.LongStream;

/**
 * A live view of unsigned 32-bit integers that lie at equal distances: a field of each struct, a
 * column of a matrix.
 *
 * <p>What holds for all strided views is said at {@link Strided}.
 */
public final class U32Strided extends Strided<int[]> {
  private static final ValueLayout.OfInt LAYOUT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  U32Strided(Source source) {
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
  public static U32Strided of(NdView<U32View> row) {
    return new U32Strided(Source.of(row));
  }

  /**
   * Reads an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, 0 to 2<sup>32</sup> - 1
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public long get(long index) {
    if (isInside(index) && data.generation == data.linear.generation()) {
      try {
        return Integer.toUnsignedLong(data.segment.get(LAYOUT, index * stride));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return bits(index);
  }

  /**
   * Reads an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, 0 to 2<sup>32</sup> - 1
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public long get(int index) {
    if (fits && data.generation == data.linear.generation()) {
      try {
        return Integer.toUnsignedLong(data.segment.get(LAYOUT, index * stride));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return bits(index);
  }

  /**
   * Writes an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value, of which the low 32 bits are stored
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(long index, long value) {
    if (isInside(index) && data.generation == data.linear.generation()) {
      try {
        data.segment.set(LAYOUT, index * stride, (int) value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    bits(index, value);
  }

  /**
   * Writes an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value, of which the low 32 bits are stored
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(int index, long value) {
    if (fits && data.generation == data.linear.generation()) {
      try {
        data.segment.set(LAYOUT, index * stride, (int) value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    bits(index, value);
  }

  /**
   * Sets all elements to one value.
   *
   * @param value the value, of which the low 32 bits are stored
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void fill(long value) {
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
  public LongStream stream() {
    return LongStream.range(0, length).map(this::get);
  }

  @Override
  void load(long index, int[] target, int targetIndex, int count) {
    for (int i = 0; i < count; i++) {
      target[targetIndex + i] = (int) get(index + i);
    }
  }

  @Override
  void store(long index, int[] source, int sourceIndex, int count) {
    for (int i = 0; i < count; i++) {
      set(index + i, source[sourceIndex + i]);
    }
  }
}
