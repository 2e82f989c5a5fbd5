package io.github.wasminterop;

import io.github.wasminterop.error.InvalidArgumentException;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * A live view of unsigned 64-bit integers, as a {@code long} of the same bits; {@link #getExact}
 * gives the number.
 *
 * <pre>{@code
 * U64View values = instance.view(ElementType.U64, "ptr", "len");
 * String largest = Long.toUnsignedString(values.get(0));
 * }</pre>
 *
 * <p>What holds for all views (range, growth, close, cost, threads) is said at {@link WasmView}.
 */
public final class U64View extends WasmView<long[], LongBuffer> {
  private static final ValueLayout.OfLong LAYOUT = (ValueLayout.OfLong) ElementType.U64.layout();

  U64View(ViewSource source) {
    super(source);
    bindElements();
  }

  /**
   * Reads an element.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the bits; above 2<sup>63</sup> - 1 they are a negative {@code long}. Print with {@link
   *     Long#toUnsignedString}, compare with {@link Long#compareUnsigned}
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
   * @return the value, 0 to 2<sup>64</sup> - 1
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
   * @param value the bits
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
   * @param value the bits
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
   * @param value the bits
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void fill(long value) {
    fillBits(value);
  }

  /**
   * The elements in order, each read when the stream gets to it.
   *
   * @return a stream of as many elements as the view has now, as bits
   */
  public LongStream stream() {
    return LongStream.range(0, length).map(this::get);
  }

  @Override
  LongBuffer elements(ByteBuffer bytes) {
    return bytes.asLongBuffer();
  }

  @Override
  public U64View slice(long index, long count) {
    return new U64View(sliced(index, count));
  }

  /**
   * Reads an element exactly.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @return the value, 0 to 2<sup>64</sup> - 1
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public BigInteger getExact(long index) {
    return new BigInteger(Long.toUnsignedString(get(index)));
  }

  /**
   * Writes an element exactly.
   *
   * @param index the index in elements, {@code 0 <= index < length()}
   * @param value the value, 0 to 2<sup>64</sup> - 1
   * @throws io.github.wasminterop.error.InvalidArgumentException if {@code value < 0} or {@code
   *     value >= 2}<sup>64</sup>
   * @throws io.github.wasminterop.error.OutOfBoundsException if {@code index < 0} or {@code index
   *     >= length()}
   * @throws io.github.wasminterop.error.ClosedException if the memory is closed
   */
  public void setExact(long index, BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
      throw new InvalidArgumentException(name() + ": " + value + " is not in 0 <= value < 2^64");
    }
    set(index, value.longValue());
  }
}
