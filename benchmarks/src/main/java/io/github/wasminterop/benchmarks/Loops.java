package io.github.wasminterop.benchmarks;

import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmView;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Loops over elements of one type: {@code sum} reads all, {@code scale} reads and writes each,
 * {@code write} writes each, {@code fill} sets all by one call. The length is an argument, for few
 * programs have it as a constant: the JIT makes more of one, of Chicory's pages as well as of
 * views. The build makes a class for each type from a template.
 */
abstract class Loops {
  /** The number of elements. */
  static final int LENGTH = 1 << 14;

  /** Where they begin in a memory, in bytes. What clang links begins there, too. */
  static final int ADDRESS = 1024;

  /** The names of all types. */
  static final List<String> TYPES =
      List.of("i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "f16", "f32", "f64");

  /** The loops for a type; loads no other class. */
  static Loops of(String type) {
    return switch (type) {
      case "i8" -> new I8Loops();
      case "u8" -> new U8Loops();
      case "i16" -> new I16Loops();
      case "u16" -> new U16Loops();
      case "i32" -> new I32Loops();
      case "u32" -> new U32Loops();
      case "i64" -> new I64Loops();
      case "u64" -> new U64Loops();
      case "f16" -> new F16Loops();
      case "f32" -> new F32Loops();
      case "f64" -> new F64Loops();
      default -> throw new IllegalArgumentException(type);
    };
  }

  /** An array for these loops. */
  abstract Object newArray();

  /** A view for these loops. */
  abstract WasmView<?, ?> view(WasmMemory memory);

  abstract double sumView(WasmView<?, ?> view, int length);

  abstract double sumArray(Object array);

  abstract double sumSegment(MemorySegment segment, int length);

  abstract double sumOwn(OwnGuest own, int length);

  abstract void scaleView(WasmView<?, ?> view, int length);

  abstract void scaleArray(Object array);

  abstract void scaleSegment(MemorySegment segment, int length);

  abstract void scaleOwn(OwnGuest own, int length);

  abstract void writeView(WasmView<?, ?> view, int length);

  abstract void writeArray(Object array);

  abstract void writeSegment(MemorySegment segment, int length);

  abstract void writeOwn(OwnGuest own, int length);

  abstract void fillView(WasmView<?, ?> view);

  abstract void fillArray(Object array);
}
