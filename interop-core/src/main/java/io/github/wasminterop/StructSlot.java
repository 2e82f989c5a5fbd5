package io.github.wasminterop;

import io.github.wasminterop.abi.BitField;
import io.github.wasminterop.abi.Scalar;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one kind of field. It is a record because the JVM trusts the fields of records: where a
 * program keeps a field in a constant, the offset becomes part of the code.
 *
 * @param bitField of a bit-field, its bits
 * @param length the number of elements of an array, or 0 if it is none
 * @param plain what a cursor reads and writes at once: null for arrays, structs, texts, bit-fields
 */
record StructSlot(
    StructType<?> owner,
    String path,
    long byteOffset,
    @Nullable BitField bitField,
    Content content,
    int length,
    @Nullable Scalar plain)
    implements StructField {

  static StructSlot of(
      StructType<?> owner,
      String path,
      long byteOffset,
      @Nullable BitField bitField,
      Content content,
      int length) {
    return new StructSlot(
        owner,
        path,
        byteOffset,
        bitField,
        content,
        length,
        length == 0 && content instanceof Content.Plain(Scalar scalar, _) ? scalar : null);
  }

  @Override
  public long byteSize() {
    return (long) content.byteSize() * count();
  }

  @Override
  public int count() {
    return Math.max(length, 1);
  }

  @Override
  public boolean isArray() {
    return length > 0;
  }

  @Override
  public Optional<Scalar> scalar() {
    return switch (content) {
      case Content.Plain(Scalar scalar, _) -> Optional.of(scalar);
      case Content.Bits(Scalar scalar, _, _, _) -> Optional.of(scalar);
      case Content.Nested _, Content.Characters _, Content.Text _ -> Optional.empty();
    };
  }

  @Override
  public Optional<StructType<?>> struct() {
    return content instanceof Content.Nested(StructType<?> type)
        ? Optional.of(type)
        : Optional.empty();
  }

  @Override
  public Optional<BitField> bits() {
    return Optional.ofNullable(bitField);
  }

  /** For instance {@code pos.x: f32 at 8}. */
  @Override
  public String toString() {
    return "%s: %s at %d%s"
        .formatted(path, described(), byteOffset, bitField == null ? "" : "." + bitField.shift());
  }

  /** The kind of the field, for instance {@code f32[16]}, {@code u32:5}. */
  String described() {
    String kind =
        switch (content) {
          case Content.Plain(Scalar scalar, _) -> scalar.toString();
          case Content.Bits(Scalar scalar, _, int width, _) -> scalar + ":" + width;
          case Content.Nested(StructType<?> type) -> type.name();
          case Content.Characters(int byteSize, _) -> "text[" + byteSize + "]";
          case Content.Text _ -> "text*";
        };
    return length == 0 ? kind : kind + "[" + length + "]";
  }

  /** The same field of a struct that has the struct of this one at an offset. */
  StructSlot within(StructType<?> struct, String prefix, long distance) {
    return of(struct, prefix + path, distance + byteOffset, bitField, content, length);
  }

  /** An element of an array. */
  StructSlot element(int index) {
    return of(
        owner,
        path + "[" + index + "]",
        byteOffset + (long) index * content.byteSize(),
        null,
        content,
        0);
  }
}
