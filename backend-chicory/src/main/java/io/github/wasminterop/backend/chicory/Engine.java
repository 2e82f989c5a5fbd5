package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.spi.BackendOption;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.type.Capability;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What is Chicory's alone: compiled code, and whatever else Endive, its continuation, does in
 * another way. All other sources of this package serve the backend for Endive, too.
 */
final class Engine {
  static final String VERSION = "1.7.5";

  static final BackendOption EXECUTION =
      new BackendOption(
          "execution",
          "whether guest code is compiled to JVM bytecode at load or interpreted",
          List.of("compiled", "interpreted"));

  static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.ZERO_COPY,
          Capability.HOST_FUNCTIONS,
          Capability.IMPORTED_FUNCTIONS,
          Capability.IMPORTED_MEMORIES,
          Capability.IMPORTED_GLOBALS,
          Capability.IMPORTED_TABLES,
          Capability.TABLES,
          Capability.MULTI_VALUE,
          Capability.MULTI_MEMORY,
          Capability.SHARED_MEMORY,
          Capability.WASI_PREVIEW1,
          Capability.WRAP);

  /** A class of each artifact that must be there, by its name within Chicory's package. */
  static final List<String> NEEDED =
      List.of("runtime.Instance", "compiler.MachineFactoryCompiler", "wasi.WasiPreview1");

  private final boolean compiled;

  /**
   * Prepares for one way of execution.
   *
   * @throws BackendException if the compiler is wanted, and is not the one that this was written
   *     for
   */
  Engine(BackendOptions options) {
    compiled = options.get(EXECUTION).equals("compiled");
    if (compiled) {
      CompiledCode.shaded();
    }
  }

  /** {@return how many pages of a memory the guest code reaches} */
  int reach() {
    return compiled ? MemoryLimits.MAX_PAGES : Memory.RUNTIME_MAX_PAGES;
  }

  /** {@return what makes the machines for the instances of a module, which share compiled code} */
  Function<Instance, Machine> machines(WasmModule wasm) {
    return compiled ? CompiledCode.of(wasm) : ConfinedMachine::new;
  }

  /** {@return a guest's function as another guest imports it} */
  static WasmFunctionHandle handle(ChicoryFunction function) {
    return (_, arguments) -> function.callNatively(arguments);
  }

  /** {@return a global of zero or null} */
  static GlobalInstance global(ValType type, MutabilityType mutability) {
    return new GlobalInstance(0, 0, type, mutability);
  }
}
