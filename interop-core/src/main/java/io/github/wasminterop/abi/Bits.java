package io.github.wasminterop.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a component is a bit-field of C, placed as clang does for WebAssembly.
 *
 * <pre>{@code
 * record Date(                                        // struct {
 *     @StoredAs(Scalar.U32) @Bits(5) int day,         //   unsigned day : 5;
 *     @StoredAs(Scalar.U32) @Bits(4) int month,       //   unsigned month : 4;
 *     @Bits(23) int year) {}                          //   int year : 23; };
 * }</pre>
 *
 * <p>The type that C declares is the component's {@link Scalar}, an integer or {@link Scalar#BOOL}.
 * Bit-fields follow one another from the lowest bit up. One that would cross a multiple of its
 * type's size begins at that multiple instead, except in a {@linkplain Packed packed} struct.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Bits {

  /** {@return the number of bits, from 1 to those of the type; of {@link Scalar#BOOL}, 1} */
  int value();

  /**
   * Says that an unnamed bit-field of width 0 and of the same type comes before this one in C,
   * which makes this one begin at a multiple of its type's size.
   *
   * @return whether it does
   */
  boolean startsUnit() default false;
}
