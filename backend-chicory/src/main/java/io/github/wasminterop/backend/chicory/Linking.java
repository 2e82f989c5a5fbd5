package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportGlobal;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportTable;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasi.WasiPreview1;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.ImportType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what an instance is given for its imports into what Chicory takes. */
final class Linking {
  private final ChicoryInstance importer;
  private final ImportValues.Builder values = ImportValues.builder();
  private final Map<NativeBytes, NativeMemory> doors = new HashMap<>();

  private Linking(ChicoryInstance importer) {
    this.importer = importer;
  }

  static ImportValues link(
      ChicoryInstance importer,
      List<ImportType> wanted,
      Map<ImportType, ImportValue> given,
      @Nullable WasiOptions wasi) {
    Linking linking = new Linking(importer);
    Map<String, ImportFunction> system = new HashMap<>();
    if (wasi != null) {
      WasiPreview1 provider = wasi(wasi);
      importer.onRelease(provider::close);
      for (ImportFunction function : provider.toHostFunctions()) {
        system.put(function.name(), function);
      }
    }
    for (ImportType type : wanted) {
      ImportValue value = given.get(type);
      if (value != null) {
        linking.add(type, value);
      } else if (type.module().equals(WasiOptions.MODULE) && system.containsKey(type.name())) {
        linking.values.addFunction(system.get(type.name()));
      } else {
        throw new LinkException(
            "nothing is given for import " + type, type.module(), type.name(), null);
      }
    }
    return linking.values.build();
  }

  private void add(ImportType type, ImportValue value) {
    switch (value) {
      case HostFunction function -> values.addFunction(hostFunction(type, function));
      case BackendExtern extern -> add(type, extern);
    }
  }

  private void add(ImportType type, BackendExtern extern) {
    String module = type.module();
    String name = type.name();
    switch (extern) {
      case ChicoryFunction function -> {
        importer.use(function.owner());
        values.addFunction(
            new ImportFunction(
                module, name, Types.function(function.type()), Engine.handle(function)));
      }
      case ChicoryMemory memory -> {
        importer.known(memory.bytes(), memory);
        values.addMemory(
            new ImportMemory(module, name, doors.computeIfAbsent(memory.bytes(), this::open)));
      }
      case MediatedMemory memory -> {
        importer.known(memory.nativeMemory(), memory);
        values.addMemory(new ImportMemory(module, name, memory.nativeMemory()));
      }
      case ChicoryGlobal global -> {
        importer.known(global.nativeGlobal(), global);
        values.addGlobal(new ImportGlobal(module, name, global.nativeGlobal()));
      }
      case ChicoryTable table -> {
        importer.known(table.nativeTable(), table);
        importer.use(table.owner());
        values.addTable(new ImportTable(module, name, table.nativeTable()));
      }
      default ->
          throw new LinkException(
              "import %s is of another backend: %s".formatted(type, extern), module, name, null);
    }
  }

  /**
   * A Chicory memory of the importer's own. Chicory keeps an instance's data segments in the
   * memory, so two instances that share one would mix up theirs.
   */
  private NativeMemory open(NativeBytes bytes) {
    NativeMemory door = bytes.door();
    importer.onRelease(door::close);
    return door;
  }

  private ImportFunction hostFunction(ImportType type, HostFunction function) {
    Narrowing results = Narrowing.of(function.type().results());
    return new ImportFunction(
        type.module(),
        type.name(),
        Types.function(function.type()),
        (instance, arguments) -> {
          importer.attach(instance);
          try {
            long[] bits = function.callback().call(importer, arguments);
            results.apply(bits);
            return bits;
          } catch (StackOverflowError e) { // the guest's frames and the host's share one stack
            throw e;
          } catch (Throwable e) { // the host may throw anything
            throw new HostFailure(e);
          }
        });
  }

  private static WasiPreview1 wasi(WasiOptions options) {
    var builder =
        com.dylibso.chicory.wasi.WasiOptions.builder()
            .withArguments(options.arguments())
            .withStdin(options.stdin(), false)
            .withStdout(options.stdout(), false)
            .withStderr(options.stderr(), false);
    options.environment().forEach(builder::withEnvironment);
    options.directories().forEach(builder::withDirectory);
    return WasiPreview1.builder().withOptions(builder.build()).build();
  }
}
