package io.github.wasminterop.backend.endive;

import io.github.wasminterop.spi.BackendOptions;
import run.endive.runtime.CallResult;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.MutabilityType;
import run.endive.wasm.types.ValType;

/**
 * What Endive does in its own way: it only interprets, and its references are objects that cross
 * calls beside the numbers. The backend for Chicory has the sources of the rest of this package.
 */
final class Engine {

  /** Prepares for the way of execution; there is one. */
  Engine(BackendOptions options) {}

  /** {@return how many pages a memory may have that the host makes} */
  int reach() {
    return Memory.RUNTIME_MAX_PAGES;
  }

  /** {@return how the code of a module is run} */
  GuestCode code(WasmModule wasm) {
    return GuestCode.interpreted(ReferenceMachine::new);
  }

  /** {@return a guest's function as another guest imports it} */
  static WasmFunctionHandle handle(EndiveFunction function) {
    return new WasmFunctionHandle() {
      @Override
      public long[] apply(Instance caller, long... arguments) {
        return function.callNatively(arguments);
      }

      @Override
      public CallResult applyWithRefs(Instance caller, long[] arguments, Object[] references) {
        return function
            .nativeInstance()
            .getMachine()
            .callWithRefs(function.index(), arguments, references);
      }
    };
  }

  /** {@return a global of zero or null} */
  static GlobalInstance global(ValType type, MutabilityType mutability) {
    return GlobalInstance.builder().valType(type).mutabilityType(mutability).build();
  }

  /** The interpreter for one thread at a time, for calls that pass references as well. */
  private static final class ReferenceMachine extends ConfinedMachine {

    ReferenceMachine(Instance instance) {
      super(instance);
    }

    @Override
    public CallResult callWithRefs(int function, long[] arguments, Object[] references) {
      return alone(() -> super.callWithRefs(function, arguments, references));
    }
  }
}
