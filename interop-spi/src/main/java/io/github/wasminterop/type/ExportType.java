package io.github.wasminterop.type;

import java.util.Objects;

/**
 * One export of a module.
 *
 * @param name its name
 * @param type its type
 */
public record ExportType(String name, ExternType type) {

  /** Checks that nothing is null. */
  public ExportType {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }

  /** For instance {@code sum (i32, i32) -> (i64)}. */
  @Override
  public String toString() {
    return name + " " + type;
  }
}
