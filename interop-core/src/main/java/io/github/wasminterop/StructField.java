package io.github.wasminterop;

import io.github.wasminterop.abi.BitField;
import io.github.wasminterop.abi.Scalar;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field of a {@link StructType}: where it lies and what it holds. A field belongs to the very
 * object that it was taken from; keep both in constants.
 *
 * <p>Immutable; may be shared between threads.
 *
 * @see StructType#field(String)
 */
public final class StructField {
  private final String path;
  private final Content content;
  private final int count;

  final StructType<?> owner;
  final long offset;

  /** The bits of a bit-field, counted from the lowest of the byte at the offset. */
  final @Nullable BitField bits;

  /** What a cursor reads and writes at once: null for arrays, structs, texts and bit-fields. */
  final @Nullable Scalar plain;

  /**
   * Creates the field.
   *
   * @param count the number of elements of an array, or 0 if it is none
   */
  StructField(
      StructType<?> owner,
      String path,
      long offset,
      @Nullable BitField bits,
      Content content,
      int count) {
    this.owner = owner;
    this.path = path;
    this.offset = offset;
    this.bits = bits;
    this.content = content;
    this.count = count;
    this.plain = count == 0 && content instanceof Content.Plain(Scalar scalar, _) ? scalar : null;
  }

  /** {@return the path from the struct: names, with dots between, and indexes: {@code a.b[2].c}} */
  public String path() {
    return path;
  }

  /**
   * Where the field begins, as C's {@code offsetof} tells.
   *
   * @return the distance from the beginning of the struct in bytes; of a bit-field, that of the
   *     byte with its lowest bit
   */
  public long byteOffset() {
    return offset;
  }

  /** {@return the size in bytes, of all elements; of a bit-field, that of its declared type} */
  public long byteSize() {
    return (long) content.byteSize() * count();
  }

  /** {@return the number of elements of an array; 1 if it is none} */
  public int count() {
    return Math.max(count, 1);
  }

  /** {@return whether the field is an array} */
  public boolean isArray() {
    return count > 0;
  }

  /**
   * What the field holds, or each element of it.
   *
   * @return the scalar; of a bit-field, its declared type; nothing if it is a struct or a text
   */
  public Optional<Scalar> scalar() {
    return switch (content) {
      case Content.Plain(Scalar scalar, _) -> Optional.of(scalar);
      case Content.Bits(Scalar scalar, _, _, _) -> Optional.of(scalar);
      case Content.Nested _ -> Optional.empty();
    };
  }

  /**
   * The struct that the field is, or each element of it.
   *
   * @return the struct, if it is one
   */
  public Optional<StructType<?>> struct() {
    return content instanceof Content.Nested(StructType<?> type)
        ? Optional.of(type)
        : Optional.empty();
  }

  /**
   * The bits of a bit-field.
   *
   * @return the bits, counted from the lowest bit of the byte at {@link #byteOffset()} on, if it is
   *     a bit-field
   */
  public Optional<BitField> bits() {
    return Optional.ofNullable(bits);
  }

  /** For instance {@code pos.x: f32 at 8}. */
  @Override
  public String toString() {
    return "%s: %s at %d%s"
        .formatted(path, described(), offset, bits == null ? "" : "." + bits.shift());
  }

  Content content() {
    return content;
  }

  /** The kind of the field, for instance {@code f32[16]}, {@code u32:5}. */
  String described() {
    String kind =
        switch (content) {
          case Content.Plain(Scalar scalar, _) -> scalar.toString();
          case Content.Bits(Scalar scalar, _, int width, _) -> scalar + ":" + width;
          case Content.Nested(StructType<?> type) -> type.name();
        };
    return count == 0 ? kind : kind + "[" + count + "]";
  }

  /** The same field of a struct that has the struct of this one at an offset. */
  StructField within(StructType<?> struct, String prefix, long byteOffset) {
    return new StructField(struct, prefix + path, byteOffset + offset, bits, content, count);
  }

  /** An element of an array. */
  StructField element(int index) {
    return new StructField(
        owner,
        path + "[" + index + "]",
        offset + (long) index * content.byteSize(),
        null,
        content,
        0);
  }
}
