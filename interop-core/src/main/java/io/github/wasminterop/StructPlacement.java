package io.github.wasminterop;

import io.github.wasminterop.error.InvalidArgumentException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the fields of a struct lie: the rules of C as clang has them for WebAssembly, which Rust's
 * {@code repr(C)}, C++, Zig's {@code extern} and Go follow, too.
 */
final class StructPlacement {

  private StructPlacement() {}

  /**
   * A field as its declaration has it.
   *
   * @param byteSize all of the field, or the declared type of a bit-field
   * @param bits the width of a bit-field, or 0 if it is none
   * @param startsUnit whether a bit-field of width 0 comes before it
   */
  record Part(long byteSize, int alignment, int bits, boolean startsUnit) {}

  /**
   * Where a field begins.
   *
   * @param bit the number of its first bit within the byte, 0 to 7; 0 if it is no bit-field
   */
  record Place(long byteOffset, int bit) {}

  /** A struct. */
  record Layout(List<Place> places, long byteSize, int alignment) {}

  /** Places fields in the order of their declaration. */
  static Layout of(String struct, List<Part> parts, boolean packed) {
    List<Place> places = new ArrayList<>();
    int alignment = 1;
    long end = 0; // in bits
    for (Part part : parts) {
      int aligned = packed ? 1 : part.alignment();
      alignment = Math.max(alignment, aligned);
      if (part.bits() == 0) {
        end = up(end, 8L * aligned);
        places.add(new Place(end / 8, 0));
        end += 8 * part.byteSize();
      } else {
        long unit = 8 * part.byteSize();
        if (part.startsUnit() || (!packed && end % unit + part.bits() > unit)) {
          end = up(end, 8L * part.alignment());
        }
        places.add(new Place(end / 8, (int) (end % 8)));
        end += part.bits();
      }
      if (end > 8L * Integer.MAX_VALUE - 64) {
        throw new InvalidArgumentException(struct + ": a struct has less than 2 GiB");
      }
    }
    return new Layout(places, up(end, 8L * alignment) / 8, alignment);
  }

  private static long up(long value, long multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
