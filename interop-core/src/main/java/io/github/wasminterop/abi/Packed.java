package io.github.wasminterop.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the fields of a struct follow one another without padding, and that it may lie at any
 * address: C's {@code __attribute__((packed))}, Rust's {@code repr(C, packed)}. Structs within it
 * keep their own layout.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Packed {}
