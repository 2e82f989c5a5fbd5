package io.github.wasminterop;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that guests may import: {@link WasmImports#functions}.
 *
 * <pre>{@code
 * final class Host {
 *   @WasmImport
 *   void log(String message) {
 *     System.out.println(message);
 *   }
 * }
 * WasmImports imports = WasmImports.none().functions("env", new Host());
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WasmImport {

  /**
   * The second part of the import's name.
   *
   * @return the name; empty for the method's own
   */
  String value() default "";
}
