package io.github.wasminterop;

import io.github.wasminterop.abi.TextEncoding;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A live view of unsigned bytes: pixels, text, raw data.
 *
 * <pre>{@code
 * U8View values = instance.view(ElementType.U8, "ptr", "len");
 * values.set(0, 255);               // values.get(0) == 255, in an array of copy() it is (byte) -1
 * }</pre>
 *
 * <p>What holds for all views (range, growth, close, cost, threads) is said at {@link WasmView}.
 */
public final class U8View extends WasmView<byte[], ByteBuffer> {
  private static final ValueLayout.OfByte LAYOUT = (ValueLayout.OfByte) ElementType.U8.layout();
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private ByteBuffer elements = NONE;

  U8View(ViewSource source) {
    super(source);
    bindElements();
  }

  /**
   * Reads an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, 0 to 255
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public int get(long index) {
    if (generation != linear.generation()) {
      return (int) slowLoad(index);
    }
    try {
      return Byte.toUnsignedInt(segment.get(LAYOUT, Objects.checkIndex(index, length)));
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      return (int) slowLoad(index);
    }
  }

  /**
   * Reads an element, as {@link #get(long)} does. See {@link WasmView} for which is the faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, 0 to 255
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public int get(int index) {
    if (elementsGeneration == linear.generation()) {
      try {
        return Byte.toUnsignedInt(elements.get(index));
      } catch (IndexOutOfBoundsException | IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return (int) firstLoad(index);
  }

  /**
   * Writes an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value, of which the low 8 bits are stored
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
      segment.set(LAYOUT, Objects.checkIndex(index, length), (byte) value);
    } catch (IndexOutOfBoundsException | IllegalStateException _) {
      slowStore(index, value);
    }
  }

  /**
   * Writes an element, as {@link #set(long, int)} does. See {@link WasmView} for which is the
   * faster.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value, of which the low 8 bits are stored
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void set(int index, int value) {
    if (elementsGeneration == linear.generation()) {
      try {
        elements.put(index, (byte) value);
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
   * @param value the value, of which the low 8 bits are stored
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
  public U8View slice(long index, long count) {
    return new U8View(sliced(index, count));
  }

  /**
   * Reads all bytes as UTF-8 text, strictly: {@code text(TextEncoding.UTF_8)}.
   *
   * @return the text
   * @throws io.github.wasminterop.error.MalformedTextException if the bytes are not UTF-8
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code length() > Integer.MAX_VALUE
   *     - 8}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public String utf8() {
    return text(TextEncoding.UTF_8);
  }

  /**
   * Reads all bytes as text.
   *
   * @param encoding the encoding, and what to do with malformed bytes and a byte order mark
   * @return the text
   * @throws io.github.wasminterop.error.MalformedTextException if the bytes are not text in the
   *     encoding, and it is not lossy
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code length() > Integer.MAX_VALUE
   *     - 8}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public String text(TextEncoding encoding) {
    memory().checkOpen(name());
    return TextAccess.read(memory(), name(), pointer(), length, encoding);
  }

  /**
   * Writes text as UTF-8 over the first bytes, without a byte order mark or a final NUL.
   *
   * @param text the text
   * @return how many bytes were written
   * @throws io.github.wasminterop.error.OutOfBoundsException if the encoded text is longer than
   *     {@code length()}; nothing was written
   * @throws io.github.wasminterop.error.MalformedTextException if the text has a surrogate without
   *     its other half
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public int setUtf8(String text) {
    return setText(text, TextEncoding.UTF_8);
  }

  /**
   * Writes text over the first bytes, without a byte order mark or a final NUL.
   *
   * @param text the text
   * @param encoding the encoding, and what to do with characters that it does not have
   * @return how many bytes were written
   * @throws io.github.wasminterop.error.OutOfBoundsException if the encoded text is longer than
   *     {@code length()}; nothing was written
   * @throws io.github.wasminterop.error.MalformedTextException if the encoding cannot express the
   *     text; nothing was written
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public int setText(String text, TextEncoding encoding) {
    memory().checkOpen(name());
    return TextAccess.write(memory(), name(), pointer(), length, encoding.encode(name(), text));
  }
}
