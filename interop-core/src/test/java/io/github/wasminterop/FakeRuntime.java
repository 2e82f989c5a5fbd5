package io.github.wasminterop;

import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A runtime of which nothing should be asked, unless a test says so. */
class FakeRuntime implements BackendRuntime {

  @Override
  public BackendModule load(byte[] wasm) {
    throw asked("load");
  }

  @Override
  public BackendInstance instantiate(
      BackendModule module, Map<ImportType, ImportValue> imports, @Nullable WasiOptions wasi) {
    throw asked("instantiate");
  }

  @Override
  public BackendMemory newMemory(MemoryType type) {
    throw asked("newMemory");
  }

  @Override
  public BackendGlobal newGlobal(GlobalType type, long value) {
    throw asked("newGlobal");
  }

  @Override
  public BackendTable newTable(TableType type) {
    throw asked("newTable");
  }

  @Override
  public void close() {}

  private static AssertionError asked(String what) {
    return new AssertionError("the backend was asked to " + what);
  }

  /** A module with these imports. */
  record Module(List<ImportType> imports) implements BackendModule {
    @Override
    public List<ExportType> exports() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
