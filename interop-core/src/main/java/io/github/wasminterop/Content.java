package io.github.wasminterop;

import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import org.jspecify.annotations.Nullable;

/** What a field of a struct holds, wherever it lies; of an array, each of its elements. */
sealed interface Content {

  /** The size in bytes; of a bit-field, that of its declared type. */
  int byteSize();

  /** The alignment in bytes, unless the struct is packed. */
  int alignment();

  /** A number, a truth value or an address. */
  record Plain(Scalar scalar, int byteSize) implements Content {

    /** The name of the type of view that has such elements. */
    String elementType() {
      return switch (scalar) {
        case BOOL -> "u8";
        case POINTER -> byteSize == 4 ? "u32" : "u64";
        default -> scalar.toString();
      };
    }

    @Override
    public int alignment() {
      return byteSize;
    }
  }

  /** Some bits of a number. */
  record Bits(Scalar scalar, int byteSize, int width, boolean startsUnit) implements Content {
    @Override
    public int alignment() {
      return byteSize;
    }
  }

  /** A struct within the struct. */
  record Nested(StructType<?> type) implements Content {
    @Override
    public int byteSize() {
      return Math.toIntExact(type.byteSize());
    }

    @Override
    public int alignment() {
      return Math.toIntExact(type.alignment());
    }
  }

  /** A text of so many bytes within the struct. */
  record Characters(int byteSize, TextEncoding encoding) implements Content {
    @Override
    public int alignment() {
      return encoding.unitSize();
    }
  }

  /**
   * The address of a text outside the struct.
   *
   * @param format how the text lies there; or null if its length in bytes follows the address
   */
  record Text(@Nullable TextFormat format, TextEncoding encoding, int pointerSize)
      implements Content {
    @Override
    public int byteSize() {
      return format == null ? 2 * pointerSize : pointerSize;
    }

    @Override
    public int alignment() {
      return pointerSize;
    }
  }
}
