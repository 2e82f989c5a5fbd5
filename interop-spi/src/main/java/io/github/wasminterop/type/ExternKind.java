package io.github.wasminterop.type;

import java.util.Locale;

/**
 * The kind of something that a module imports or exports.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/syntax/types.html#external-types">Specification:
 *     external types</a>
 */
public enum ExternKind {
  /** A function. */
  FUNCTION,
  /** A table of references. */
  TABLE,
  /** A linear memory. */
  MEMORY,
  /** A global variable. */
  GLOBAL;

  /** The name as in the text of an error, for instance {@code function}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
