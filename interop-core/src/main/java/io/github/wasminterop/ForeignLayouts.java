package io.github.wasminterop;

import io.github.wasminterop.abi.Scalar;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Structs as {@code java.lang.foreign} describes them. */
final class ForeignLayouts {

  private ForeignLayouts() {}

  static StructLayout of(StructType<?> type) {
    return of(type, type.alignment());
  }

  /** A struct that may lie within a packed one, whose fields are then less aligned, too. */
  private static StructLayout of(StructType<?> type, long alignment) {
    List<MemoryLayout> members = new ArrayList<>();
    long end = 0;
    for (StructSlot field : type.slots()) {
      if (!(field.content() instanceof Content.Bits)) {
        pad(members, field.byteOffset() - end);
        members.add(of(field, alignment).withName(field.path()));
        end = field.byteOffset() + field.byteSize();
      }
    }
    pad(members, type.byteSize() - end);
    return MemoryLayout.structLayout(members.toArray(MemoryLayout[]::new))
        .withByteAlignment(alignment)
        .withName(type.name());
  }

  private static MemoryLayout of(StructSlot field, long alignment) {
    MemoryLayout element =
        switch (field.content()) {
          case Content.Plain(Scalar scalar, int byteSize) ->
              value(scalar, byteSize)
                  .withOrder(ByteOrder.LITTLE_ENDIAN)
                  .withByteAlignment(Math.min(byteSize, alignment));
          case Content.Bits(_, int byteSize, _, _) -> MemoryLayout.paddingLayout(byteSize);
          case Content.Characters(int byteSize, _) ->
              MemoryLayout.sequenceLayout(byteSize, ValueLayout.JAVA_BYTE);
          case Content.Text text -> pointers(text, Math.min(text.pointerSize(), alignment));
          case Content.Nested(StructType<?> nested) ->
              of(nested, Math.min(nested.alignment(), alignment));
        };
    return field.isArray() ? MemoryLayout.sequenceLayout(field.count(), element) : element;
  }

  private static MemoryLayout pointers(Content.Text text, long alignment) {
    MemoryLayout pointer =
        value(Scalar.POINTER, text.pointerSize())
            .withOrder(ByteOrder.LITTLE_ENDIAN)
            .withByteAlignment(alignment);
    return text.format() != null
        ? pointer
        : MemoryLayout.structLayout(pointer.withName("pointer"), pointer.withName("length"));
  }

  private static ValueLayout value(Scalar scalar, int byteSize) {
    return switch (scalar) {
      case BOOL -> ValueLayout.JAVA_BOOLEAN;
      case I8, U8 -> ValueLayout.JAVA_BYTE;
      case I16, F16 -> ValueLayout.JAVA_SHORT;
      case U16 -> ValueLayout.JAVA_CHAR;
      case I32, U32 -> ValueLayout.JAVA_INT;
      case I64, U64 -> ValueLayout.JAVA_LONG;
      case F32 -> ValueLayout.JAVA_FLOAT;
      case F64 -> ValueLayout.JAVA_DOUBLE;
      case POINTER -> byteSize == 4 ? ValueLayout.JAVA_INT : ValueLayout.JAVA_LONG;
    };
  }

  private static void pad(List<MemoryLayout> members, long bytes) {
    if (bytes > 0) {
      members.add(MemoryLayout.paddingLayout(bytes));
    }
  }
}
