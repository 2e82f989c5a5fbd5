package io.github.wasminterop.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The length of an array or a text that lies within a struct, as C's {@code float matrix[16]} and
 * {@code char name[32]} do.
 *
 * <pre>{@code
 * record Joint(@Length(16) float[] matrix, @Length(32) String name, @Length(4) Weight[] weights) {}
 * }</pre>
 *
 * <p>A text takes exactly so many bytes. Shorter text is followed by NULs; what follows the first
 * NUL is not read; text that fills all bytes has no NUL.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Length {

  /** {@return the number of elements of an array, or of bytes of a text, above 0} */
  int value();
}
