package io.github.wasminterop.abi;

/** Which half of an {@code i64} is the pointer, where a guest returns pointer and length in one. */
public enum Packing {
  /** {@code pointer << 32 | length}: what many Rust and Go guests return. */
  POINTER_HIGH,
  /** {@code length << 32 | pointer}: what some Zig and C guests return. */
  POINTER_LOW
}
