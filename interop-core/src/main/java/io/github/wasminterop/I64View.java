package io.github.wasminterop;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
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
    bindElements();
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
   * Reads an element, as {@link #get(long)} does. See {@link WasmView} for which is the faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public long get(int index) {
    if (generation == linear.generation()) {
      try {
        return segment.get(LAYOUT, index * 8L);
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
   * Writes an element, as {@link #set(long, long)} does. See {@link WasmView} for which is the
   * faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(int index, long value) {
    if (generation == linear.generation()) {
      try {
        segment.set(LAYOUT, index * 8L, value);
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

  /**
   * Atomic access to the elements.
   *
   * @return the access, which follows this view's refreshes
   * @throws io.github.wasminterop.error.UnsupportedCapabilityException if the memory is mediated
   * @throws io.github.wasminterop.error.AlignmentException if the view is unaligned
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public I64Atomics atomics() {
    return new I64Atomics(this);
  }

  @Override
  LongBuffer elements(ByteBuffer bytes) {
    return bytes.asLongBuffer();
  }

  @Override
  public I64View slice(long index, long count) {
    return new I64View(sliced(index, count));
  }
}
