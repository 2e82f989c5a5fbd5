package io.github.wasminterop.benchmarks;

import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;

/**
 * A guest that exports its {@code memory}, which has no maximum, and two functions of {@code (i32)
 * -> (i32)}: {@code grow} by so many pages, and {@code load} from an address.
 */
final class SmallGuest {
  private static final int LOCAL_GET = 0x20;
  private static final int I32_LOAD = 0x28;
  private static final int MEMORY_GROW = 0x40;

  private SmallGuest() {}

  /** The module, with a memory of so many pages at first. */
  static byte[] of(long pages) {
    return BinaryWriter.module()
        .section(
            BinaryModule.TYPES,
            out -> out.unsigned(1).type(FunctionType.of(ValueType.I32).returning(ValueType.I32)))
        .section(BinaryModule.FUNCTIONS, out -> out.unsigned(2).unsigned(0).unsigned(0))
        .section(BinaryModule.MEMORIES, out -> out.unsigned(1).type(MemoryType.of(pages)))
        .section(
            BinaryModule.EXPORTS,
            out ->
                out.unsigned(3)
                    .export("memory", ExternKind.MEMORY, 0)
                    .export("grow", ExternKind.FUNCTION, 0)
                    .export("load", ExternKind.FUNCTION, 1))
        .section(
            BinaryModule.CODE,
            out ->
                out.unsigned(2)
                    .code(body -> body.units(LOCAL_GET, 0, MEMORY_GROW, 0))
                    .code(body -> body.units(LOCAL_GET, 0, I32_LOAD, 2, 0)))
        .toByteArray();
  }
}
