package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.ImportType;
import java.util.List;

/**
 * A loaded module.
 *
 * @param wasm the module as Chicory parsed it
 * @param code how its code is run
 * @param imports what it imports
 * @param exports what it exports
 */
record ChicoryModule(
    WasmModule wasm, GuestCode code, List<ImportType> imports, List<ExportType> exports)
    implements BackendModule {

  /**
   * Parses, validates and, if the engine does so, compiles a module.
   *
   * @throws InvalidModuleException if it is malformed, invalid, or needs what Chicory has not
   */
  static ChicoryModule load(byte[] bytes, Engine engine) {
    WasmModule wasm;
    ModuleContents contents;
    try {
      wasm = Parser.parse(bytes);
      contents = ModuleContents.of(wasm);
    } catch (InvalidModuleException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      // What malformed bytes lead to varies.
      throw Failures.ofLoad(e);
    }
    return new ChicoryModule(wasm, engine.code(wasm), contents.imports(), contents.exports());
  }

  @Override
  public void close() {
    // Nothing of a module is outside the heap.
  }
}
