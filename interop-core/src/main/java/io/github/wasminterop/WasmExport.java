package io.github.wasminterop;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of the exported function that a method of an interface calls, where it differs from the
 * method's own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WasmExport {

  /**
   * The name of the export.
   *
   * @return the name
   */
  String value();
}
