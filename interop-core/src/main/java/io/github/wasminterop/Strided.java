package io.github.wasminterop;

import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.OutOfBoundsException;
import java.lang.reflect.Array;

/**
 * A live view of elements of one type that lie at equal distances from one another: a field of each
 * struct of a {@link StructArray}, a row or a column of an {@link NdView}.
 *
 * <pre>{@code
 * F32Strided heights = particles.f32("pos.y");
 * double sum = heights.stream().sum();
 * heights.set(3, 0);
 * }</pre>
 *
 * <p>The range of a strided view is fixed. What else holds for views (live, growth, close, threads)
 * is said at {@link WasmView} and holds here. The elements need no alignment.
 *
 * @param <A> the class of the arrays that the view copies to and from: same size of element, same
 *     bits
 */
public abstract sealed class Strided<A>
    permits F16Strided,
        F32Strided,
        F64Strided,
        I16Strided,
        I32Strided,
        I64Strided,
        I8Strided,
        U16Strided,
        U32Strided,
        U64Strided,
        U8Strided {
  private final ElementType<?> type;

  final DataView data;
  final long stride;
  final long length;

  /**
   * Whether the segment's own check is enough for an {@code int} index: the segment ends with the
   * last element, and the product of index and stride is a {@code long}.
   */
  final boolean fits;

  Strided(Source source) {
    this.type = source.type();
    this.data = source.data();
    this.stride = source.stride();
    this.length = source.length();
    this.fits = stride > 0 && stride <= 1L << Integer.SIZE;
    data.bind();
  }

  /**
   * What a strided view is made of.
   *
   * @param data the bytes from the first element to the last
   * @param stride in bytes
   */
  record Source(ElementType<?> type, DataView data, long stride, long length) {

    static Source of(
        WasmMemory memory,
        ElementType<?> type,
        String name,
        long pointer,
        long length,
        long stride) {
      long byteLength = length == 0 ? 0 : (length - 1) * stride + type.byteSize();
      ViewSource bytes =
          new ViewSource(
              memory,
              ElementType.DATA,
              name,
              false,
              new ViewSource.Range(length == 0 ? 0 : pointer, byteLength),
              null);
      return new Source(type, new DataView(bytes), stride, length);
    }

    static Source of(NdView<?> row) {
      if (row.rank() != 1) {
        throw new InvalidArgumentException(
            "a strided view has one dimension, not the %d of %s".formatted(row.rank(), row));
      }
      WasmView<?, ?> view = row.view();
      if (row.length(0) > 0) {
        Ranges.checkInView(view.name(), row.index(row.length(0) - 1), 1, view.length());
      }
      int byteSize = view.elementType().byteSize();
      return of(
          view.memory(),
          view.elementType(),
          view.name(),
          view.pointer() + row.offset() * byteSize,
          row.length(0),
          row.stride(0) * byteSize);
    }
  }

  /** {@return the memory that the view is of} */
  public final WasmMemory memory() {
    return data.memory();
  }

  /** {@return the type of the elements} */
  public final ElementType<?> elementType() {
    return type;
  }

  /** {@return the name of the view, for messages} */
  public final String name() {
    return data.name();
  }

  /** {@return the address of the first element in bytes; 0 if there is none} */
  public final long pointer() {
    return data.pointer();
  }

  /** {@return the number of elements} */
  public final long length() {
    return length;
  }

  /** {@return the distance from one element to the next in bytes} */
  public final long byteStride() {
    return stride;
  }

  /**
   * Copies the elements to a new array.
   *
   * @return the array, the caller's own
   * @throws OutOfBoundsException if {@code length() > Integer.MAX_VALUE - 8}
   * @throws ClosedException if the memory is closed
   */
  public final A copy() {
    if (length > Integer.MAX_VALUE - 8) {
      throw Ranges.outside(name() + ": a Java array", 0, length, Integer.MAX_VALUE - 8);
    }
    @SuppressWarnings("unchecked") // the carrier of the layout is the element class of A
    A array = (A) Array.newInstance(type.layout().carrier(), (int) length);
    copyInto(array);
    return array;
  }

  /**
   * Copies all elements to the beginning of an array.
   *
   * @param target the array
   * @throws OutOfBoundsException if {@code length() > target.length}
   * @throws ClosedException if the memory is closed
   */
  public final void copyInto(A target) {
    Ranges.checkInView(name() + ": the target array", 0, length, Array.getLength(target));
    copyInto(0, target, 0, (int) length);
  }

  /**
   * Copies some elements to an array.
   *
   * @param index the first element of the view, {@code 0 <= index <= length() - count}
   * @param target the array
   * @param targetIndex where to begin in it, {@code 0 <= targetIndex <= target.length - count}
   * @param count how many elements, {@code count >= 0}
   * @throws OutOfBoundsException if the count does not fit the view or the array
   * @throws ClosedException if the memory is closed
   */
  public final void copyInto(long index, A target, int targetIndex, int count) {
    memory().checkOpen(name());
    Ranges.checkInView(name(), index, count, length);
    Ranges.checkInView(name() + ": the target array", targetIndex, count, Array.getLength(target));
    load(index, target, targetIndex, count);
  }

  /**
   * Copies all of an array over the first elements.
   *
   * @param source the array
   * @throws OutOfBoundsException if {@code source.length > length()}
   * @throws ClosedException if the memory is closed
   */
  public final void copyFrom(A source) {
    copyFrom(0, source, 0, Array.getLength(source));
  }

  /**
   * Copies some elements of an array over elements of the view.
   *
   * @param index the first element of the view, {@code 0 <= index <= length() - count}
   * @param source the array
   * @param sourceIndex where to begin in it, {@code 0 <= sourceIndex <= source.length - count}
   * @param count how many elements, {@code count >= 0}
   * @throws OutOfBoundsException if the count does not fit the view or the array
   * @throws ClosedException if the memory is closed
   */
  public final void copyFrom(long index, A source, int sourceIndex, int count) {
    memory().checkOpen(name());
    Ranges.checkInView(name(), index, count, length);
    Ranges.checkInView(name() + ": the source array", sourceIndex, count, Array.getLength(source));
    store(index, source, sourceIndex, count);
  }

  /** For instance {@code particles.pos.x: f32[500] at 1048576, every 24 bytes}. */
  @Override
  public final String toString() {
    return "%s: %s[%d] at %d, every %d bytes".formatted(name(), type, length, pointer(), stride);
  }

  /** Reads checked elements. */
  abstract void load(long index, A target, int targetIndex, int count);

  /** Writes checked elements. */
  abstract void store(long index, A source, int sourceIndex, int count);

  /**
   * Whether there is such an element. Not {@code Objects.checkIndex}, of which the JVM makes a loop
   * within the loop that is twice as slow.
   */
  final boolean isInside(long index) {
    return index >= 0 && index < length;
  }

  /** Reads an element in every case that the fast path leaves: its bits, zero-extended. */
  final long bits(long index) {
    Ranges.checkInView(name(), index, 1, length);
    return data.load(index * stride, type.byteSize());
  }

  /** Writes an element in every case that the fast path leaves. */
  final void bits(long index, long bits) {
    Ranges.checkInView(name(), index, 1, length);
    data.store(index * stride, type.byteSize(), bits);
  }
}
