package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.type.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ImportType;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnModulesTest {
  private static final FunctionType WRITE = FunctionType.of(I32, I32, I32, I32).returning(I32);

  @Test
  void aVariantExportsTheStartFunctionInsteadOfRunningIt() {
    BinaryModule module = BinaryModule.parse(Guests.wasm("start"));
    assertThat(module.start()).hasValue(0);
    BinaryModule variant = variant(module, List.of());
    assertThat(variant.start()).isEmpty();
    assertThat(variant.exports())
        .containsExactly(new BinaryModule.Export(new ExportType("go", FunctionType.of()), 0));
    assertThat(variant.imports())
        .extracting(BinaryModule.Import::type)
        .containsExactly(new ImportType("env", "callback", FunctionType.of()));
  }

  @Test
  void aVariantMovesImports() {
    BinaryModule module = BinaryModule.parse(Guests.wasm("wasi"));
    BinaryModule variant = variant(module, List.of(module.imports().get(1)));
    assertThat(variant.imports())
        .extracting(BinaryModule.Import::type)
        .containsExactly(
            new ImportType(WasiOptions.MODULE, "fd_write", WRITE),
            new ImportType("elsewhere", "proc_exit", FunctionType.of(I32)));
    assertThat(variant.exports()).isEqualTo(module.exports());
  }

  @Test
  void aVariantWithoutChangesIsTheModule() {
    byte[] wasm = Guests.wasm("plain");
    assertThat(OwnModules.variant(BinaryModule.parse(wasm), List.of(), "elsewhere", "go"))
        .isEqualTo(wasm);
  }

  private static BinaryModule variant(BinaryModule module, List<BinaryModule.Import> moved) {
    return BinaryModule.parse(OwnModules.variant(module, moved, "elsewhere", "go"));
  }
}
