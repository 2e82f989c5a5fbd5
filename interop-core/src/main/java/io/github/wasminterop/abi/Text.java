package io.github.wasminterop.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the text of a {@code String} lies in a guest's memory: a parameter or result of a method that
 * a guest's function is bound to or that a guest imports, or a component of a record. Without it,
 * text is UTF-8, passed by pointer and length.
 *
 * <pre>{@code
 * int puts(@Text(TextForm.NUL_TERMINATED) String line);
 *
 * @Text(TextForm.ASSEMBLY_SCRIPT)
 * String greet(@Text(TextForm.ASSEMBLY_SCRIPT) String name);
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Text {

  /** The encodings that can be named. */
  enum Encoding {
    /** {@link TextEncoding#UTF_8}. */
    UTF_8,
    /** {@link TextEncoding#UTF_16LE}. */
    UTF_16LE,
    /** {@link TextEncoding#UTF_16LE} that keeps lone surrogates: {@link TextEncoding#wtf()}. */
    WTF_16LE,
    /** {@link TextEncoding#LATIN_1}. */
    LATIN_1
  }

  /**
   * The form.
   *
   * @return how the end of the text is known
   */
  TextForm value() default TextForm.POINTER_LENGTH;

  /**
   * The encoding. {@link TextForm#ASSEMBLY_SCRIPT} has its own, and takes no notice.
   *
   * @return the encoding
   */
  Encoding encoding() default Encoding.UTF_8;

  /**
   * Whether malformed text is replaced instead of refused.
   *
   * @return true for {@link TextEncoding#lossy()}
   */
  boolean lossy() default false;

  /**
   * How far to look for the NUL of {@link TextForm#NUL_TERMINATED} text.
   *
   * @return the largest number of bytes, the NUL included
   */
  long maxBytes() default 1 << 16;

  /**
   * How the length of {@link TextForm#LENGTH_PREFIXED} text is stored.
   *
   * @return {@code U8}, {@code U16}, {@code U32} or {@code U64}
   */
  Scalar prefix() default Scalar.U32;
}
