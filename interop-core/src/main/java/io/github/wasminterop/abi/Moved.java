package io.github.wasminterop.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Text, an array or a record that the guest's function takes over: what is allocated for it is the
 * guest's from the beginning of the call on, also when the call traps, and not freed after it.
 * Functions built with wasm-bindgen take over all strings and vectors.
 *
 * <pre>{@code
 * @Returned(value = ReturnForm.OUT_POINTER, free = true)
 * String greet(@Moved String name);
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Moved {}
