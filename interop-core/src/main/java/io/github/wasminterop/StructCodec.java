package io.github.wasminterop;

import java.lang.foreign.MemorySegment;

/** Turns structs into Java values and back. Segments are native ones: of a guest, or scratch. */
interface StructCodec {

  /** Reads the struct at an offset of a segment. */
  Object read(WasmMemory memory, MemorySegment segment, long offset);

  /** Writes the struct at an offset of a segment; what is refused may be half written. */
  void write(TextPlacer texts, MemorySegment segment, long offset, Object value);
}
