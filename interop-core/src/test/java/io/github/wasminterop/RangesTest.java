package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.OutOfBoundsException;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RangesTest {
  private static final long[] CORNERS = {
    0,
    1,
    2,
    3,
    7,
    8,
    65_535,
    65_536,
    65_537,
    Integer.MAX_VALUE - 1L,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE + 1L,
    0xFFFF_FFFFL,
    0x1_0000_0000L,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -2,
    -1
  };

  /** Compares with arithmetic that cannot overflow; a negative long stands for an unsigned one. */
  @Test
  void aRangeIsInAMemoryExactlyIfItsExactEndIs() {
    numbers()
        .forEach(
            pointer ->
                numbers()
                    .forEach(
                        size ->
                            LongStream.of(0, 1, 65_536, 0x1_0000_0000L, Long.MAX_VALUE)
                                .forEach(
                                    memory -> {
                                      boolean inside =
                                          unsigned(pointer)
                                                  .add(unsigned(size))
                                                  .compareTo(BigInteger.valueOf(memory))
                                              <= 0;
                                      Throwable thrown =
                                          catchThrowable(
                                              () ->
                                                  Ranges.checkInMemory(
                                                      "view", pointer, size, 1, memory));
                                      assertThat(thrown == null)
                                          .as("%s + %s in %s", pointer, size, memory)
                                          .isEqualTo(inside);
                                    })));
  }

  @Test
  void theErrorHasTheFacts() {
    assertThatThrownBy(() -> Ranges.checkInMemory("pixels", -1, 1, 4, 65_536))
        .isInstanceOfSatisfying(
            OutOfBoundsException.class,
            e -> {
              assertThat(e.subject()).isEqualTo("pixels");
              assertThat(e.offset()).isEqualTo(-1);
              assertThat(e.size()).isEqualTo(4);
              assertThat(e.limit()).isEqualTo(65_536);
            })
        .hasMessage(
            "pixels: 1 elements of 4 bytes at address 18446744073709551615 reach beyond the memory,"
                + " which has 65536 bytes");
  }

  @Test
  void elementsAreInAViewExactlyIfTheirExactEndIs() {
    numbers()
        .forEach(
            index ->
                numbers()
                    .forEach(
                        count -> {
                          boolean inside =
                              index >= 0
                                  && count >= 0
                                  && BigInteger.valueOf(index)
                                          .add(BigInteger.valueOf(count))
                                          .compareTo(BigInteger.valueOf(65_536))
                                      <= 0;
                          Throwable thrown =
                              catchThrowable(() -> Ranges.checkInView("v", index, count, 65_536));
                          assertThat(thrown == null).as("%s + %s", index, count).isEqualTo(inside);
                        }));
  }

  @Test
  void theErrorTellsAnIndexFromARange() {
    assertThatThrownBy(() -> Ranges.checkInView("v", 5, 1, 5))
        .hasMessage("v: index 5 is not in 0 <= index < 5");
    assertThatThrownBy(() -> Ranges.checkInView("v", 4, 2, 5))
        .hasMessage("v: 2 elements from index 4 on are not inside its 5");
  }

  @Test
  void sizesSaturate() {
    numbers()
        .forEach(
            length ->
                LongStream.of(1, 2, 4, 8)
                    .forEach(
                        size ->
                            assertThat(Ranges.byteLength(length, size))
                                .isEqualTo(
                                    unsigned(length)
                                        .multiply(BigInteger.valueOf(size))
                                        .min(BigInteger.valueOf(Long.MAX_VALUE))
                                        .longValue())));
    assertThat(Ranges.byteLength(Long.MAX_VALUE / 8, 8)).isEqualTo(Long.MAX_VALUE - 7);
    assertThat(Ranges.saturatedSum(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(Ranges.saturatedSum(3, 4)).isEqualTo(7);
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatCode(() -> Ranges.checkNotNegative("delta", 0)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Ranges.checkNotNegative("delta", -1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("delta is negative: -1");
  }

  private static LongStream numbers() {
    Random random = new Random(42);
    return LongStream.concat(LongStream.of(CORNERS), random.longs(50));
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
