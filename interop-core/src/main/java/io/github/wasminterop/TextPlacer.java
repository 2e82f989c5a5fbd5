package io.github.wasminterop;

import io.github.wasminterop.error.InvalidArgumentException;

/** Finds room for the texts of a struct that lie outside it. */
@FunctionalInterface
interface TextPlacer {

  /** Has no room. */
  TextPlacer NONE =
      (field, _, _) -> {
        throw new InvalidArgumentException(
            field
                + ": this text lies outside the struct, and writing a struct finds no room for it;"
                + " allocate the text in the guest, and let the record have a Pointer and a"
                + " length");
      };

  /**
   * Where a text is.
   *
   * @param pointer what the guest takes as the address of the text
   * @param byteLength the length of the text itself
   */
  record Placed(long pointer, long byteLength) {}

  /**
   * Puts a text into the guest's memory.
   *
   * @param field what is written, for messages
   */
  Placed place(String field, String text, Content.Text how);
}
