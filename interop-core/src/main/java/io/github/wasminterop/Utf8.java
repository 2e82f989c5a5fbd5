package io.github.wasminterop;

import io.github.wasminterop.error.MalformedTextException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * How UTF-8 bytes become a {@code String}.
 *
 * <pre>{@code
 * String exact = view.utf8(Utf8.STRICT);
 * String shown = view.utf8(Utf8.LOSSY.withoutByteOrderMark());
 * }</pre>
 *
 * @param lossy whether each malformed sequence becomes U+FFFD, as in {@link String#String(byte[],
 *     java.nio.charset.Charset)}; if not, malformed bytes are refused
 * @param dropsByteOrderMark whether a U+FEFF at the very beginning is left out
 */
public record Utf8(boolean lossy, boolean dropsByteOrderMark) {

  /**
   * Malformed bytes are refused, and a byte order mark is kept: the text is what the guest wrote.
   */
  public static final Utf8 STRICT = new Utf8(false, false);

  /** Malformed sequences become U+FFFD, and a byte order mark is kept. */
  public static final Utf8 LOSSY = new Utf8(true, false);

  private static final char REPLACEMENT = '\uFFFD';
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * The same, without a byte order mark at the beginning of the text.
   *
   * @return the decoding
   */
  public Utf8 withoutByteOrderMark() {
    return new Utf8(lossy, true);
  }

  String decode(String subject, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    // A text without U+FFFD had nothing to replace; only one that has it needs the slow, strict
    // decoder.
    if (!lossy && text.indexOf(REPLACEMENT) >= 0) {
      requireWellFormed(subject, bytes);
    }
    return dropsByteOrderMark && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  static byte[] encode(String subject, String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(unit)) {
        throw new MalformedTextException(
            "%s: the text has a surrogate without its other half at index %d; UTF-8 cannot encode it"
                .formatted(subject, i),
            subject,
            i);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void requireWellFormed(String subject, byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer source = ByteBuffer.wrap(bytes);
    CoderResult result = decoder.decode(source, CharBuffer.allocate(bytes.length), true);
    if (result.isError()) {
      throw new MalformedTextException(
          "%s: malformed UTF-8 at byte %d (0x%02x); read with Utf8.LOSSY to see it as U+FFFD"
              .formatted(subject, source.position(), bytes[source.position()]),
          subject,
          source.position());
    }
  }
}
