package io.github.wasminterop.abi;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MalformedTextException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * How bytes become a {@code String}, and a {@code String} bytes.
 *
 * <pre>{@code
 * String exact = memory.readText(1024, 16, TextEncoding.UTF_8);
 * String shown = memory.readText(1024, 16, TextEncoding.UTF_8.lossy().withoutByteOrderMark());
 * }</pre>
 *
 * <p>The constants are strict: bytes that are not text in the encoding, and text that it cannot
 * express, are refused. A byte order mark is kept: the text is what the guest wrote.
 *
 * <p>Immutable.
 */
public final class TextEncoding {
  private static final char REPLACEMENT = '\uFFFD';
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** UTF-8: Rust, Go, Zig, and most C. */
  public static final TextEncoding UTF_8 = strict(StandardCharsets.UTF_8);

  /** UTF-16 in little-endian order: AssemblyScript, and C's {@code char16_t}. */
  public static final TextEncoding UTF_16LE = strict(StandardCharsets.UTF_16LE);

  /** ISO 8859-1: each byte is the character U+0000 to U+00FF of its number. */
  public static final TextEncoding LATIN_1 = strict(StandardCharsets.ISO_8859_1);

  private final Charset charset;
  private final Malformed malformed;
  private final boolean dropsByteOrderMark;

  private TextEncoding(Charset charset, Malformed malformed, boolean dropsByteOrderMark) {
    this.charset = charset;
    this.malformed = malformed;
    this.dropsByteOrderMark = dropsByteOrderMark;
  }

  private static TextEncoding strict(Charset charset) {
    return new TextEncoding(charset, Malformed.REFUSED, false);
  }

  private enum Malformed {
    REFUSED,
    REPLACED,
    KEPT
  }

  /**
   * The same, with what is malformed replaced. When read, each malformed sequence becomes U+FFFD,
   * as in {@link String#String(byte[], Charset)}. When written, a surrogate without its other half
   * becomes U+FFFD, and in {@link #LATIN_1} each character above U+00FF a {@code ?}.
   *
   * @return the encoding
   */
  public TextEncoding lossy() {
    return new TextEncoding(charset, Malformed.REPLACED, dropsByteOrderMark);
  }

  /**
   * The same, with surrogates that lack their other half kept as they are, both ways: WTF-16, which
   * is what strings are in Java, JavaScript and AssemblyScript. An odd number of bytes is refused.
   *
   * @return the encoding
   * @throws InvalidArgumentException if this is not {@link #UTF_16LE}
   */
  public TextEncoding wtf() {
    if (unitSize() != 2) {
      throw new InvalidArgumentException(
          this + " has no room for a surrogate without its other half; only UTF_16LE has");
    }
    return new TextEncoding(charset, Malformed.KEPT, dropsByteOrderMark);
  }

  /**
   * The same, without a byte order mark, U+FEFF, at the beginning of what is read. {@link #LATIN_1}
   * has none. What is written is the text as it is, in any case.
   *
   * @return the encoding
   */
  public TextEncoding withoutByteOrderMark() {
    return new TextEncoding(charset, malformed, true);
  }

  /**
   * The size of a code unit, which is also that of a NUL.
   *
   * @return the size in bytes: 2 for {@link #UTF_16LE}, else 1
   */
  public int unitSize() {
    return charset.equals(StandardCharsets.UTF_16LE) ? 2 : 1;
  }

  /**
   * Decodes bytes.
   *
   * @param subject what is read, for the message
   * @param bytes the array that has the bytes
   * @param offset where they begin in it
   * @param length how many they are
   * @return the text
   * @throws MalformedTextException if the bytes are not text in this encoding, and it is not
   *     {@linkplain #lossy() lossy}; its position is in bytes
   * @throws IndexOutOfBoundsException if {@code offset < 0}, {@code length < 0} or {@code offset +
   *     length > bytes.length}
   */
  public String decode(String subject, byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    String text =
        unitSize() == 2
            ? decodeUnits(subject, bytes, offset, length)
            : new String(bytes, offset, length, charset);
    // A text without U+FFFD had nothing to replace; only one that has it needs the slow, strict
    // decoder.
    if (charset.equals(StandardCharsets.UTF_8)
        && malformed == Malformed.REFUSED
        && text.indexOf(REPLACEMENT) >= 0) {
      requireUtf8(subject, ByteBuffer.wrap(bytes, offset, length).slice());
    }
    return dropsByteOrderMark && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  /**
   * Encodes text, without a byte order mark or a final NUL.
   *
   * @param subject what is written, for the message
   * @param text the text
   * @return the bytes
   * @throws MalformedTextException if the text has a surrogate without its other half or, for
   *     {@link #LATIN_1}, a character above U+00FF, and this encoding neither replaces nor keeps
   *     it; its position is an index of the text
   */
  public byte[] encode(String subject, String text) {
    if (charset.equals(StandardCharsets.ISO_8859_1)) {
      if (malformed == Malformed.REFUSED) {
        requireLatin1(subject, text);
      }
      return text.getBytes(charset);
    }
    if (malformed == Malformed.KEPT) {
      byte[] bytes = new byte[Math.multiplyExact(text.length(), 2)];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().put(text);
      return bytes;
    }
    int lone = loneSurrogate(text, 0);
    if (lone >= 0 && malformed == Malformed.REFUSED) {
      throw new MalformedTextException(
          "%s: the text has a surrogate without its other half at index %d; %s cannot encode it"
              .formatted(subject, lone, this),
          subject,
          lone);
    }
    return (lone < 0 ? text : replaced(text, lone)).getBytes(charset);
  }

  /** Two encodings are equal if they give the same results. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TextEncoding that
        && charset.equals(that.charset)
        && malformed == that.malformed
        && dropsByteOrderMark == that.dropsByteOrderMark;
  }

  @Override
  public int hashCode() {
    return Objects.hash(charset, malformed, dropsByteOrderMark);
  }

  /** For instance {@code UTF-8}, or {@code UTF-8, lossy, without byte order mark}. */
  @Override
  public String toString() {
    String how =
        switch (malformed) {
          case REFUSED -> "";
          case REPLACED -> ", lossy";
          case KEPT -> ", WTF";
        };
    return charset.name() + how + (dropsByteOrderMark ? ", without byte order mark" : "");
  }

  private String decodeUnits(String subject, byte[] bytes, int offset, int length) {
    boolean odd = length % 2 != 0;
    if (odd && malformed != Malformed.REPLACED) {
      throw new MalformedTextException(
          "%s: malformed UTF-16: %d bytes are no whole number of units".formatted(subject, length),
          subject,
          length - 1);
    }
    char[] units = new char[length / 2 + (odd ? 1 : 0)];
    ByteBuffer.wrap(bytes, offset, length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asCharBuffer()
        .get(units, 0, length / 2);
    if (odd) {
      units[length / 2] = REPLACEMENT;
    }
    String text = new String(units);
    int lone = malformed == Malformed.KEPT ? -1 : loneSurrogate(text, 0);
    if (lone >= 0 && malformed == Malformed.REFUSED) {
      throw new MalformedTextException(
          "%s: malformed UTF-16: a surrogate without its other half at byte %d; read lossy() to see it as U+FFFD, wtf() to keep it"
              .formatted(subject, 2L * lone),
          subject,
          2L * lone);
    }
    return lone < 0 ? text : replaced(text, lone);
  }

  private static void requireUtf8(String subject, ByteBuffer bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    if (decoder.decode(bytes, CharBuffer.allocate(bytes.remaining()), true).isError()) {
      int position = bytes.position();
      throw new MalformedTextException(
          "%s: malformed UTF-8 at byte %d (0x%02x); read lossy() to see it as U+FFFD"
              .formatted(subject, position, bytes.get(position)),
          subject,
          position);
    }
  }

  private static void requireLatin1(String subject, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        throw new MalformedTextException(
            "%s: the text has U+%04X at index %d; ISO-8859-1 ends at U+00FF"
                .formatted(subject, text.codePointAt(i), i),
            subject,
            i);
      }
    }
  }

  /** The index of the first surrogate without its other half, from an index on, or -1. */
  private static int loneSurrogate(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(unit)) {
        return i;
      }
    }
    return -1;
  }

  private static String replaced(String text, int firstLone) {
    StringBuilder result = new StringBuilder(text);
    for (int i = firstLone; i >= 0; i = loneSurrogate(text, i + 1)) {
      result.setCharAt(i, REPLACEMENT);
    }
    return result.toString();
  }
}
