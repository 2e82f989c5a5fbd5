package io.github.wasminterop;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Turns structs into Java values and back. Segments are native ones: of a guest, or scratch. */
interface StructCodec {

  /** Reads the struct at an offset of a segment. */
  Object read(WasmMemory memory, MemorySegment segment, long offset);

  /**
   * Writes the struct at an offset of a segment. What is refused may be half written, unless it has
   * {@link #leaves()}.
   */
  void write(TextPlacer texts, MemorySegment segment, long offset, Object value);

  /**
   * The numbers that the struct consists of, if it consists of a few numbers only and is written
   * after all of them have been accepted; else nothing.
   */
  default List<RecordHandles.Leaf> leaves() {
    return List.of();
  }
}
