package io.github.wasminterop.abi;

import static io.github.wasminterop.abi.TextEncoding.LATIN_1;
import static io.github.wasminterop.abi.TextEncoding.UTF_16LE;
import static io.github.wasminterop.abi.TextEncoding.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MalformedTextException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextEncodingTest {
  private static final List<TextEncoding> UNICODE =
      List.of(UTF_8, UTF_8.lossy(), UTF_16LE, UTF_16LE.lossy(), UTF_16LE.wtf());

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "héllo", "東京 🌡", "\uFFFD is itself", "\u0000", "\uFEFFmark"})
  void wellFormedTextComesBack(String text) {
    for (TextEncoding encoding : UNICODE) {
      byte[] bytes = encoding.encode("t", text);
      assertThat(bytes)
          .as("%s", encoding)
          .isEqualTo(
              text.getBytes(
                  encoding.unitSize() == 2 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8));
      assertThat(decode(encoding, bytes)).as("%s", encoding).isEqualTo(text);
    }
  }

  @ParameterizedTest(name = "{2}: {0}")
  @CsvSource({
    "61ff62,1,a byte that never occurs",
    "6180,1,a continuation without a beginning",
    "e282,0,a sequence that is cut off at the end",
    "61e28262,1,a sequence that is cut off in the middle",
    "c0af,0,an overlong form of two bytes",
    "e080af,0,an overlong form of three bytes",
    "f08080af,0,an overlong form of four bytes",
    "eda080,0,a surrogate",
    "f4908080,0,a number above U+10FFFF",
    "efbfbdff,3,a real U+FFFD before the fault"
  })
  void malformedUtf8IsRefusedOrReplaced(String hex, int position, String what) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertMalformed(UTF_8, bytes, position, what);
    assertThat(decode(UTF_8.lossy(), bytes))
        .as(what)
        .isEqualTo(new String(bytes, StandardCharsets.UTF_8))
        .contains("\uFFFD");
  }

  @ParameterizedTest(name = "{2}: {0}")
  @CsvSource({
    "610000d8,2,a high surrogate at the end,a\uFFFD",
    "00d86100,0,a high surrogate before a letter,\uFFFDa",
    "00dc6100,0,a low surrogate alone,\uFFFDa",
    "00dc00d8,0,a pair in the wrong order,\uFFFD\uFFFD"
  })
  void loneSurrogatesAreRefusedReplacedOrKept(
      String hex, int position, String what, String replaced) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertMalformed(UTF_16LE, bytes, position, what);
    assertThat(decode(UTF_16LE.lossy(), bytes)).as(what).isEqualTo(replaced);
    String kept = decode(UTF_16LE.wtf(), bytes);
    assertThat(kept).as(what).hasSize(bytes.length / 2);
    assertThat(UTF_16LE.wtf().encode("t", kept)).as(what).isEqualTo(bytes);
    assertThat(UTF_16LE.lossy().encode("t", kept))
        .as(what)
        .isEqualTo(replaced.getBytes(StandardCharsets.UTF_16LE));
    assertThat(UTF_8.lossy().encode("t", kept))
        .as(what)
        .isEqualTo(replaced.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anOddNumberOfBytesIsNoUtf16() {
    byte[] bytes = {'a', 0, 'b'};
    assertMalformed(UTF_16LE, bytes, 2, "strict");
    assertMalformed(UTF_16LE.wtf(), bytes, 2, "WTF");
    assertMalformed(UTF_16LE, new byte[1], 0, "one byte");
    assertThat(decode(UTF_16LE.lossy(), bytes)).isEqualTo("a\uFFFD");
  }

  @Test
  void aByteOrderMarkIsKeptUnlessItIsUnwanted() {
    for (TextEncoding encoding : UNICODE) {
      byte[] bytes = encoding.encode("t", "\uFEFF\uFEFFx");
      assertThat(decode(encoding, bytes)).as("%s", encoding).isEqualTo("\uFEFF\uFEFFx");
      TextEncoding without = encoding.withoutByteOrderMark();
      assertThat(decode(without, bytes)).as("%s", without).isEqualTo("\uFEFFx");
      assertThat(without.encode("t", "\uFEFF\uFEFFx")).as("%s", without).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,'\uD83C'", "1,'a\uDF21'", "2,'ab\uD83Cc'"})
  void loneSurrogatesAreNotEncoded(int position, String text) {
    for (TextEncoding encoding : List.of(UTF_8, UTF_16LE)) {
      assertThatThrownBy(() -> encoding.encode("title", text))
          .isInstanceOfSatisfying(
              MalformedTextException.class, e -> assertThat(e.position()).isEqualTo(position));
    }
  }

  @Test
  void latin1HasTheFirst256Characters() {
    byte[] all = new byte[256];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
      text.append((char) i);
    }
    assertThat(decode(LATIN_1, all)).isEqualTo(text.toString());
    assertThat(LATIN_1.encode("t", text.toString())).isEqualTo(all);
    assertThatThrownBy(() -> LATIN_1.encode("t", "é€"))
        .isInstanceOfSatisfying(
            MalformedTextException.class, e -> assertThat(e.position()).isEqualTo(1))
        .hasMessageContaining("U+20AC");
    assertThat(LATIN_1.lossy().encode("t", "é€🦀")).containsExactly(0xe9, '?', '?');
  }

  @Test
  void onlyUtf16CanKeepLoneSurrogates() {
    assertThatThrownBy(UTF_8::wtf).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(LATIN_1::wtf).isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void aPartOfAnArrayIsDecodedWithoutTheRest() {
    byte[] bytes = {(byte) 0xff, 'a', (byte) 0xff, 'b', 0, (byte) 0xff};
    assertThat(UTF_8.decode("t", bytes, 1, 1)).isEqualTo("a");
    assertThat(UTF_16LE.decode("t", bytes, 3, 2)).isEqualTo("b");
    assertThatThrownBy(() -> UTF_8.decode("t", bytes, 1, 2))
        .isInstanceOfSatisfying(
            MalformedTextException.class, e -> assertThat(e.position()).isEqualTo(1));
    assertThatThrownBy(() -> UTF_8.decode("t", bytes, 5, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void wtf16KeepsEverySequenceOfUnits() {
    Random random = new Random(7);
    for (int run = 0; run < 1_000; run++) {
      byte[] bytes = new byte[2 * random.nextInt(20)];
      random.nextBytes(bytes);
      for (int i = 1; i < bytes.length; i += 2) {
        bytes[i] = (byte) (random.nextBoolean() ? 0xd8 + random.nextInt(8) : bytes[i]);
      }
      String text = decode(UTF_16LE.wtf(), bytes);
      assertThat(UTF_16LE.wtf().encode("t", text)).isEqualTo(bytes);
    }
  }

  @Test
  void encodingsAreEqualIfTheyDoTheSame() {
    assertThat(UTF_8.lossy().withoutByteOrderMark())
        .isEqualTo(UTF_8.withoutByteOrderMark().lossy())
        .hasSameHashCodeAs(UTF_8.withoutByteOrderMark().lossy())
        .isNotEqualTo(UTF_8.lossy())
        .isNotEqualTo(UTF_16LE.lossy().withoutByteOrderMark())
        .hasToString("UTF-8, lossy, without byte order mark");
  }

  private static String decode(TextEncoding encoding, byte[] bytes) {
    return encoding.decode("t", bytes, 0, bytes.length);
  }

  private static void assertMalformed(
      TextEncoding encoding, byte[] bytes, int position, String what) {
    assertThatThrownBy(() -> encoding.decode("title", bytes, 0, bytes.length))
        .as(what)
        .isInstanceOfSatisfying(
            MalformedTextException.class,
            e -> {
              assertThat(e.position()).isEqualTo(position);
              assertThat(e.subject()).isEqualTo("title");
            })
        .hasMessageContaining("title");
  }
}
