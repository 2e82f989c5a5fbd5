package io.github.wasminterop.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a {@code String} is stored in a struct. With {@link Length} the text lies within the struct,
 * and only {@link #encoding()} counts; else the struct has its address, and the text is elsewhere.
 *
 * <pre>{@code
 * record Person(
 *     @Text String name,                                         // struct { const char *name;
 *     @Text(form = Text.Form.NUL_TERMINATED) String city,        //   size_t name_len; char *city;
 *     @Length(16) @Text String code) {}                          //   char code[16]; };
 * }</pre>
 *
 * <p>An address of 0 is null, and null is written as 0, except that a {@link Form#POINTER_LENGTH}
 * of length 0 is an empty text whatever its address.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Text {

  /** {@return how the text is found} */
  Form form() default Form.POINTER_LENGTH;

  /** {@return the encoding; {@link Form#ASSEMBLY_SCRIPT} has its own} */
  Encoding encoding() default Encoding.UTF_8;

  /** {@return how the length before a {@link Form#LENGTH_PREFIXED} text is stored} */
  Scalar prefix() default Scalar.U32;

  /**
   * How many bytes a {@link Form#NUL_TERMINATED} text and its NUL may take together.
   *
   * @return the limit in bytes
   */
  long maxBytes() default 1 << 16;

  /** How a text outside a struct is found. */
  enum Form {
    /** Its address, then its length in bytes, each as large as a pointer: Go, Rust's FFI. */
    POINTER_LENGTH,
    /** Its address; it ends at a NUL: C. */
    NUL_TERMINATED,
    /** The address of its length, in bytes, which the text follows. */
    LENGTH_PREFIXED,
    /** The address of an AssemblyScript string. */
    ASSEMBLY_SCRIPT
  }

  /** The encodings of a {@link TextEncoding}. */
  enum Encoding {
    /** {@link TextEncoding#UTF_8}, strict. */
    UTF_8(TextEncoding.UTF_8),
    /** {@link TextEncoding#UTF_8} with what is malformed replaced. */
    UTF_8_LOSSY(TextEncoding.UTF_8.lossy()),
    /** {@link TextEncoding#UTF_16LE}, strict. */
    UTF_16LE(TextEncoding.UTF_16LE),
    /** {@link TextEncoding#UTF_16LE} with lone surrogates kept. */
    WTF_16LE(TextEncoding.UTF_16LE.wtf()),
    /** {@link TextEncoding#LATIN_1}. */
    LATIN_1(TextEncoding.LATIN_1);

    @SuppressWarnings("ImmutableEnumChecker") // it is immutable, and says so
    private final TextEncoding encoding;

    Encoding(TextEncoding encoding) {
      this.encoding = encoding;
    }

    /** {@return the encoding} */
    public TextEncoding encoding() {
      return encoding;
    }
  }
}
