package io.github.wasminterop;

import io.github.wasminterop.abi.BitField;

/** A struct as a table: offset, size, kind and name of each field, and the padding. */
final class StructTable {
  private final StringBuilder lines = new StringBuilder();

  private StructTable() {}

  static String of(StructType<?> type) {
    StructTable table = new StructTable();
    table.lines.append(
        "%s: %d bytes, aligned to %d".formatted(type.name(), type.byteSize(), type.alignment()));
    table.add(type, "", 0);
    return table.lines.toString();
  }

  private void add(StructType<?> type, String prefix, long start) {
    long end = 0; // of the last field, in bits
    for (StructSlot field : type.slots()) {
      BitField bits = field.bitField();
      long first = 8 * field.byteOffset() + (bits == null ? 0 : bits.shift());
      pad(start, end, first);
      end = first + (bits == null ? 8 * field.byteSize() : bits.width());
      String place = bits == null ? "" : "." + bits.shift();
      String size = bits == null ? Long.toString(field.byteSize()) : "";
      line(start + field.byteOffset() + place, size, field.described(), prefix + field.path());
      if (field.content() instanceof Content.Nested(StructType<?> nested) && !field.isArray()) {
        add(nested, prefix + field.path() + ".", start + field.byteOffset());
      }
    }
    pad(start, end, 8 * type.byteSize());
  }

  private void pad(long start, long end, long next) {
    long first = (end + 7) / 8;
    if (next / 8 > first) {
      line(Long.toString(start + first), Long.toString(next / 8 - first), "padding", "");
    }
  }

  private void line(String offset, String size, String kind, String path) {
    lines.append("\n%8s %5s  %-10s %s".formatted(offset, size, kind, path).stripTrailing());
  }
}
