package io.github.wasminterop.faults;

import io.github.wasminterop.spi.AtomicWaits;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a backend can go wrong: everything that the wrapper around the real backend does. Here each
 * method does it right; a fault overrides what it does wrong.
 */
class Seams {

  String runtimeName(String real) {
    return real;
  }

  Set<Capability> capabilities(Set<Capability> real) {
    return real;
  }

  Set<String> nativeTypes(Set<String> own) {
    return own;
  }

  BackendModule load(BackendRuntime real, byte[] wasm) {
    return real.load(wasm);
  }

  List<ImportType> imports(BackendModule real) {
    return real.imports();
  }

  List<ExportType> exports(BackendModule real) {
    return real.exports();
  }

  void close(BackendModule real) {
    real.close();
  }

  BackendInstance instantiate(
      BackendRuntime real,
      BackendModule module,
      Map<ImportType, ImportValue> imports,
      @Nullable WasiOptions wasi) {
    return real.instantiate(module, imports, wasi);
  }

  SequencedMap<String, BackendExtern> exports(BackendInstance real) {
    return real.exports();
  }

  /** Closes an instance, whose own memories the wrapper keeps by these objects. */
  void close(BackendInstance real, Collection<LinearMemory> own) {
    own.forEach(LinearMemory::close);
    real.close();
  }

  void close(BackendRuntime real, Collection<LinearMemory> all) {
    all.forEach(LinearMemory::close);
    real.close();
  }

  FunctionType type(BackendFunction real) {
    return real.type();
  }

  long[] call(BackendFunction real, long[] arguments) {
    return real.call(arguments);
  }

  long[] callBack(HostFunction.Callback host, BackendInstance caller, long[] arguments) {
    return host.call(caller, arguments);
  }

  GlobalType type(BackendGlobal real) {
    return real.type();
  }

  long get(BackendGlobal real) {
    return real.get();
  }

  void set(BackendGlobal real, long value) {
    real.set(value);
  }

  MemoryType type(BackendMemory real) {
    return real.type();
  }

  long grow(BackendMemory real, LinearMemory linear, long delta) {
    return real.grow(delta);
  }

  /** The way to a memory's bytes; asked once for each memory. */
  LinearMemory linear(BackendMemory real) {
    return real.linear();
  }

  @Nullable AtomicWaits waits(BackendMemory real) {
    return real.waits();
  }

  TableType type(BackendTable real) {
    return real.type();
  }

  long size(BackendTable real) {
    return real.size();
  }

  @Nullable BackendFunction get(BackendTable real, long index) {
    return real.get(index);
  }

  void set(BackendTable real, long index, @Nullable BackendFunction function) {
    real.set(index, function);
  }

  long grow(BackendTable real, long delta) {
    return real.grow(delta);
  }

  BackendMemory newMemory(BackendRuntime real, MemoryType type) {
    return real.newMemory(type);
  }

  BackendGlobal newGlobal(BackendRuntime real, GlobalType type, long value) {
    return real.newGlobal(type, value);
  }

  BackendTable newTable(BackendRuntime real, TableType type) {
    return real.newTable(type);
  }

  /** Wraps an instance that was made with the runtime's own API. */
  BackendInstance wrap(WasmBackend real, Object nativeInstance) {
    return real.wrapInstance(List.of(nativeInstance));
  }

  /** The guest has returned to the host, normally or not, and may have grown what it can reach. */
  void returned(Collection<LinearMemory> all) {
    all.forEach(LinearMemory::invalidate);
  }

  /** The guest has thrown, or a host function that it called. */
  void failed(Collection<LinearMemory> all) {
    returned(all);
  }

  /** The guest has called the host. */
  void entered(Collection<LinearMemory> all) {
    all.forEach(LinearMemory::invalidate);
  }

  /** The host has grown a memory. */
  void grown(LinearMemory linear) {
    linear.invalidate();
  }
}
