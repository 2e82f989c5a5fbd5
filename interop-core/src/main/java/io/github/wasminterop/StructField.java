package io.github.wasminterop;

import io.github.wasminterop.abi.BitField;
import io.github.wasminterop.abi.Scalar;
import java.util.Optional;

/**
 * A field of a {@link StructType}: where it lies and what it holds. A field belongs to the very
 * object that it was taken from; keep both in constants.
 *
 * <p>Immutable; may be shared between threads.
 *
 * @see StructType#field(String)
 */
public sealed interface StructField permits StructSlot {

  /**
   * Where the field is found from the struct.
   *
   * @return names, with dots between, and indexes: {@code a.b[2].c}
   */
  String path();

  /**
   * Where the field begins, as C's {@code offsetof} tells.
   *
   * @return the distance from the beginning of the struct in bytes; of a bit-field, that of the
   *     byte with its lowest bit
   */
  long byteOffset();

  /**
   * The size of all elements.
   *
   * @return the size in bytes; of a bit-field, that of its declared type
   */
  long byteSize();

  /**
   * The number of elements.
   *
   * @return the length of an array; 1 if it is none
   */
  int count();

  /**
   * Tells whether the field is an array.
   *
   * @return whether it is, even one of a single element
   */
  boolean isArray();

  /**
   * What the field holds, or each element of it.
   *
   * @return the scalar; of a bit-field, its declared type; nothing if it is a struct or a text
   */
  Optional<Scalar> scalar();

  /**
   * The struct that the field is, or each element of it.
   *
   * @return the struct, if it is one
   */
  Optional<StructType<?>> struct();

  /**
   * The bits of a bit-field.
   *
   * @return the bits, counted from the lowest bit of the byte at {@link #byteOffset()} on, if it is
   *     a bit-field
   */
  Optional<BitField> bits();
}
