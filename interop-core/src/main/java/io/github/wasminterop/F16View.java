package io.github.wasminterop;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A live view of IEEE 754 binary16 numbers, as {@code float}.
 *
 * <pre>{@code
 * F16View values = instance.view(ElementType.F16, "ptr", "len");
 * values.set(0, 0.5f);              // an array of copy() has the bits: Float.float16ToFloat
 * }</pre>
 *
 * <p>What holds for all views (range, growth, close, cost, threads) is said at {@link WasmView}.
 */
public final class F16View extends WasmView<short[], ShortBuffer> {
  private static final ValueLayout.OfShort LAYOUT = (ValueLayout.OfShort) ElementType.F16.layout();

  F16View(ViewSource source) {
    super(source);
    bindElements();
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
    if (generation != linear.generation()) {
      return Float.float16ToFloat((short) slowLoad(index));
    }
    try {
      return Float.float16ToFloat(segment.get(LAYOUT, Objects.checkIndex(index, length) * 2));
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      return Float.float16ToFloat((short) slowLoad(index));
    }
  }

  /**
   * Reads an element, as {@link #get(long)} does. See {@link WasmView} for which is the faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, exactly
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public float get(int index) {
    if (generation == linear.generation()) {
      try {
        return Float.float16ToFloat(segment.get(LAYOUT, index * 2L));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return Float.float16ToFloat((short) slowLoad(index));
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
    if (generation != linear.generation()) {
      slowStore(index, Float.floatToFloat16(value));
      return;
    }
    try {
      segment.set(LAYOUT, Objects.checkIndex(index, length) * 2, Float.floatToFloat16(value));
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      slowStore(index, Float.floatToFloat16(value));
    }
  }

  /**
   * Writes an element, as {@link #set(long, float)} does. See {@link WasmView} for which is the
   * faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value, rounded to the nearest binary16 number
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(int index, float value) {
    if (generation == linear.generation()) {
      try {
        segment.set(LAYOUT, index * 2L, Float.floatToFloat16(value));
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(index, Float.floatToFloat16(value));
  }

  /**
   * Sets all elements to one value.
   *
   * @param value the value, rounded to the nearest binary16 number
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void fill(float value) {
    fillBits(Float.floatToFloat16(value));
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
  ShortBuffer elements(ByteBuffer bytes) {
    return bytes.asShortBuffer();
  }

  @Override
  public F16View slice(long index, long count) {
    return new F16View(sliced(index, count));
  }
}
