package io.github.wasminterop;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A live view of signed bytes.
 *
 * <pre>{@code
 * I8View values = instance.view(ElementType.I8, "ptr", "len");
 * values.set(0, (byte) -1);
 * }</pre>
 *
 * <p>What holds for all views (range, growth, close, cost, threads) is said at {@link WasmView}.
 */
public final class I8View extends WasmView<byte[], ByteBuffer> {
  private static final ValueLayout.OfByte LAYOUT = (ValueLayout.OfByte) ElementType.I8.layout();
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private ByteBuffer elements = NONE;

  I8View(ViewSource source) {
    super(source);
    bindElements();
  }

  /**
   * Reads an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, -128 to 127
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public byte get(long index) {
    if (generation != linear.generation()) {
      return (byte) slowLoad(index);
    }
    try {
      return segment.get(LAYOUT, Objects.checkIndex(index, length));
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      return (byte) slowLoad(index);
    }
  }

  /**
   * Reads an element, as {@link #get(long)} does. See {@link WasmView} for which is the faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, -128 to 127
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public byte get(int index) {
    if (elementsGeneration == linear.generation()) {
      try {
        return elements.get(index);
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return (byte) firstLoad(index);
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
  public void set(long index, byte value) {
    if (generation != linear.generation()) {
      slowStore(index, value);
      return;
    }
    try {
      segment.set(LAYOUT, Objects.checkIndex(index, length), value);
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      slowStore(index, value);
    }
  }

  /**
   * Writes an element, as {@link #set(long, byte)} does. See {@link WasmView} for which is the
   * faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(int index, byte value) {
    if (elementsGeneration == linear.generation()) {
      try {
        elements.put(index, value);
        return;
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    firstStore(index, value);
  }

  /**
   * Sets all elements to one value.
   *
   * @param value the value
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void fill(byte value) {
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
  ByteBuffer elements(ByteBuffer bytes) {
    return bytes;
  }

  @Override
  void bindElements() {
    ByteBuffer fresh = freshBuffer();
    if (fresh != null) {
      elements = fresh;
    }
  }

  @Override
  public I8View slice(long index, long count) {
    return new I8View(sliced(index, count));
  }
}
