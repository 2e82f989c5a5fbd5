package io.github.wasminterop.abi;

/** How a guest's function gives text, an array or a struct back. */
public enum ReturnForm {
  /** One {@code i64}: the pointer in its high half, the length in its low half. */
  PACKED_POINTER_HIGH,
  /** One {@code i64}: the length in its high half, the pointer in its low half. */
  PACKED_POINTER_LOW,
  /** Two results: the pointer, then the length. */
  MULTI_VALUE,
  /**
   * No result, but a first parameter: the address where the function writes. Of a struct, that is
   * the struct itself, as C returns it; of text and arrays, the pointer and then the length, each
   * as large as an address.
   */
  OUT_POINTER,
  /**
   * One pointer: to a struct, or to text whose form tells its own length. Null is {@code null} in
   * Java.
   */
  POINTER
}
