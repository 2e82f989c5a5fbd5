package io.github.wasminterop.abi;

/** How a guest passes text, or stores it in a struct. */
public enum TextForm {
  /** A pointer and, after it, the length in bytes: Rust's {@code &str}, Go's {@code string}. */
  POINTER_LENGTH,
  /** A pointer to text that ends by a NUL: C's {@code char *}. */
  NUL_TERMINATED,
  /** A pointer to a length in bytes, which the text follows. */
  LENGTH_PREFIXED,
  /** A pointer to an AssemblyScript string, which has its length before it. */
  ASSEMBLY_SCRIPT
}
