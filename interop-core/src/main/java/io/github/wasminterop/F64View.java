package io.github.wasminterop;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A live view of IEEE 754 binary64 numbers.
 *
 * <pre>{@code
 * F64View values = instance.view(ElementType.F64, "ptr", "len");
 * double mean = values.stream().average().orElse(0);
 * }</pre>
 *
 * <p>What holds for all views (range, growth, close, cost, threads) is said at {@link WasmView}.
 */
public final class F64View extends WasmView<double[], DoubleBuffer> {
  private static final ValueLayout.OfDouble LAYOUT =
      (ValueLayout.OfDouble) ElementType.F64.layout();

  // Of the class that all buffers of memories have: with one class the JVM makes more of the loops.
  private static final DoubleBuffer NONE =
      MemorySegment.NULL.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();

  private static final int MOST = Integer.MAX_VALUE / Double.BYTES;

  private DoubleBuffer elements = NONE;

  F64View(ViewSource source) {
    super(source);
    bindElements();
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
    if (generation != linear.generation()) {
      return Double.longBitsToDouble(slowLoad(index));
    }
    try {
      return segment.get(LAYOUT, Objects.checkIndex(index, length) * 8);
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      return Double.longBitsToDouble(slowLoad(index));
    }
  }

  /**
   * Reads an element, as {@link #get(long)} does. See {@link WasmView} for which is the faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value; the payload of a NaN is kept
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public double get(int index) {
    if (elementsGeneration == linear.generation()) {
      try {
        return elements.get(inBuffer(index, MOST));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return Double.longBitsToDouble(firstLoad(index));
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
    if (generation != linear.generation()) {
      slowStore(index, Double.doubleToRawLongBits(value));
      return;
    }
    try {
      segment.set(LAYOUT, Objects.checkIndex(index, length) * 8, value);
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      slowStore(index, Double.doubleToRawLongBits(value));
    }
  }

  /**
   * Writes an element, as {@link #set(long, double)} does. See {@link WasmView} for which is the
   * faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(int index, double value) {
    if (elementsGeneration == linear.generation()) {
      try {
        elements.put(inBuffer(index, MOST), value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    firstStore(index, Double.doubleToRawLongBits(value));
  }

  /**
   * Sets all elements to one value.
   *
   * @param value the value
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void fill(double value) {
    fillBits(Double.doubleToRawLongBits(value));
  }

  /**
   * The elements in order, each read when the stream gets to it.
   *
   * @return a stream of as many elements as the view has now
   */
  public DoubleStream stream() {
    return LongStream.range(0, length).mapToDouble(this::get);
  }

  @Override
  DoubleBuffer elements(ByteBuffer bytes) {
    return bytes.asDoubleBuffer();
  }

  @Override
  void bindElements() {
    DoubleBuffer fresh = freshBuffer();
    if (fresh != null) {
      elements = fresh;
    }
  }

  @Override
  public F64View slice(long index, long count) {
    return new F64View(sliced(index, count));
  }
}
