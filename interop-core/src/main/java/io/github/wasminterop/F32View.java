package io.github.wasminterop;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A live view of IEEE 754 binary32 numbers.
 *
 * <pre>{@code
 * F32View values = instance.view(ElementType.F32, "ptr", "len");
 * values.set(0, 0.5f);
 * }</pre>
 *
 * <p>What holds for all views (range, growth, close, cost, threads) is said at {@link WasmView}.
 */
public final class F32View extends WasmView<float[], FloatBuffer> {
  private static final ValueLayout.OfFloat LAYOUT = (ValueLayout.OfFloat) ElementType.F32.layout();

  // Of the class that all buffers of memories have: with one class the JVM makes more of the loops.
  private static final FloatBuffer NONE =
      MemorySegment.NULL.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();

  private static final int MOST = Integer.MAX_VALUE / Float.BYTES;

  private FloatBuffer elements = NONE;

  F32View(ViewSource source) {
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
  public float get(long index) {
    if (generation != linear.generation()) {
      return Float.intBitsToFloat((int) slowLoad(index));
    }
    try {
      return segment.get(LAYOUT, Objects.checkIndex(index, length) * 4);
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      return Float.intBitsToFloat((int) slowLoad(index));
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
  public float get(int index) {
    if (elementsGeneration == linear.generation()) {
      try {
        return elements.get(inBuffer(index, MOST));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return Float.intBitsToFloat((int) firstLoad(index));
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
  public void set(long index, float value) {
    if (generation != linear.generation()) {
      slowStore(index, Float.floatToRawIntBits(value));
      return;
    }
    try {
      segment.set(LAYOUT, Objects.checkIndex(index, length) * 4, value);
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      slowStore(index, Float.floatToRawIntBits(value));
    }
  }

  /**
   * Writes an element, as {@link #set(long, float)} does. See {@link WasmView} for which is the
   * faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(int index, float value) {
    if (elementsGeneration == linear.generation()) {
      try {
        elements.put(inBuffer(index, MOST), value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    firstStore(index, Float.floatToRawIntBits(value));
  }

  /**
   * Sets all elements to one value.
   *
   * @param value the value
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void fill(float value) {
    fillBits(Float.floatToRawIntBits(value));
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
  FloatBuffer elements(ByteBuffer bytes) {
    return bytes.asFloatBuffer();
  }

  @Override
  void bindElements() {
    FloatBuffer fresh = freshBuffer();
    if (fresh != null) {
      elements = fresh;
    }
  }

  @Override
  public F32View slice(long index, long count) {
    return new F32View(sliced(index, count));
  }
}
