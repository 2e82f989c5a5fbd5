package io.github.wasminterop;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A live view of unsigned 16-bit integers.
 *
 * <pre>{@code
 * U16View values = instance.view(ElementType.U16, "ptr", "len");
 * values.set(0, 65_535);            // values.get(0) == 65_535, in an array of copy() it is (short) -1
 * }</pre>
 *
 * <p>What holds for all views (range, growth, close, cost, threads) is said at {@link WasmView}.
 */
public final class U16View extends WasmView<short[], ShortBuffer> {
  private static final ValueLayout.OfShort LAYOUT = (ValueLayout.OfShort) ElementType.U16.layout();

  U16View(ViewSource source) {
    super(source);
    bindElements();
  }

  /**
   * Reads an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, 0 to 65 535
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public int get(long index) {
    if (generation != linear.generation()) {
      return (int) slowLoad(index);
    }
    try {
      return Short.toUnsignedInt(segment.get(LAYOUT, Objects.checkIndex(index, length) * 2));
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      return (int) slowLoad(index);
    }
  }

  /**
   * Reads an element, as {@link #get(long)} does. See {@link WasmView} for which is the faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, 0 to 65 535
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public int get(int index) {
    if (generation == linear.generation()) {
      try {
        return Short.toUnsignedInt(segment.get(LAYOUT, index * 2L));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return (int) slowLoad(index);
  }

  /**
   * Writes an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value, of which the low 16 bits are stored
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(long index, int value) {
    if (generation != linear.generation()) {
      slowStore(index, value);
      return;
    }
    try {
      segment.set(LAYOUT, Objects.checkIndex(index, length) * 2, (short) value);
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      slowStore(index, value);
    }
  }

  /**
   * Writes an element, as {@link #set(long, int)} does. See {@link WasmView} for which is the
   * faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value, of which the low 16 bits are stored
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(int index, int value) {
    if (generation == linear.generation()) {
      try {
        segment.set(LAYOUT, index * 2L, (short) value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    slowStore(index, value);
  }

  /**
   * Sets all elements to one value.
   *
   * @param value the value, of which the low 16 bits are stored
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void fill(int value) {
    fillBits(value);
  }

  /**
   * The elements in order, each read when the stream gets to it.
   *
   * @return a stream of as many elements as the view has now
   */
  public IntStream stream() {
    return LongStream.range(0, length).mapToInt(this::get);
  }

  @Override
  ShortBuffer elements(ByteBuffer bytes) {
    return bytes.asShortBuffer();
  }

  @Override
  public U16View slice(long index, long count) {
    return new U16View(sliced(index, count));
  }
}
