package io.github.wasminterop.type;

import java.util.Objects;

/**
 * One import of a module.
 *
 * @param module the first part of its two-part name
 * @param name the second part
 * @param type the type that it asks for
 */
public record ImportType(String module, String name, ExternType type) {

  /** Checks that nothing is null. */
  public ImportType {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }

  /** For instance {@code env.log (i32, i32) -> ()}. */
  @Override
  public String toString() {
    return module + "." + name + " " + type;
  }
}
