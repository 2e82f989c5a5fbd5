package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Engine;
import io.github.kawamuray.wasmtime.Module;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.ImportType;
import java.util.List;

/** A module, compiled. */
final class WasmtimeModule implements BackendModule {
  private final Shared<Engine> engine;
  private final GuestCode code;
  private final Shared<Module> compiled;

  WasmtimeModule(Shared<Engine> engine, byte[] wasm) {
    this.engine = engine;
    this.code = new GuestCode(wasm);
    this.compiled = compile(GuestCode.USER_NAMES);
  }

  GuestCode code() {
    return code;
  }

  /** The compiled module, with the link names of the user's. */
  Shared<Module> compiled() {
    return compiled;
  }

  /** Compiles the module with link names of their own; the caller closes it. */
  Shared<Module> compile(int space) {
    byte[] bytes = code.bytes(space);
    Engine open = engine.acquire();
    try {
      return new Shared<>("the module", Module.fromBinary(open, bytes));
    } catch (RuntimeException e) {
      throw Failures.ofLoad(e);
    } finally {
      engine.release();
    }
  }

  @Override
  public List<ImportType> imports() {
    return code.imports();
  }

  @Override
  public List<ExportType> exports() {
    return code.exports().stream().map(BinaryModule.Export::type).toList();
  }

  @Override
  public void close() {
    compiled.close();
  }
}
