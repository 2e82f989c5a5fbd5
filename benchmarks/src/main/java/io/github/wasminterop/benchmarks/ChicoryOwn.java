package io.github.wasminterop.benchmarks;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ByteBufferMemory;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.List;
import java.util.function.Function;

/** Guests on Chicory as its users have them without this library. */
final class ChicoryOwn {
  /** The names of Chicory's kinds of memory: {@link ByteArrayMemory}, {@link ByteBufferMemory}. */
  static final List<String> MEMORIES = List.of("array", "buffer");

  private ChicoryOwn() {}

  /** Makes a memory of a kind. */
  static Memory memory(String kind, MemoryLimits limits) {
    return kind.equals("array") ? new ByteArrayMemory(limits) : new ByteBufferMemory(limits);
  }

  /** Makes an instance with a memory of a kind, compiled or interpreted. */
  static Instance instance(byte[] wasm, boolean compiled, String memory) {
    Function<MemoryLimits, Memory> memories = limits -> memory(memory, limits);
    Instance.Builder builder =
        Instance.builder(Parser.parse(wasm)).withMemoryFactory(memories).withStart(false);
    return compiled
        ? builder.withMachineFactory(MachineFactoryCompiler::compile).build()
        : builder.build();
  }
}
