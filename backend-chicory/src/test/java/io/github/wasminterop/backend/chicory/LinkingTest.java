package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.call;
import static io.github.wasminterop.backend.chicory.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmTable;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Instances that import from one another. */
class LinkingTest {
  private static final int PAGE = 65_536;

  @EachExecution
  void guestsShareWhatTheyExport(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance exporter = runtime.instantiate(Guests.wasm("exporter"));
      WasmInstance importer = importer(runtime, exporter);

      assertThat(call(importer, "far_load", 40)).isEqualTo('*');
      assertThat(call(importer, "near_load", 40)).isEqualTo('*');
      assertThat(call(importer, "table_load", 40)).isEqualTo('*');
      assertThat(call(importer, "count")).isEqualTo(4);
      assertThat(exporter.global("counter").getInt()).isEqualTo(4);
      exporter.global("counter").set(10);
      assertThat(call(importer, "count")).isEqualTo(11);
      assertThat(importer.global("counter").getInt()).isEqualTo(11);
      run(exporter, "store", 5, 99);
      assertThat(importer.memory().bytes(5, 1).get(0)).isEqualTo(99);
    }
  }

  @EachExecution
  void growthByOneIsSeenByAll(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance exporter = runtime.instantiate(Guests.wasm("exporter"));
      WasmInstance importer = importer(runtime, exporter);
      U8View view = exporter.memory("memory").view(ElementType.U8, 40, 1);

      assertThat(call(importer, "grow", 3)).isOne();
      run(exporter, "store", 4 * PAGE - 1, 7);
      assertThat(call(importer, "near_load", 4 * PAGE - 1)).isEqualTo(7);
      assertThat(call(exporter, "grow", 4)).isEqualTo(4);
      assertThat(call(importer, "near_load", 8 * PAGE - 1)).isZero();
      assertThat(importer.memory().pages()).isEqualTo(8);
      assertThat(view.get(0)).isEqualTo('*');
      assertThat(call(importer, "grow", 1)).isEqualTo(-1);
    }
  }

  @EachExecution
  void eachInstanceHasItsOwnDataSegments(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance exporter = runtime.instantiate(Guests.wasm("exporter"));
      WasmMemory memory = exporter.memory("memory");
      WasmInstance first = importer(runtime, exporter);
      WasmInstance second =
          runtime.instantiate(
              Guests.wasm("second_importer"), WasmImports.none().memory("lib", "memory", memory));

      run(first, "init", 0, 0, 8);
      run(second, "init", 100, 0, 6);
      run(second, "drop");
      run(first, "init", 200, 0, 8);
      assertThat(memory.readUtf8(0, 8)).isEqualTo("importer");
      assertThat(memory.readUtf8(100, 6)).isEqualTo("second");
      assertThat(memory.readUtf8(200, 8)).isEqualTo("importer");
    }
  }

  @EachExecution
  void anExporterThatIsClosedServesItsImportersOn(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance exporter = runtime.instantiate(Guests.wasm("exporter"));
      WasmInstance importer = importer(runtime, exporter);
      U8View view = exporter.memory("memory").bytes(40, 1);
      MemorySegment segment = view.segment();
      exporter.close();

      assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedException.class);
      assertThat(segment.scope().isAlive()).isFalse();
      assertThat(call(importer, "near_load", 40)).isEqualTo('*');
      assertThat(call(importer, "far_load", 40)).isEqualTo('*');
      assertThat(call(importer, "table_load", 40)).isEqualTo('*');
      assertThat(call(importer, "grow", 1)).isOne();
      assertThat(call(importer, "far_load", PAGE)).isZero();
      assertThatThrownBy(() -> importer.memory().byteSize()).isInstanceOf(ClosedException.class);
    }
  }

  @EachExecution
  void tablesOfOneModuleGrowEachOnItsOwn(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution);
        WasmModule module = runtime.compile(Guests.wasm("exporter"))) {
      WasmTable first = module.instantiate().table("table");
      assertThat(first.grow(8)).isEqualTo(2);
      WasmTable second = module.instantiate().table("table");
      assertThat(second.size()).isEqualTo(2);
      assertThat(first.size()).isEqualTo(10);
      assertThat(module.exports().toString()).contains("table 2..10 funcref");
      assertThatThrownBy(() -> first.grow(1)).isInstanceOf(MemoryLimitException.class);
    }
  }

  @EachExecution
  void functionsMoveBetweenTables(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("exporter"));
      WasmTable host = runtime.newTable(new TableType(ValueType.FUNCREF, 3, OptionalLong.of(4)));
      assertThat(host.get(0)).isEmpty();
      host.set(2, guest.table("table").get(0).orElseThrow());
      host.set(1, guest.function("load"));
      assertThat(host.get(2).orElseThrow().call(40)).isEqualTo((int) '*');
      assertThat(host.get(1).orElseThrow().call(40)).isEqualTo((int) '*');
      host.clear(2);
      assertThat(host.get(2)).isEmpty();
      assertThat(host.grow(1)).isEqualTo(3);
      assertThatThrownBy(() -> host.grow(1)).isInstanceOf(MemoryLimitException.class);
    }
  }

  @EachExecution
  void hostMadeThings(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance exporter = runtime.instantiate(Guests.wasm("exporter"));
      WasmMemory memory = runtime.newMemory(MemoryType.of(2));
      WasmGlobal counter = runtime.newGlobal(new GlobalType(ValueType.I32, true), 0xFFFF_FFFFL);
      WasmTable table = runtime.newTable(new TableType(ValueType.FUNCREF, 2, OptionalLong.empty()));
      table.set(0, exporter.function("load"));
      WasmInstance importer =
          runtime.instantiate(
              Guests.wasm("importer"),
              WasmImports.none()
                  .memory("lib", "memory", memory)
                  .global("lib", "counter", counter)
                  .table("lib", "table", table)
                  .function("lib", "load", exporter.function("load")));

      memory.bytes(2 * PAGE - 1, 1).set(0, 5);
      assertThat(call(importer, "near_load", 2 * PAGE - 1)).isEqualTo(5);
      assertThat(call(importer, "table_load", 40)).isEqualTo('*');
      assertThat(call(importer, "count")).isZero();
      assertThat(counter.getInt()).isZero();
      assertThat(memory.grow(1)).isEqualTo(2);
      assertThat(call(importer, "near_load", 3 * PAGE - 1)).isZero();
      importer.close();
      assertThat(memory.bytes(2 * PAGE - 1, 1).get(0)).isEqualTo(5);
    }
  }

  /** What core cannot see: the objects of the SPI. */
  @Test
  void oneThingUnderTwoNamesIsOneObject() {
    ChicoryBackend backend = new ChicoryBackend();
    BackendRuntime runtime = backend.open(BackendOptions.resolve(backend.options(), Map.of()));
    BackendInstance exporter =
        runtime.instantiate(runtime.load(Guests.wasm("exporter")), Map.of(), null);
    assertThat(exporter.exports().sequencedKeySet())
        .containsExactly("memory", "again", "counter", "table", "load", "store", "grow");
    assertThat(exporter.exports()).isSameAs(exporter.exports());
    assertThat(exporter.exports().get("memory")).isSameAs(exporter.exports().get("again"));

    BackendModule module = runtime.load(Guests.wasm("importer"));
    Map<ImportType, ImportValue> imports = new HashMap<>();
    module.imports().forEach(type -> imports.put(type, exporter.exports().get(type.name())));
    BackendInstance importer = runtime.instantiate(module, imports, null);
    assertThat(importer.exports().get("memory")).isSameAs(exporter.exports().get("memory"));
    assertThat(importer.exports().get("counter")).isSameAs(exporter.exports().get("counter"));
    importer.close();
    importer.close();
    exporter.close();
    exporter.close();
    runtime.close();
  }

  private static WasmInstance importer(WasmRuntime runtime, WasmInstance exporter) {
    return runtime.instantiate(
        Guests.wasm("importer"), WasmImports.none().instance("lib", exporter));
  }
}
