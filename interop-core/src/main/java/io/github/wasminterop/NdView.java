package io.github.wasminterop;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.OutOfBoundsException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A typed view seen as an array of several dimensions: a shape, and for each dimension the distance
 * from one element to the next. It says at which index of the view an element is; the view reads
 * and writes it.
 *
 * <pre>{@code
 * NdView<U8View> image = NdView.rowMajor(pixels, height, width, 3);
 * int green = pixels.get(image.index(y, x, 1));
 *
 * NdView<U8View> part = image.range(0, top, bottom).range(1, left, right);
 * NdView<U8View> columns = image.transpose(1, 0, 2);
 * U8Strided reds = U8Strided.of(image.slice(2, 0).slice(0, y));
 * }</pre>
 *
 * <p>Immutable: each method gives another shape over the same view, and copies nothing. A shape
 * says where elements are within the view, and follows it when it is refreshed; if the view is too
 * short then, the view refuses the index.
 *
 * @param <V> the class of the view
 */
public final class NdView<V extends WasmView<?, ?>> {
  private final V view;
  private final long offset;
  private final long[] shape;
  private final long[] strides;

  // The first dimensions again: the JVM keeps fields in registers over a loop, elements it does
  // not.
  private final long length0;
  private final long length1;
  private final long length2;
  private final long stride0;
  private final long stride1;
  private final long stride2;

  /** The arguments fit the view. */
  private NdView(V view, long offset, long[] shape, long[] strides) {
    this.view = view;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
    this.length0 = shape.length > 0 ? shape[0] : 0;
    this.length1 = shape.length > 1 ? shape[1] : 0;
    this.length2 = shape.length > 2 ? shape[2] : 0;
    this.stride0 = shape.length > 0 ? strides[0] : 0;
    this.stride1 = shape.length > 1 ? strides[1] : 0;
    this.stride2 = shape.length > 2 ? strides[2] : 0;
  }

  /**
   * The first elements of a view, with the last dimension the densest, as C, Rust and most images
   * have them.
   *
   * @param view the view
   * @param shape the length of each dimension in elements, none negative; their product is at most
   *     {@code view.length()}
   * @param <V> the class of the view
   * @return the shape
   * @throws InvalidArgumentException if a length is negative
   * @throws OutOfBoundsException if the product of the lengths is above {@code view.length()}
   */
  public static <V extends WasmView<?, ?>> NdView<V> rowMajor(V view, long... shape) {
    return strided(view, 0, shape, denseStrides(shape));
  }

  /**
   * The first elements of a view, with the first dimension the densest, as Fortran and BLAS have
   * them.
   *
   * @param view the view
   * @param shape the length of each dimension in elements, none negative; their product is at most
   *     {@code view.length()}
   * @param <V> the class of the view
   * @return the shape
   * @throws InvalidArgumentException if a length is negative
   * @throws OutOfBoundsException if the product of the lengths is above {@code view.length()}
   */
  public static <V extends WasmView<?, ?>> NdView<V> columnMajor(V view, long... shape) {
    return strided(view, 0, reversed(shape), denseStrides(reversed(shape))).transpose();
  }

  /**
   * Elements of a view at any regular distances, for instance rows with padding between them.
   *
   * @param view the view
   * @param offset the index in the view of the first element, {@code 0 <= offset <= view.length()}
   * @param shape the length of each dimension in elements, none negative
   * @param strides for each dimension the distance from one element to the next in elements, none
   *     negative
   * @param <V> the class of the view
   * @return the shape
   * @throws InvalidArgumentException if a length or stride is negative, or there are not as many of
   *     one as of the other
   * @throws OutOfBoundsException if an element would be outside the view
   */
  public static <V extends WasmView<?, ?>> NdView<V> strided(
      V view, long offset, long[] shape, long[] strides) {
    if (shape.length != strides.length) {
      throw new InvalidArgumentException(
          "%s: %d lengths and %d strides".formatted(view.name(), shape.length, strides.length));
    }
    boolean empty = false;
    long last = offset;
    for (int i = 0; i < shape.length; i++) {
      Ranges.checkNotNegative("the length of dimension " + i, shape[i]);
      Ranges.checkNotNegative("the stride of dimension " + i, strides[i]);
      empty |= shape[i] == 0;
      long steps = strides[i] == 0 ? 0 : Math.max(shape[i] - 1, 0);
      last = Ranges.saturatedSum(last, Ranges.byteLength(steps, Math.max(strides[i], 1)));
    }
    if (empty) {
      Ranges.checkInView(view.name(), offset, 0, view.length());
    } else {
      Ranges.checkInView(view.name(), offset, 1, view.length());
      Ranges.checkInView(view.name(), last, 1, view.length());
    }
    return new NdView<>(view, offset, shape.clone(), strides.clone());
  }

  /** {@return the view} */
  public V view() {
    return view;
  }

  /** {@return the index in the view of the element whose indexes are all 0} */
  public long offset() {
    return offset;
  }

  /** {@return the number of dimensions} */
  public int rank() {
    return shape.length;
  }

  /** {@return the length of each dimension in elements} */
  public long[] shape() {
    return shape.clone();
  }

  /** {@return for each dimension the distance from one element to the next in elements} */
  public long[] strides() {
    return strides.clone();
  }

  /**
   * The length of a dimension.
   *
   * @param dimension its number, {@code 0 <= dimension < rank()}
   * @return the length in elements
   * @throws OutOfBoundsException if there is no such dimension
   */
  public long length(int dimension) {
    return shape[checked(dimension)];
  }

  /**
   * The distance from one element to the next in a dimension.
   *
   * @param dimension its number, {@code 0 <= dimension < rank()}
   * @return the distance in elements of the view
   * @throws OutOfBoundsException if there is no such dimension
   */
  public long stride(int dimension) {
    return strides[checked(dimension)];
  }

  /** {@return the number of elements: the product of the lengths; 1 if there is no dimension} */
  public long elementCount() {
    return product(shape);
  }

  /**
   * Where an element of a shape of one dimension is.
   *
   * @param i its index, {@code 0 <= i < length(0)}
   * @return the index in the view
   * @throws OutOfBoundsException if the index is outside the shape
   * @throws InvalidArgumentException if {@code rank() != 1}
   */
  public long index(long i) {
    if (shape.length != 1 || i < 0 || i >= length0) {
      throw outside(i);
    }
    return offset + i * stride0;
  }

  /**
   * Where an element of a shape of two dimensions is.
   *
   * @param i its index in the first, {@code 0 <= i < length(0)}
   * @param j its index in the second, {@code 0 <= j < length(1)}
   * @return the index in the view
   * @throws OutOfBoundsException if an index is outside the shape
   * @throws InvalidArgumentException if {@code rank() != 2}
   */
  public long index(long i, long j) {
    if (shape.length != 2 || i < 0 || i >= length0 || j < 0 || j >= length1) {
      throw outside(i, j);
    }
    return offset + i * stride0 + j * stride1;
  }

  /**
   * Where an element of a shape of three dimensions is.
   *
   * @param i its index in the first, {@code 0 <= i < length(0)}
   * @param j its index in the second, {@code 0 <= j < length(1)}
   * @param k its index in the third, {@code 0 <= k < length(2)}
   * @return the index in the view
   * @throws OutOfBoundsException if an index is outside the shape
   * @throws InvalidArgumentException if {@code rank() != 3}
   */
  public long index(long i, long j, long k) {
    if (shape.length != 3
        || i < 0
        || i >= length0
        || j < 0
        || j >= length1
        || k < 0
        || k >= length2) {
      throw outside(i, j, k);
    }
    return offset + i * stride0 + j * stride1 + k * stride2;
  }

  /**
   * Where an element is.
   *
   * @param indexes its index in each dimension, {@code 0 <= indexes[d] < length(d)}
   * @return the index in the view
   * @throws OutOfBoundsException if an index is outside the shape
   * @throws InvalidArgumentException if {@code indexes.length != rank()}
   */
  public long index(long... indexes) {
    if (indexes.length != shape.length) {
      throw outside(indexes);
    }
    long index = offset;
    for (int i = 0; i < indexes.length; i++) {
      if (indexes[i] < 0 || indexes[i] >= shape[i]) {
        throw outside(indexes);
      }
      index += indexes[i] * strides[i];
    }
    return index;
  }

  /**
   * The elements that have one index in one dimension. That dimension is gone.
   *
   * @param dimension the number of the dimension, {@code 0 <= dimension < rank()}
   * @param index the index in it, {@code 0 <= index < length(dimension)}
   * @return the shape of the others
   * @throws OutOfBoundsException if there is no such dimension or index
   */
  public NdView<V> slice(int dimension, long index) {
    NdView<V> one = range(dimension, index, Ranges.saturatedSum(index, 1));
    int[] others = IntStream.range(0, rank()).filter(i -> i != dimension).toArray();
    return one.select(others);
  }

  /**
   * The elements whose index in one dimension is in a range.
   *
   * @param dimension the number of the dimension, {@code 0 <= dimension < rank()}
   * @param from the first index, {@code 0 <= from <= to}
   * @param to the end, {@code from <= to <= length(dimension)}
   * @return the smaller shape
   * @throws OutOfBoundsException if there is no such dimension or range
   */
  public NdView<V> range(int dimension, long from, long to) {
    long length = length(dimension);
    if (from < 0 || to < from || to > length) {
      throw Ranges.outside(
          "%s: dimension %d".formatted(this, dimension), from, Math.max(to - from, 0), length);
    }
    long[] lengths = shape.clone();
    lengths[dimension] = to - from;
    boolean moves = elementCount() > 0 && to > from; // else there may be nothing at that place
    return new NdView<>(
        view, moves ? offset + from * strides[dimension] : offset, lengths, strides);
  }

  /**
   * Every so many-th element of one dimension, beginning with the first.
   *
   * @param dimension the number of the dimension, {@code 0 <= dimension < rank()}
   * @param step the distance, {@code step >= 1}
   * @return the smaller shape
   * @throws OutOfBoundsException if there is no such dimension
   * @throws InvalidArgumentException if {@code step < 1}
   */
  public NdView<V> step(int dimension, long step) {
    if (step < 1) {
      throw new InvalidArgumentException("a step is above 0: " + step);
    }
    long length = length(dimension);
    long[] lengths = shape.clone();
    long[] distances = strides.clone();
    lengths[dimension] = length == 0 ? 0 : (length - 1) / step + 1;
    // Of one element left, the distance means nothing, and might be too large to be said.
    distances[dimension] = lengths[dimension] > 1 ? strides[dimension] * step : strides[dimension];
    return new NdView<>(view, offset, lengths, distances);
  }

  /**
   * The dimensions in the opposite order: of a matrix, the transposed one.
   *
   * @return the shape
   */
  public NdView<V> transpose() {
    return select(IntStream.range(0, rank()).map(i -> rank() - 1 - i).toArray());
  }

  /**
   * The dimensions in another order.
   *
   * @param order the number of each dimension once; the one named first becomes the first
   * @return the shape
   * @throws InvalidArgumentException if a dimension is not named just once
   */
  public NdView<V> transpose(int... order) {
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    if (!Arrays.equals(sorted, IntStream.range(0, rank()).toArray())) {
      throw new InvalidArgumentException(
          "%s is no order of %d dimensions".formatted(Arrays.toString(order), rank()));
    }
    return select(order);
  }

  /**
   * The same elements, in row-major order, in another shape.
   *
   * @param newShape the length of each dimension in elements, none negative
   * @return the shape
   * @throws InvalidArgumentException if a length is negative, the number of elements is another, or
   *     {@code !isContiguous()}
   */
  public NdView<V> reshape(long... newShape) {
    for (long length : newShape) {
      Ranges.checkNotNegative("a length", length);
    }
    if (product(newShape) != elementCount()) {
      throw new InvalidArgumentException(
          "%s has %d elements, not those of %s"
              .formatted(this, elementCount(), Arrays.toString(newShape)));
    }
    checkContiguous();
    return new NdView<>(view, offset, newShape.clone(), denseStrides(newShape));
  }

  /**
   * Tells whether the elements, in row-major order, follow one another in memory without gaps.
   *
   * @return whether they do; true if there is none
   */
  public boolean isContiguous() {
    long expected = 1;
    for (int i = rank() - 1; i >= 0; i--) {
      if (shape[i] > 1 && strides[i] != expected) {
        return elementCount() == 0;
      }
      expected = Ranges.byteLength(expected, Math.max(shape[i], 1));
    }
    return true;
  }

  /**
   * The elements as a view of their own, whose range is fixed.
   *
   * @return a view of {@link #elementCount()} elements
   * @throws InvalidArgumentException if {@code !isContiguous()}
   * @throws OutOfBoundsException if the view has been refreshed and is too short now
   */
  @SuppressWarnings("unchecked") // a slice is of the class of its view
  public V contiguous() {
    checkContiguous();
    return (V) view.slice(offset, elementCount());
  }

  /**
   * The indexes in the view of all elements, in the order of memory as far as the strides allow:
   * the dimension with the largest stride runs slowest.
   *
   * @return as many indexes as there are elements
   */
  public LongStream indices() {
    int[] order =
        IntStream.range(0, rank())
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> strides[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    NdView<V> inOrder = select(order);
    return LongStream.range(0, elementCount()).map(inOrder::indexOf);
  }

  /** For instance {@code pixels: u8[480][640][3]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(view.name() + ": " + view.elementType());
    for (long length : shape) {
      text.append('[').append(length).append(']');
    }
    return text.toString();
  }

  /** Where the element of a number in row-major order is. */
  private long indexOf(long number) {
    long rest = number;
    long index = offset;
    for (int i = rank() - 1; i >= 0; i--) {
      index += rest % shape[i] * strides[i];
      rest /= shape[i];
    }
    return index;
  }

  private NdView<V> select(int... dimensions) {
    return new NdView<>(
        view,
        offset,
        IntStream.of(dimensions).mapToLong(i -> shape[i]).toArray(),
        IntStream.of(dimensions).mapToLong(i -> strides[i]).toArray());
  }

  private int checked(int dimension) {
    Ranges.checkInView(this + ": its dimensions", dimension, 1, rank());
    return dimension;
  }

  private void checkContiguous() {
    if (!isContiguous()) {
      throw new InvalidArgumentException(
          "%s: the elements do not follow one another in memory, with strides %s"
              .formatted(this, Arrays.toString(strides)));
    }
  }

  private RuntimeException outside(long... indexes) {
    if (indexes.length != shape.length) {
      return new InvalidArgumentException(
          "%s has %d dimensions; %s are %d indexes"
              .formatted(this, rank(), Arrays.toString(indexes), indexes.length));
    }
    for (int i = 0; i < indexes.length; i++) {
      if (indexes[i] < 0 || indexes[i] >= shape[i]) {
        return Ranges.outside("%s: dimension %d".formatted(this, i), indexes[i], 1, shape[i]);
      }
    }
    throw new AssertionError("no index is outside");
  }

  private static long[] denseStrides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride = Ranges.byteLength(stride, Math.max(shape[i], 1));
    }
    return strides;
  }

  private static long product(long[] shape) {
    long product = 1;
    for (long length : shape) {
      if (length == 0) {
        return 0;
      }
      product = Ranges.byteLength(product, length);
    }
    return product;
  }

  private static long[] reversed(long[] values) {
    return IntStream.range(0, values.length)
        .mapToLong(i -> values[values.length - 1 - i])
        .toArray();
  }
}
