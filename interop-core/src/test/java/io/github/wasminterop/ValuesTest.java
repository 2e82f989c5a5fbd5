package io.github.wasminterop;

import static io.github.wasminterop.type.ValueType.F32;
import static io.github.wasminterop.type.ValueType.F64;
import static io.github.wasminterop.type.ValueType.I32;
import static io.github.wasminterop.type.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.ValueType;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {

  static List<Arguments> fitting() {
    BigInteger two64 = BigInteger.ONE.shiftLeft(64);
    return List.of(
        Arguments.of(I32, -1, -1),
        Arguments.of(I32, (byte) -1, -1),
        Arguments.of(I32, (short) 300, 300),
        Arguments.of(I32, 0xFFFF_FFFFL, -1),
        Arguments.of(I32, -0x8000_0000L, Integer.MIN_VALUE),
        Arguments.of(I32, BigInteger.TEN, 10),
        Arguments.of(I32, true, 1),
        Arguments.of(I32, false, 0),
        Arguments.of(I64, -1, -1L),
        Arguments.of(I64, Long.MIN_VALUE, Long.MIN_VALUE),
        Arguments.of(I64, two64.subtract(BigInteger.ONE), -1L),
        Arguments.of(I64, BigInteger.valueOf(Long.MIN_VALUE), Long.MIN_VALUE),
        Arguments.of(F32, 1.5f, 1.5f),
        Arguments.of(F32, 1.5, 1.5f),
        Arguments.of(F32, -0.0, -0.0f),
        Arguments.of(F32, Double.NaN, Float.NaN),
        Arguments.of(F32, 7, 7f),
        Arguments.of(F64, 0.1, 0.1),
        Arguments.of(F64, 0.5f, 0.5),
        Arguments.of(F64, 0, 0d),
        Arguments.of(F64, -7, -7d),
        Arguments.of(F64, 1L << 53, 0x1p53),
        Arguments.of(F64, (1L << 53) - 1, 0x1p53 - 1),
        Arguments.of(F64, BigInteger.TWO.pow(1023), 0x1p1023));
  }

  @ParameterizedTest
  @MethodSource
  void fitting(ValueType type, Object given, Object wanted) {
    assertThat(Values.fromBits(type, Values.toBits(type, given, "f"))).isEqualTo(wanted);
  }

  static List<Arguments> unfitting() {
    BigInteger two64 = BigInteger.ONE.shiftLeft(64);
    return List.of(
        Arguments.of(I32, 0x1_0000_0000L),
        Arguments.of(I32, -0x8000_0001L),
        Arguments.of(I32, 1.0),
        Arguments.of(I32, "1"),
        Arguments.of(I64, two64),
        Arguments.of(I64, BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.ONE)),
        Arguments.of(I64, true),
        Arguments.of(F32, 0.1),
        Arguments.of(F32, (1 << 24) + 1),
        Arguments.of(F32, 1e300),
        Arguments.of(F64, (1L << 53) + 1),
        Arguments.of(F64, BigInteger.TWO.pow(1024)),
        Arguments.of(F64, 'c'),
        Arguments.of(ValueType.V128, 1),
        Arguments.of(ValueType.EXTERNREF, "x"));
  }

  @ParameterizedTest
  @MethodSource
  void unfitting(ValueType type, Object given) {
    assertThatThrownBy(() -> Values.toBits(type, given, "sum"))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContainingAll("sum", String.valueOf(given), type.toString());
  }

  @Test
  void nullIsNoValue() {
    assertThatThrownBy(() -> Values.toBits(I32, null, "sum"))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("null");
  }

  @Test
  void nanPayloadsAreKept() {
    long f32 = 0x7FA0_1234L;
    long f64 = 0x7FF4_0000_1234_5678L;
    assertThat(Values.toBits(F32, Values.fromBits(F32, f32), "x")).isEqualTo(f32);
    assertThat(Values.toBits(F64, Values.fromBits(F64, f64), "x")).isEqualTo(f64);
  }

  @Test
  void theNumberOfArgumentsMustFit() {
    assertThatThrownBy(() -> Values.toBits(List.of(I32, I64), new Object[] {1}, "sum"))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessage("sum takes 2 arguments [i32, i64] and was given 1");
  }

  @Test
  void resultsBecomeOneObject() {
    assertThat(Values.fromBits(List.of(), new long[0])).isNull();
    assertThat(Values.fromBits(List.of(I64), new long[] {5})).isEqualTo(5L);
    assertThat(Values.fromBits(List.of(I32, I64), new long[] {-1, 5})).isEqualTo(List.of(-1, 5L));
  }
}
