package io.github.wasminterop;

import java.lang.foreign.ValueLayout;
import java.nio.LongBuffer;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * A live view of signed 64-bit integers.
 *
 * <pre>{@code
 * I64View values = instance.view(ElementType.I64, "ptr", "len");
 * values.set(0, values.get(1) + 1);
 * }</pre>
 *
 * <p>What holds for all views (range, growth, close, cost, threads) is said at {@link WasmView}.
 */
public final class I64View extends WasmView<long[], LongBuffer> {
  private static final ValueLayout.OfLong LAYOUT = (ValueLayout.OfLong) ElementType.I64.layout();

  I64View(ViewSource source) {
    super(source);
  }

  /**
   * Reads an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public long get(long index) {
    if (generation != linear.generation()) {
      return slowLoad(index);
    }
    try {
      return segment.get(LAYOUT, Objects.checkIndex(index, length) * 8);
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      return slowLoad(index);
    }
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
  public void set(long index, long value) {
    if (generation != linear.generation()) {
      slowStore(index, value);
      return;
    }
    try {
      segment.set(LAYOUT, Objects.checkIndex(index, length) * 8, value);
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      slowStore(index, value);
    }
  }

  /**
   * Sets all elements to one value.
   *
   * @param value the value
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
  public LongBuffer buffer() {
    return byteBuffer().asLongBuffer();
  }

  @Override
  public I64View slice(long index, long count) {
    return new I64View(sliced(index, count));
  }
}
