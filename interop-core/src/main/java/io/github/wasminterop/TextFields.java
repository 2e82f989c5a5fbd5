package io.github.wasminterop;

import io.github.wasminterop.error.MalformedTextException;
import io.github.wasminterop.error.OutOfBoundsException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Texts as fields of structs. */
final class TextFields {

  private TextFields() {}

  /** Reads a text within a struct, up to the first NUL. */
  static String readCharacters(
      String field, Content.Characters how, MemorySegment segment, long offset) {
    byte[] bytes = new byte[how.byteSize()];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, bytes, 0, bytes.length);
    return how.encoding().decode(field, bytes, 0, lengthToNul(bytes, how.encoding().unitSize()));
  }

  /** Writes a text within a struct, and NULs behind it. */
  static void writeCharacters(
      String field, Content.Characters how, MemorySegment segment, long offset, String text) {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new MalformedTextException(
          "%s: the text has a NUL at index %d, where it would end for the guest"
              .formatted(field, nul),
          field,
          nul);
    }
    byte[] bytes = how.encoding().encode(field, text);
    if (bytes.length > how.byteSize()) {
      throw new OutOfBoundsException(
          "%s: the text takes %d bytes, and the field has %d"
              .formatted(field, bytes.length, how.byteSize()),
          field,
          0,
          bytes.length,
          how.byteSize());
    }
    segment.asSlice(offset, how.byteSize()).fill((byte) 0);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, offset, bytes.length);
  }

  /** Reads a text outside a struct. */
  static @Nullable String readText(
      Content.Text how, WasmMemory memory, MemorySegment segment, long offset) {
    long pointer = Elements.load(segment, offset, how.pointerSize());
    if (how.format() != null) {
      return pointer == 0 ? null : memory.readText(pointer, how.format());
    }
    long length = Elements.load(segment, offset + how.pointerSize(), how.pointerSize());
    return length == 0 ? "" : memory.readText(pointer, length, how.encoding());
  }

  /** Writes the address of a text outside a struct. */
  static void writeText(
      String field,
      Content.Text how,
      TextPlacer texts,
      MemorySegment segment,
      long offset,
      @Nullable String text) {
    TextPlacer.Placed placed =
        text == null ? new TextPlacer.Placed(0, 0) : texts.place(field, text, how);
    Elements.store(segment, offset, how.pointerSize(), placed.pointer());
    if (how.format() == null) {
      Elements.store(segment, offset + how.pointerSize(), how.pointerSize(), placed.byteLength());
    }
  }

  private static int lengthToNul(byte[] bytes, int unitSize) {
    for (int i = 0; i + unitSize <= bytes.length; i += unitSize) {
      if (bytes[i] == 0 && (unitSize == 1 || bytes[i + 1] == 0)) {
        return i;
      }
    }
    return bytes.length;
  }
}
