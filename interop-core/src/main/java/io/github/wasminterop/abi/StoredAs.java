package io.github.wasminterop.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how a component of a record, or each element of an array, is stored, where that is not what
 * its Java type has by default.
 *
 * <pre>{@code
 * record Entry(@StoredAs(Scalar.U32) long id, @StoredAs(Scalar.U8) Colour colour) {}
 * }</pre>
 *
 * <p>Integers, {@code char}, {@code boolean} and enums are stored as any integer that is not larger
 * than the Java type (an enum and a {@code boolean}: as any). A smaller one is checked when
 * written; one of the same size keeps the bits, so that an {@code int} stored as {@link Scalar#U32}
 * is negative from 2<sup>31</sup> on. Only a {@code long} is stored as {@link Scalar#POINTER}.
 * {@code float} is stored as {@link Scalar#F16} or {@link Scalar#F32}, {@code double} as those or
 * {@link Scalar#F64}, rounded to the nearest when written.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface StoredAs {

  /** {@return how it is stored} */
  Scalar value();
}
