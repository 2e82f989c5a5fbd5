package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Until when instances keep what they export and import, and that it is the same for all. */
class OwnershipTest {
  private static final FunctionType UNARY = FunctionType.of(ValueType.I32).returning(ValueType.I32);
  private static final TableType TABLE = new TableType(ValueType.FUNCREF, 2, OptionalLong.empty());

  private final ChicoryBackend backend = new ChicoryBackend();
  private final BackendRuntime runtime =
      backend.open(BackendOptions.resolve(backend.options(), Map.of()));

  @AfterEach
  void close() {
    runtime.close();
  }

  @EachExecution
  void aClosedExporterServesWhoImportsOnlyAFunctionOrATable(String execution) {
    try (WasmRuntime guests = Guests.runtime(execution)) {
      for (byte[] wasm : List.of(functionImporter(), tableImporter())) {
        WasmInstance exporter = guests.instantiate(Guests.wasm("exporter"));
        WasmInstance importer =
            guests.instantiate(wasm, WasmImports.none().instance("lib", exporter));
        exporter.close();
        assertThat(call(importer, "load", 40)).isEqualTo('*');
      }
    }
  }

  @Test
  void theLastImporterEndsTheMemoryOfAClosedExporter() {
    for (byte[] wasm : List.of(functionImporter(), tableImporter(), Guests.wasm("importer"))) {
      BackendInstance exporter = instantiate(Guests.wasm("exporter"), Map.of());
      BackendInstance first = instantiate(wasm, exporter.exports());
      BackendInstance last = instantiate(wasm, exporter.exports());
      NativeBytes bytes = bytes(exporter.exports().get("memory"));
      exporter.close();
      assertThat(isAlive(bytes)).isTrue();
      first.close();
      assertThat(isAlive(bytes)).isTrue();
      last.close();
      assertThat(isAlive(bytes)).isFalse();
    }
  }

  @Test
  void anInstantiationThatFailsKeepsNoMemory() {
    BackendExtern memory = runtime.newMemory(MemoryType.of(1));
    NativeBytes bytes = bytes(memory);
    assertThatThrownBy(() -> instantiate(Guests.wasm("segment_outside"), Map.of("memory", memory)))
        .isInstanceOf(TrapException.class);
    assertThat(isAlive(bytes)).isTrue();
    runtime.close();
    assertThat(isAlive(bytes)).isFalse();
  }

  @Test
  void whatAnInstanceImportsAndExportsIsOneObject() {
    BackendInstance exporter = instantiate(Guests.wasm("exporter"), Map.of());
    BackendInstance importer = instantiate(tableImporter(), exporter.exports());
    assertThat(importer.exports().get("table")).isSameAs(exporter.exports().get("table"));

    Instance made =
        Instance.builder(Parser.parse(Guests.wasm("exporter")))
            .withMemoryFactory(ByteArrayMemory::new)
            .build();
    BackendInstance wrapped = backend.wrapInstance(List.of(made));
    BackendInstance other = instantiate(Guests.wasm("importer"), wrapped.exports());
    assertThat(other.exports().get("memory")).isSameAs(wrapped.exports().get("memory"));
  }

  private BackendInstance instantiate(byte[] wasm, Map<String, BackendExtern> exports) {
    BackendModule module = runtime.load(wasm);
    Map<ImportType, ImportValue> imports = new HashMap<>();
    module.imports().forEach(type -> imports.put(type, exports.get(type.name())));
    return runtime.instantiate(module, imports, null);
  }

  private static NativeBytes bytes(BackendExtern memory) {
    return ((ChicoryMemory) memory).bytes();
  }

  private static boolean isAlive(NativeBytes bytes) {
    return bytes.segment().scope().isAlive();
  }

  /** A guest that calls the function it imports. */
  private static byte[] functionImporter() {
    return BinaryWriter.module()
        .section(BinaryModule.TYPES, types -> types.unsigned(1).type(UNARY))
        .section(BinaryModule.IMPORTS, imports -> imports.unsigned(1).importOf("lib", "load", 0))
        .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
        .section(
            BinaryModule.EXPORTS,
            exports -> exports.unsigned(1).export("load", ExternKind.FUNCTION, 1))
        .section(
            BinaryModule.CODE,
            codes ->
                codes.unsigned(1).code(body -> body.units(0x20, 0, 0x10, 0))) // local.get 0, call 0
        .toByteArray();
  }

  /** A guest that calls the first function of the table it imports. */
  private static byte[] tableImporter() {
    return BinaryWriter.module()
        .section(BinaryModule.TYPES, types -> types.unsigned(1).type(UNARY))
        .section(
            BinaryModule.IMPORTS, imports -> imports.unsigned(1).importOf("lib", "table", TABLE))
        .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
        .section(
            BinaryModule.EXPORTS,
            exports ->
                exports
                    .unsigned(2)
                    .export("load", ExternKind.FUNCTION, 0)
                    .export("table", ExternKind.TABLE, 0))
        .section(
            BinaryModule.CODE,
            codes ->
                codes
                    .unsigned(1)
                    .code(body -> body.units(0x20, 0, 0x41, 0, 0x11, 0, 0))) // call_indirect
        .toByteArray();
  }
}
