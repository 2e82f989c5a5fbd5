package io.github.wasminterop.abi;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MalformedTextException;
import io.github.wasminterop.error.OutOfBoundsException;
import java.util.Arrays;
import java.util.Objects;

/**
 * How a string lies behind one pointer.
 *
 * <pre>{@code
 * String name = memory.readText(pointer, TextFormat.nulTerminated(TextEncoding.UTF_8, 256));
 * }</pre>
 *
 * <p>Immutable.
 */
public sealed interface TextFormat {

  /**
   * Text up to a NUL, as in C.
   *
   * @param encoding the encoding, whose unit the NUL is one of
   * @param maxBytes how many bytes the text and its NUL may take together: no more are looked at
   * @return the format
   * @throws InvalidArgumentException if {@code maxBytes < encoding.unitSize()}
   */
  static TextFormat nulTerminated(TextEncoding encoding, long maxBytes) {
    return new NulTerminated(encoding, maxBytes);
  }

  /**
   * Text behind its length. The pointer is that of the length, which may be unaligned.
   *
   * @param encoding the encoding
   * @param prefix how the length, in bytes, is stored: {@link Scalar#U8}, {@link Scalar#U16},
   *     {@link Scalar#U32} or {@link Scalar#U64}
   * @return the format
   * @throws InvalidArgumentException if the prefix is another scalar
   */
  static TextFormat lengthPrefixed(TextEncoding encoding, Scalar prefix) {
    return new LengthPrefixed(encoding, prefix);
  }

  /**
   * An AssemblyScript string: {@linkplain TextEncoding#wtf() WTF-16}, whose size in bytes is the
   * {@code u32} in the four bytes before the pointer.
   *
   * @return the format
   */
  static TextFormat assemblyScript() {
    return new AssemblyScript();
  }

  /** {@return the encoding of the text itself} */
  TextEncoding encoding();

  /**
   * How many of the bytes that {@link #encode} gives lie before the address by which the guest
   * knows the string.
   *
   * @return 4 for {@link #assemblyScript()}, else 0
   */
  int bytesBeforePointer();

  /**
   * Encodes text with all that belongs to it: a NUL, or its length.
   *
   * @param subject what is written, for the message
   * @param text the text
   * @return the bytes, from {@link #bytesBeforePointer()} bytes before the pointer on
   * @throws MalformedTextException if {@link #encoding()} cannot encode the text, or the text has a
   *     NUL and the format ends at one
   * @throws OutOfBoundsException if the bytes are more than the format has room for: {@code
   *     maxBytes}, or what the prefix can tell
   */
  byte[] encode(String subject, String text);

  /**
   * Text up to a NUL.
   *
   * @param encoding the encoding, whose unit the NUL is one of
   * @param maxBytes how many bytes the text and its NUL may take together
   */
  record NulTerminated(TextEncoding encoding, long maxBytes) implements TextFormat {
    /** Checks the limit. */
    public NulTerminated {
      if (maxBytes < encoding.unitSize()) {
        throw new InvalidArgumentException(
            "maxBytes has no room for a NUL of %s: %d".formatted(encoding, maxBytes));
      }
    }

    @Override
    public int bytesBeforePointer() {
      return 0;
    }

    @Override
    public byte[] encode(String subject, String text) {
      int nul = text.indexOf('\0');
      if (nul >= 0) {
        throw new MalformedTextException(
            "%s: the text has a NUL at index %d, where it would end for the guest"
                .formatted(subject, nul),
            subject,
            nul);
      }
      byte[] bytes = encoding.encode(subject, text);
      long size = (long) bytes.length + encoding.unitSize();
      checkFits(subject, size, maxBytes);
      return Arrays.copyOf(bytes, Math.toIntExact(size));
    }
  }

  /**
   * Text behind its length.
   *
   * @param encoding the encoding
   * @param prefix how the length, in bytes, is stored
   */
  record LengthPrefixed(TextEncoding encoding, Scalar prefix) implements TextFormat {
    /** Checks the prefix. */
    public LengthPrefixed {
      Objects.requireNonNull(encoding, "encoding");
      if (!prefix.isInteger() || prefix.isSigned() || prefix == Scalar.POINTER) {
        throw new InvalidArgumentException(
            "the length of a text is stored as u8, u16, u32 or u64, not as " + prefix);
      }
    }

    @Override
    public int bytesBeforePointer() {
      return 0;
    }

    @Override
    public byte[] encode(String subject, String text) {
      byte[] bytes = encoding.encode(subject, text);
      int digits = Math.min(prefix.byteSize(), Integer.BYTES) * Byte.SIZE;
      checkFits(subject, bytes.length, (1L << digits) - 1);
      return prefixed(prefix.byteSize(), bytes);
    }
  }

  /** An AssemblyScript string. */
  record AssemblyScript() implements TextFormat {
    private static final TextEncoding ENCODING = TextEncoding.UTF_16LE.wtf();

    @Override
    public TextEncoding encoding() {
      return ENCODING;
    }

    @Override
    public int bytesBeforePointer() {
      return Integer.BYTES;
    }

    @Override
    public byte[] encode(String subject, String text) {
      return prefixed(Integer.BYTES, ENCODING.encode(subject, text));
    }
  }

  private static byte[] prefixed(int prefixSize, byte[] bytes) {
    byte[] all = new byte[Math.addExact(prefixSize, bytes.length)];
    for (int i = 0; i < Math.min(prefixSize, Integer.BYTES); i++) {
      all[i] = (byte) (bytes.length >>> (i * Byte.SIZE));
    }
    System.arraycopy(bytes, 0, all, prefixSize, bytes.length);
    return all;
  }

  private static void checkFits(String subject, long size, long limit) {
    if (size > limit) {
      throw new OutOfBoundsException(
          "%s: the text takes %d bytes, and its format has room for %d"
              .formatted(subject, size, limit),
          subject,
          0,
          size,
          limit);
    }
  }
}
