package io.github.wasminterop.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.InvalidArgumentException;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitFieldTest {

  @Test
  void readsAndWritesTheChannelsOfAPixel() {
    BitField red = BitField.unsigned(11, 5);
    BitField blue = BitField.unsigned(0, 5);
    assertThat(red.get(0b10101_111111_00001)).isEqualTo(0b10101);
    assertThat(blue.set(0b10101_111111_00001, 0b11110)).isEqualTo(0b10101_111111_11110);
    assertThat(red.mask()).isEqualTo(0xf800);
  }

  @Test
  void readsTheSign() {
    assertThat(BitField.signed(4, 4).get(0xf0)).isEqualTo(-1);
    assertThat(BitField.unsigned(4, 4).get(0xf0)).isEqualTo(15);
    assertThat(BitField.signed(4, 4).set(0xfff, -8)).isEqualTo(0xf8f);
  }

  /** Compares with numbers that have no width. */
  @Test
  void everyFieldKeepsItsValueAndLeavesTheOthers() {
    Random random = new Random(3);
    for (int width = 1; width <= 64; width++) {
      for (int shift = 0; shift <= 64 - width; shift++) {
        for (boolean signed : new boolean[] {false, true}) {
          BitField field = new BitField(shift, width, signed);
          long word = random.nextLong();
          long value = field.get(random.nextLong());
          BigInteger mask = BigInteger.TWO.pow(width).subtract(BigInteger.ONE).shiftLeft(shift);
          BigInteger expected =
              unsigned(word).andNot(mask).or(BigInteger.valueOf(value).shiftLeft(shift).and(mask));
          assertThat(unsigned(field.set(word, value))).as("%s", field).isEqualTo(expected);
          assertThat(field.get(field.set(word, value))).as("%s", field).isEqualTo(value);
          assertThat(unsigned(field.mask())).as("%s", field).isEqualTo(mask);
        }
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> BitField.unsigned(0, 5).set(0, 32))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("0 to 31");
    assertThatThrownBy(() -> BitField.unsigned(0, 5).set(0, -1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> BitField.signed(0, 5).set(0, 16))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("-16 to 15");
    assertThat(BitField.unsigned(0, 64).set(0, -1)).isEqualTo(-1);
    assertThatThrownBy(() -> BitField.unsigned(60, 5)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> BitField.unsigned(0, 0)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> BitField.signed(-1, 5)).isInstanceOf(InvalidArgumentException.class);
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }
}
