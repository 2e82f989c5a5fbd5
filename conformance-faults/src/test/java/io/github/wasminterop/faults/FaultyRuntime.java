package io.github.wasminterop.faults;

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
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A runtime whose every act goes through the seams. */
final class FaultyRuntime implements BackendRuntime {
  private final BackendRuntime real;
  private final Seams seams;
  private final Map<BackendExtern, BackendExtern> externs = new ConcurrentHashMap<>();

  FaultyRuntime(BackendRuntime real, Seams seams) {
    this.real = real;
    this.seams = seams;
  }

  Seams seams() {
    return seams;
  }

  /** A loaded module. */
  private record Module(BackendModule real, Seams seams) implements BackendModule {

    @Override
    public List<ImportType> imports() {
      return seams.imports(real);
    }

    @Override
    public List<ExportType> exports() {
      return seams.exports(real);
    }

    @Override
    public void close() {
      seams.close(real);
    }
  }

  @Override
  public BackendModule load(byte[] wasm) {
    return new Module(seams.load(real, wasm), seams);
  }

  @Override
  public BackendInstance instantiate(
      BackendModule module, Map<ImportType, ImportValue> imports, @Nullable WasiOptions wasi) {
    FaultyInstance made = new FaultyInstance(this);
    Map<ImportType, ImportValue> given = new HashMap<>();
    imports.forEach((type, value) -> given.put(type, unwrap(made, value)));
    try {
      return ran(
          () -> {
            made.attach(seams.instantiate(real, ((Module) module).real(), given, wasi));
            return made;
          });
    } catch (RuntimeException | Error e) {
      made.closeOwn();
      throw e;
    }
  }

  /** An instance that somebody else made. */
  FaultyInstance wrapped(BackendInstance instance) {
    FaultyInstance made = new FaultyInstance(this);
    made.attach(instance);
    return made;
  }

  /** Runs guest code. */
  <T> T ran(Supplier<T> code) {
    T result;
    try {
      result = code.get();
    } catch (RuntimeException | Error e) {
      seams.failed(memories());
      throw e;
    }
    seams.returned(memories());
    return result;
  }

  private ImportValue unwrap(FaultyInstance importer, ImportValue value) {
    return switch (value) {
      case BackendExtern extern when extern instanceof FaultyExtern ours -> {
        externs.putIfAbsent(ours.real(), extern);
        yield ours.real();
      }
      case HostFunction host ->
          new HostFunction(
              host.type(),
              (caller, arguments) -> {
                importer.attach(caller);
                seams.entered(memories());
                return seams.callBack(host.callback(), importer, arguments);
              });
      default -> value;
    };
  }

  /** The one wrapper of something of the real runtime's. */
  BackendExtern wrap(BackendExtern extern) {
    return extern instanceof BackendFunction function
        ? new FaultyExtern.Function(this, function)
        : externs.computeIfAbsent(extern, this::wrapNew);
  }

  boolean knows(BackendExtern extern) {
    return externs.containsKey(extern);
  }

  private BackendExtern wrapNew(BackendExtern extern) {
    return switch (extern) {
      case BackendMemory memory -> new FaultyExtern.Memory(this, memory, seams.linear(memory));
      case BackendGlobal global -> new FaultyExtern.Global(this, global);
      case BackendTable table -> new FaultyExtern.Table(this, table);
      case BackendFunction function -> new FaultyExtern.Function(this, function);
    };
  }

  void forget(BackendExtern extern) {
    externs.remove(extern);
  }

  private Collection<LinearMemory> memories() {
    return externs.values().stream()
        .filter(FaultyExtern.Memory.class::isInstance)
        .map(extern -> ((FaultyExtern.Memory) extern).linear())
        .toList();
  }

  @Override
  public BackendMemory newMemory(MemoryType type) {
    return (BackendMemory) wrap(seams.newMemory(real, type));
  }

  @Override
  public BackendGlobal newGlobal(GlobalType type, long value) {
    return (BackendGlobal) wrap(seams.newGlobal(real, type, value));
  }

  @Override
  public BackendTable newTable(TableType type) {
    return (BackendTable) wrap(seams.newTable(real, type));
  }

  @Override
  public void close() {
    seams.close(real, memories());
  }
}
