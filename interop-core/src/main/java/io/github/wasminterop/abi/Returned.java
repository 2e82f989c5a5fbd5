package io.github.wasminterop.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the guest's function gives the result of a method that returns text, an array, a record or a
 * view.
 *
 * <pre>{@code
 * @Returned(value = ReturnForm.PACKED_POINTER_HIGH, free = true)
 * String reverse(String text);
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Returned {

  /**
   * How.
   *
   * @return the form
   */
  ReturnForm value();

  /**
   * Whether the caller owns what is returned: it is freed by the guest's allocator once it has been
   * read. Not for views, which would outlive it.
   *
   * @return true to free it
   */
  boolean free() default false;
}
