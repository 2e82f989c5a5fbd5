package io.github.wasminterop.benchmarks;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;

/**
 * Instantiates a guest, takes a view, calls, sometimes grows, and closes, again and again, and
 * prints how much memory the process has after each tenth: what leaks, grows.
 *
 * <p>Arguments are the name of a backend and the number of cycles. Needs Linux.
 */
final class Cycles {
  private static final int GROW_EVERY = 8;

  private Cycles() {}

  /** Runs the program. */
  public static void main(String[] arguments) {
    int cycles = Integer.parseInt(arguments[1]);
    try (WasmRuntime runtime = WasmRuntime.load(arguments[0]);
        WasmModule module = runtime.compile(guest())) {
      for (int cycle = 0; cycle <= cycles; cycle++) {
        if (cycle % (cycles / 10) == 0) {
          System.out.printf(
              "%-8s %7d cycles %5d MiB%n",
              runtime.backendName(), cycle, Footprint.now().resident() >> 20);
        }
        use(module, cycle);
      }
    }
  }

  private static void use(WasmModule module, int cycle) {
    try (WasmInstance guest = module.instantiate()) {
      I32View view = guest.memory().view(ElementType.I32, 1024, 16);
      view.set(3, cycle);
      if (cycle % GROW_EVERY == 0) {
        guest.memory().grow(1);
      }
      if (!Integer.valueOf(cycle).equals(guest.function("load").call(1036))) {
        throw new IllegalStateException("the guest has not seen what was written");
      }
    }
  }

  private static byte[] guest() {
    return BinaryWriter.module()
        .section(
            BinaryModule.TYPES,
            out -> out.unsigned(1).type(FunctionType.of(ValueType.I32).returning(ValueType.I32)))
        .section(BinaryModule.FUNCTIONS, out -> out.unsigned(1).unsigned(0))
        .section(BinaryModule.MEMORIES, out -> out.unsigned(1).type(MemoryType.of(1, 4)))
        .section(
            BinaryModule.EXPORTS,
            out ->
                out.unsigned(2)
                    .export("memory", ExternKind.MEMORY, 0)
                    .export("load", ExternKind.FUNCTION, 0))
        .section(
            BinaryModule.CODE,
            out -> out.unsigned(1).code(body -> body.units(0x20, 0, 0x28, 2, 0))) // i32.load
        .toByteArray();
  }
}
