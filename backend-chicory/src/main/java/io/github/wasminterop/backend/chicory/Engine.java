package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.spi.BackendOptions;

/**
 * What Chicory does otherwise than Endive, its continuation. The backend for Endive has classes
 * {@code Engine} and {@link Release} of its own, and is made of the sources of all others.
 */
final class Engine {
  private final boolean compiled;

  /**
   * Prepares for one way of execution.
   *
   * @throws BackendException if the compiler is wanted, and is not the one that this was written
   *     for
   */
  Engine(BackendOptions options) {
    compiled = options.get(Release.EXECUTION).equals("compiled");
    if (compiled) {
      CompiledCode.shaded();
    }
  }

  /** {@return how many pages a memory may have that the host makes} */
  int reach() {
    return compiled ? MemoryLimits.MAX_PAGES : Memory.RUNTIME_MAX_PAGES;
  }

  /** {@return how the code of a module is run} */
  GuestCode code(WasmModule wasm) {
    return compiled ? CompiledCode.of(wasm) : GuestCode.interpreted(ConfinedMachine::new);
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
