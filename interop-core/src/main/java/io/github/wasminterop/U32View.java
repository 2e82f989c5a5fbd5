package io.github.wasminterop;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * A live view of unsigned 32-bit integers: sizes, pointers, colours.
 *
 * <pre>{@code
 * U32View values = instance.view(ElementType.U32, "ptr", "len");
 * values.set(0, 4_294_967_295L);    // values.get(0) is the same, in an array of copy() it is -1
 * }</pre>
 *
 * <p>What holds for all views (range, growth, close, cost, threads) is said at {@link WasmView}.
 */
public final class U32View extends WasmView<int[], IntBuffer> {
  private static final ValueLayout.OfInt LAYOUT = (ValueLayout.OfInt) ElementType.U32.layout();

  U32View(ViewSource source) {
    super(source);
    bindElements();
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
    if (generation != linear.generation()) {
      return slowLoad(index);
    }
    try {
      return Integer.toUnsignedLong(segment.get(LAYOUT, Objects.checkIndex(index, length) * 4));
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      return slowLoad(index);
    }
  }

  /**
   * Reads an element, as {@link #get(long)} does. See {@link WasmView} for which is the faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, 0 to 2<sup>32</sup> - 1
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public long get(int index) {
    if (generation == linear.generation()) {
      try {
        return Integer.toUnsignedLong(segment.get(LAYOUT, index * 4L));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return slowLoad(index);
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
    if (generation != linear.generation()) {
      slowStore(index, value);
      return;
    }
    try {
      segment.set(LAYOUT, Objects.checkIndex(index, length) * 4, (int) value);
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      slowStore(index, value);
    }
  }

  /**
   * Writes an element, as {@link #set(long, long)} does. See {@link WasmView} for which is the
   * faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value, of which the low 32 bits are stored
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(int index, long value) {
    if (generation == linear.generation()) {
      try {
        segment.set(LAYOUT, index * 4L, (int) value);
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
   * @param value the value, of which the low 32 bits are stored
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void fill(long value) {
    fillBits(value);
  }

  /**
   * The elements in order, each read when the stream gets to it.
   *
   * @return a stream of as many elements as the view has now
   */
  public LongStream stream() {
    return LongStream.range(0, length).map(this::get);
  }

  @Override
  IntBuffer elements(ByteBuffer bytes) {
    return bytes.asIntBuffer();
  }

  @Override
  public U32View slice(long index, long count) {
    return new U32View(sliced(index, count));
  }
}
