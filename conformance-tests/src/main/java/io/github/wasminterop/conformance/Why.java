package io.github.wasminterop.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Why a rule exists, in a clause that could follow "because". */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Why {

  /** {@return the reason} */
  String value();
}
