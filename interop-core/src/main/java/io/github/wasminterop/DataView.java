package io.github.wasminterop;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A live view of bytes that hold values of mixed types: a header, a packed struct. Values are
 * little-endian and may lie at any offset.
 *
 * <pre>{@code
 * DataView header = instance.memory().data(1024, 16);
 * long magic = header.getU32(0);
 * double scale = header.getF64(4);                  // unaligned is fine
 * header.setU16(12, 7);
 * }</pre>
 *
 * <p>Each method takes an offset in bytes from the beginning of the view, {@code 0 <= offset <=
 * length() - size}, and throws {@link io.github.wasminterop.error.OutOfBoundsException} for any
 * other, {@link io.github.wasminterop.error.ClosedException} if the memory is closed. The length is
 * in bytes. What holds for all views is said at {@link WasmView}.
 */
public final class DataView extends WasmView<byte[], ByteBuffer> {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  DataView(ViewSource source) {
    super(source);
  }

  /**
   * Reads a signed byte.
   *
   * @param offset where it starts, in bytes
   * @return the value
   */
  public byte getI8(long offset) {
    return byteAt(offset);
  }

  /**
   * Writes a signed byte.
   *
   * @param offset where it starts, in bytes
   * @param value the value
   */
  public void setI8(long offset, byte value) {
    byteAt(offset, value);
  }

  /**
   * Reads an unsigned byte.
   *
   * @param offset where it starts, in bytes
   * @return the value, 0 to 255
   */
  public int getU8(long offset) {
    return Byte.toUnsignedInt(byteAt(offset));
  }

  /**
   * Writes an unsigned byte.
   *
   * @param offset where it starts, in bytes
   * @param value the value, of which the low 8 bits are stored
   */
  public void setU8(long offset, int value) {
    byteAt(offset, (byte) value);
  }

  /**
   * Reads a signed 16-bit integer.
   *
   * @param offset where it starts, in bytes
   * @return the value
   */
  public short getI16(long offset) {
    return shortAt(offset);
  }

  /**
   * Writes a signed 16-bit integer.
   *
   * @param offset where it starts, in bytes
   * @param value the value
   */
  public void setI16(long offset, short value) {
    shortAt(offset, value);
  }

  /**
   * Reads an unsigned 16-bit integer.
   *
   * @param offset where it starts, in bytes
   * @return the value, 0 to 65 535
   */
  public int getU16(long offset) {
    return Short.toUnsignedInt(shortAt(offset));
  }

  /**
   * Writes an unsigned 16-bit integer.
   *
   * @param offset where it starts, in bytes
   * @param value the value, of which the low 16 bits are stored
   */
  public void setU16(long offset, int value) {
    shortAt(offset, (short) value);
  }

  /**
   * Reads a signed 32-bit integer.
   *
   * @param offset where it starts, in bytes
   * @return the value
   */
  public int getI32(long offset) {
    return intAt(offset);
  }

  /**
   * Writes a signed 32-bit integer.
   *
   * @param offset where it starts, in bytes
   * @param value the value
   */
  public void setI32(long offset, int value) {
    intAt(offset, value);
  }

  /**
   * Reads an unsigned 32-bit integer.
   *
   * @param offset where it starts, in bytes
   * @return the value, 0 to 2<sup>32</sup> - 1
   */
  public long getU32(long offset) {
    return Integer.toUnsignedLong(intAt(offset));
  }

  /**
   * Writes an unsigned 32-bit integer.
   *
   * @param offset where it starts, in bytes
   * @param value the value, of which the low 32 bits are stored
   */
  public void setU32(long offset, long value) {
    intAt(offset, (int) value);
  }

  /**
   * Reads a signed 64-bit integer.
   *
   * @param offset where it starts, in bytes
   * @return the value
   */
  public long getI64(long offset) {
    return longAt(offset);
  }

  /**
   * Writes a signed 64-bit integer.
   *
   * @param offset where it starts, in bytes
   * @param value the value
   */
  public void setI64(long offset, long value) {
    longAt(offset, value);
  }

  /**
   * Reads an unsigned 64-bit integer.
   *
   * @param offset where it starts, in bytes
   * @return the bits; above 2<sup>63</sup> - 1 they are a negative {@code long}
   */
  public long getU64(long offset) {
    return longAt(offset);
  }

  /**
   * Writes an unsigned 64-bit integer.
   *
   * @param offset where it starts, in bytes
   * @param value the bits
   */
  public void setU64(long offset, long value) {
    longAt(offset, value);
  }

  /**
   * Reads an IEEE 754 binary16 number.
   *
   * @param offset where it starts, in bytes
   * @return the value, exactly
   */
  public float getF16(long offset) {
    return Float.float16ToFloat(shortAt(offset));
  }

  /**
   * Writes an IEEE 754 binary16 number.
   *
   * @param offset where it starts, in bytes
   * @param value the value, rounded to the nearest binary16 number
   */
  public void setF16(long offset, float value) {
    shortAt(offset, Float.floatToFloat16(value));
  }

  /**
   * Reads an IEEE 754 binary32 number.
   *
   * @param offset where it starts, in bytes
   * @return the value; the payload of a NaN is kept
   */
  public float getF32(long offset) {
    return Float.intBitsToFloat(intAt(offset));
  }

  /**
   * Writes an IEEE 754 binary32 number.
   *
   * @param offset where it starts, in bytes
   * @param value the value
   */
  public void setF32(long offset, float value) {
    intAt(offset, Float.floatToRawIntBits(value));
  }

  /**
   * Reads an IEEE 754 binary64 number.
   *
   * @param offset where it starts, in bytes
   * @return the value; the payload of a NaN is kept
   */
  public double getF64(long offset) {
    return Double.longBitsToDouble(longAt(offset));
  }

  /**
   * Writes an IEEE 754 binary64 number.
   *
   * @param offset where it starts, in bytes
   * @param value the value
   */
  public void setF64(long offset, double value) {
    longAt(offset, Double.doubleToRawLongBits(value));
  }

  @Override
  ByteBuffer elements(ByteBuffer bytes) {
    return bytes;
  }

  @Override
  public DataView slice(long index, long count) {
    return new DataView(sliced(index, count));
  }

  private byte byteAt(long offset) {
    Ranges.checkInView(name(), offset, 1, length);
    if (generation == linear.generation()) {
      try {
        return segment.get(ValueLayout.JAVA_BYTE, offset);
      } catch (IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return (byte) load(offset, 1);
  }

  private void byteAt(long offset, byte value) {
    Ranges.checkInView(name(), offset, 1, length);
    if (generation == linear.generation()) {
      try {
        segment.set(ValueLayout.JAVA_BYTE, offset, value);
        return;
      } catch (IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    store(offset, 1, value);
  }

  private short shortAt(long offset) {
    Ranges.checkInView(name(), offset, 2, length);
    if (generation == linear.generation()) {
      try {
        return segment.get(SHORT, offset);
      } catch (IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return (short) load(offset, 2);
  }

  private void shortAt(long offset, short value) {
    Ranges.checkInView(name(), offset, 2, length);
    if (generation == linear.generation()) {
      try {
        segment.set(SHORT, offset, value);
        return;
      } catch (IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    store(offset, 2, value);
  }

  private int intAt(long offset) {
    Ranges.checkInView(name(), offset, 4, length);
    if (generation == linear.generation()) {
      try {
        return segment.get(INT, offset);
      } catch (IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return (int) load(offset, 4);
  }

  private void intAt(long offset, int value) {
    Ranges.checkInView(name(), offset, 4, length);
    if (generation == linear.generation()) {
      try {
        segment.set(INT, offset, value);
        return;
      } catch (IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    store(offset, 4, value);
  }

  private long longAt(long offset) {
    Ranges.checkInView(name(), offset, 8, length);
    if (generation == linear.generation()) {
      try {
        return segment.get(LONG, offset);
      } catch (IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    return load(offset, 8);
  }

  private void longAt(long offset, long value) {
    Ranges.checkInView(name(), offset, 8, length);
    if (generation == linear.generation()) {
      try {
        segment.set(LONG, offset, value);
        return;
      } catch (IllegalStateException _) {
        // What is wrong is said below.
      }
    }
    store(offset, 8, value);
  }
}
