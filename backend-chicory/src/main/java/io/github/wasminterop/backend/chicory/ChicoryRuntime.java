package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chicory with one way of execution, and the memories that the host made with it. */
final class ChicoryRuntime implements BackendRuntime {
  private final Engine engine;
  private final boolean reserved;
  private final List<NativeMemory> memories = new ArrayList<>();

  /**
   * Starts Chicory.
   *
   * @param reserved whether memories never move
   */
  ChicoryRuntime(Engine engine, boolean reserved) {
    this.engine = engine;
    this.reserved = reserved;
  }

  @Override
  public BackendModule load(byte[] wasm) {
    return ChicoryModule.load(wasm, engine);
  }

  @Override
  public BackendInstance instantiate(
      BackendModule module, Map<ImportType, ImportValue> imports, @Nullable WasiOptions wasi) {
    ChicoryModule loaded = (ChicoryModule) module;
    ChicoryInstance made = ChicoryInstance.begin();
    try {
      Instance instance =
          Instance.builder(loaded.wasm())
              .withMachineFactory(loaded.code().machines())
              .withMemoryFactory(
                  limits -> made.define(NativeMemory.defined(bytes(limits, loaded.code().reach()))))
              .withTableFactory(ChicoryTable::create)
              .withImportValues(Linking.link(made, loaded.imports(), imports, wasi))
              .withStart(false) // "_start" is for the host to call
              .build();
      made.attach(instance);
      return made;
    } catch (Throwable e) { // the start function, the runtime and host functions may throw anything
      made.close();
      throw Failures.ofInstantiation(e);
    }
  }

  @Override
  public synchronized BackendMemory newMemory(MemoryType type) {
    if (type.memory64()) {
      throw new UnsupportedCapabilityException(
          "Chicory has no memories with 64-bit addresses", Capability.MEMORY64);
    }
    NativeMemory memory = new NativeMemory(bytes(Types.memory(type), engine.reach()), true);
    memories.add(memory);
    return new ChicoryMemory(memory.bytes(), memory.bytes().linear());
  }

  private NativeBytes bytes(MemoryLimits limits, int reach) {
    return new NativeBytes(limits, reach, reserved);
  }

  @Override
  public BackendGlobal newGlobal(GlobalType type, long value) {
    return ChicoryGlobal.of(type, value);
  }

  @Override
  public BackendTable newTable(TableType type) {
    if (type.element() == ValueType.REFERENCE) {
      throw new UnsupportedCapabilityException(
          "tables made by the host hold funcref or externref", Capability.IMPORTED_TABLES);
    }
    return ChicoryTable.of(type);
  }

  @Override
  public synchronized void close() {
    memories.forEach(NativeMemory::close);
  }
}
