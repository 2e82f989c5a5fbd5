package io.github.wasminterop.abi;

import io.github.wasminterop.error.InvalidArgumentException;

/**
 * Some neighbouring bits of a word that a program packs several values into.
 *
 * <pre>{@code
 * static final BitField RED = BitField.unsigned(11, 5);      // of RGB 565
 *
 * long red = RED.get(pixels.get(i));
 * pixels.set(i, (int) RED.set(pixels.get(i), 31));
 * }</pre>
 *
 * @param shift the number of the lowest bit, {@code 0 <= shift <= 64 - width}
 * @param width the number of bits, {@code 1 <= width <= 64}
 * @param signed whether the highest bit is the sign
 */
public record BitField(int shift, int width, boolean signed) {

  /**
   * Checks the range.
   *
   * @throws InvalidArgumentException if {@code width < 1}, {@code shift < 0} or {@code shift +
   *     width > 64}
   */
  public BitField {
    if (width < 1 || width > Long.SIZE || shift < 0 || shift > Long.SIZE - width) {
      throw new InvalidArgumentException(
          "%d bits from bit %d on are not inside the 64 of a word".formatted(width, shift));
    }
  }

  /**
   * Bits that are read as an unsigned number.
   *
   * @param shift the number of the lowest bit, {@code 0 <= shift <= 64 - width}
   * @param width the number of bits, {@code 1 <= width <= 64}
   * @return the field
   * @throws InvalidArgumentException if {@code width < 1}, {@code shift < 0} or {@code shift +
   *     width > 64}
   */
  public static BitField unsigned(int shift, int width) {
    return new BitField(shift, width, false);
  }

  /**
   * Bits that are read as a number in two's complement.
   *
   * @param shift the number of the lowest bit, {@code 0 <= shift <= 64 - width}
   * @param width the number of bits, {@code 1 <= width <= 64}
   * @return the field
   * @throws InvalidArgumentException if {@code width < 1}, {@code shift < 0} or {@code shift +
   *     width > 64}
   */
  public static BitField signed(int shift, int width) {
    return new BitField(shift, width, true);
  }

  /** {@return a word in which the bits of this field are 1 and all others 0} */
  public long mask() {
    return -1L >>> (Long.SIZE - width) << shift;
  }

  /** {@return the least value: 0, or -2<sup>width - 1</sup> if signed} */
  public long minimum() {
    return signed ? -1L << (width - 1) : 0;
  }

  /**
   * {@return the greatest value: 2<sup>width</sup> - 1, or 2<sup>width - 1</sup> - 1 if signed; of
   * 64 unsigned bits, -1, which has the bits}
   */
  public long maximum() {
    return signed ? ~minimum() : -1L >>> (Long.SIZE - width);
  }

  /**
   * Reads the value.
   *
   * @param word the word
   * @return the value, {@code minimum() <= value <= maximum()}
   */
  public long get(long word) {
    long top = word << (Long.SIZE - width - shift);
    return signed ? top >> (Long.SIZE - width) : top >>> (Long.SIZE - width);
  }

  /**
   * Replaces the value.
   *
   * @param word the word
   * @param value the value, {@code minimum() <= value <= maximum()}; of 64 bits, any
   * @return the word with the value in it, and all other bits as they were
   * @throws InvalidArgumentException if the value does not fit
   */
  public long set(long word, long value) {
    if (!fits(value)) {
      throw new InvalidArgumentException(
          "%d does not fit %d %s bits, which hold %d to %s"
              .formatted(
                  value,
                  width,
                  signed ? "signed" : "unsigned",
                  minimum(),
                  Long.toUnsignedString(maximum())));
    }
    return (word & ~mask()) | ((value << shift) & mask());
  }

  /**
   * Tells whether a value can be set.
   *
   * @param value the value
   * @return whether {@code minimum() <= value <= maximum()}, or {@code width == 64}
   */
  public boolean fits(long value) {
    return width == Long.SIZE || (value >= minimum() && value <= maximum());
  }
}
