package io.github.wasminterop.abi;

import java.util.Locale;

/**
 * How one number, truth value or address is stored in a guest's memory: little-endian, in so many
 * bytes, aligned to its own size.
 */
public enum Scalar {
  /** A signed byte: C's {@code int8_t}, Rust's {@code i8}. */
  I8(1),
  /** An unsigned byte: C's {@code uint8_t}, Rust's {@code u8}. */
  U8(1),
  /** A signed 16-bit integer: C's {@code int16_t}, Rust's {@code i16}. */
  I16(2),
  /** An unsigned 16-bit integer: C's {@code uint16_t}, Rust's {@code u16}. */
  U16(2),
  /** A signed 32-bit integer: C's {@code int32_t}, Rust's {@code i32}. */
  I32(4),
  /** An unsigned 32-bit integer: C's {@code uint32_t}, Rust's {@code u32}. */
  U32(4),
  /** A signed 64-bit integer: C's {@code int64_t}, Rust's {@code i64}. */
  I64(8),
  /** An unsigned 64-bit integer: C's {@code uint64_t}, Rust's {@code u64}. */
  U64(8),
  /** An IEEE 754 binary16 number: C's {@code _Float16}. */
  F16(2),
  /** An IEEE 754 binary32 number: C's {@code float}, Rust's {@code f32}. */
  F32(4),
  /** An IEEE 754 binary64 number: C's {@code double}, Rust's {@code f64}. */
  F64(8),
  /** A byte that is 0 for false and 1 for true: C's {@code bool}, Rust's {@code bool}. */
  BOOL(1),
  /**
   * An unsigned address or size: C's pointers and {@code size_t}, Rust's references and {@code
   * usize}. It takes 4 bytes, and 8 in a memory with 64-bit addresses.
   */
  POINTER(4);

  private final int byteSize;

  Scalar(int byteSize) {
    this.byteSize = byteSize;
  }

  /**
   * The size, which is the alignment, too, in a memory with 32-bit addresses.
   *
   * @return the size in bytes: 1, 2, 4 or 8
   */
  public int byteSize() {
    return byteSize;
  }

  /**
   * The size, which is the alignment, too.
   *
   * @param memory64 whether the memory has 64-bit addresses, which makes a {@link #POINTER} 8 bytes
   *     and changes nothing else
   * @return the size in bytes: 1, 2, 4 or 8
   */
  public int byteSize(boolean memory64) {
    return this == POINTER && memory64 ? 8 : byteSize;
  }

  /**
   * Tells integers from the rest.
   *
   * @return true unless this is {@link #F16}, {@link #F32}, {@link #F64} or {@link #BOOL}
   */
  public boolean isInteger() {
    return switch (this) {
      case I8, U8, I16, U16, I32, U32, I64, U64, POINTER -> true;
      case F16, F32, F64, BOOL -> false;
    };
  }

  /**
   * Tells which integers may be negative.
   *
   * @return true if this is {@link #I8}, {@link #I16}, {@link #I32} or {@link #I64}
   */
  public boolean isSigned() {
    return switch (this) {
      case I8, I16, I32, I64 -> true;
      case U8, U16, U32, U64, F16, F32, F64, BOOL, POINTER -> false;
    };
  }

  /** The name as messages have it, for instance {@code u8}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
