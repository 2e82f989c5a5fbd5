package io.github.wasminterop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.MalformedTextException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "héllo", "東京 🌡", "\uFFFD is itself", "\u0000", "\uFEFFmark"})
  void wellFormedTextComesBack(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(Utf8.STRICT.decode("t", bytes)).isEqualTo(text);
    assertThat(Utf8.LOSSY.decode("t", bytes)).isEqualTo(text);
    assertThat(Utf8.encode("t", text)).isEqualTo(bytes);
  }

  @ParameterizedTest(name = "{2}: {0}")
  @CsvSource({
    "61ff62,1,a byte that never occurs",
    "6180,1,a continuation without a beginning",
    "e282,0,a sequence that is cut off at the end",
    "61e28262,1,a sequence that is cut off in the middle",
    "c0af,0,an overlong form of two bytes",
    "e080af,0,an overlong form of three bytes",
    "eda080,0,a surrogate",
    "f4908080,0,a number above U+10FFFF",
    "efbfbdff,3,a real U+FFFD before the fault"
  })
  void malformedBytesAreRefusedOrReplaced(String hex, int position, String what) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> Utf8.STRICT.decode("title", bytes))
        .as(what)
        .isInstanceOfSatisfying(
            MalformedTextException.class,
            e -> {
              assertThat(e.position()).isEqualTo(position);
              assertThat(e.subject()).isEqualTo("title");
            })
        .hasMessageContainingAll("title", "byte " + position);
    assertThat(Utf8.LOSSY.decode("title", bytes)).as(what).contains("\uFFFD");
  }

  @Test
  void aByteOrderMarkIsKeptUnlessItIsUnwanted() {
    byte[] bytes = "\uFEFF\uFEFFx".getBytes(UTF_8);
    assertThat(Utf8.STRICT.decode("t", bytes)).isEqualTo("\uFEFF\uFEFFx");
    assertThat(Utf8.STRICT.withoutByteOrderMark().decode("t", bytes)).isEqualTo("\uFEFFx");
    assertThat(Utf8.LOSSY.withoutByteOrderMark().decode("t", bytes)).isEqualTo("\uFEFFx");
  }

  @ParameterizedTest
  @CsvSource({"0,'\uD83C'", "1,'a\uDF21'", "2,'ab\uD83Cc'"})
  void loneSurrogatesAreNotEncoded(int position, String text) {
    assertThatThrownBy(() -> Utf8.encode("title", text))
        .isInstanceOfSatisfying(
            MalformedTextException.class, e -> assertThat(e.position()).isEqualTo(position));
  }
}
