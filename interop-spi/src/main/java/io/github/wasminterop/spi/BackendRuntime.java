package io.github.wasminterop.spi;

import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A started runtime.
 *
 * <p>Core closes modules and instances before the runtime that made them.
 */
public interface BackendRuntime extends AutoCloseable {

  /**
   * Loads and validates a module.
   *
   * @param wasm the module in the binary format; it begins with the magic number and version 1. Not
   *     to be changed or kept
   * @return the module; core closes it exactly once
   * @throws io.github.wasminterop.error.InvalidModuleException if the runtime refuses it
   */
  BackendModule load(byte[] wasm);

  /**
   * Instantiates a module and runs its start function.
   *
   * <p>If anything fails, what was created so far is released before the exception leaves. Memory
   * contents that data segments and the start function wrote to imported memories stay, as the
   * specification has it.
   *
   * @param module a module of this runtime
   * @param imports a value of the right type for each import, apart from those that {@code wasi}
   *     serves. An {@link BackendExtern} is one of this backend's
   * @param wasi the guest's view of the system, or null for none. Given only with {@link
   *     Capability#WASI_PREVIEW1}
   * @return the instance; core closes it exactly once
   * @throws io.github.wasminterop.error.LinkException if the imports cannot be linked together on
   *     this runtime, for instance because they come from different stores
   * @throws io.github.wasminterop.error.TrapException if a segment does not fit or the start
   *     function traps
   * @throws io.github.wasminterop.error.MemoryLimitException if the host has no room for a memory
   */
  BackendInstance instantiate(
      BackendModule module, Map<ImportType, ImportValue> imports, @Nullable WasiOptions wasi);

  /**
   * Creates a memory, filled with zeros.
   *
   * @param type its type
   * @return the memory, released when the runtime closes
   * @throws io.github.wasminterop.error.MemoryLimitException if the host has no room for it
   * @throws UnsupportedCapabilityException without {@link Capability#IMPORTED_MEMORIES}, or the one
   *     that the type needs; unless overridden, always
   */
  default BackendMemory newMemory(MemoryType type) {
    throw new UnsupportedCapabilityException(
        "this runtime makes no memories for guests to import", Capability.IMPORTED_MEMORIES);
  }

  /**
   * Creates a global.
   *
   * @param type its type, of a numeric value
   * @param value its initial value, as raw bits
   * @return the global, released when the runtime closes
   * @throws UnsupportedCapabilityException without {@link Capability#IMPORTED_GLOBALS}; unless
   *     overridden, always
   */
  default BackendGlobal newGlobal(GlobalType type, long value) {
    throw new UnsupportedCapabilityException(
        "this runtime makes no globals for guests to import", Capability.IMPORTED_GLOBALS);
  }

  /**
   * Creates a table of nulls.
   *
   * @param type its type
   * @return the table, released when the runtime closes
   * @throws UnsupportedCapabilityException without {@link Capability#IMPORTED_TABLES}; unless
   *     overridden, always
   */
  default BackendTable newTable(TableType type) {
    throw new UnsupportedCapabilityException(
        "this runtime makes no tables for guests to import", Capability.IMPORTED_TABLES);
  }

  /** Releases everything that this runtime made. Safe to call from any thread; throws nothing. */
  @Override
  void close();
}
