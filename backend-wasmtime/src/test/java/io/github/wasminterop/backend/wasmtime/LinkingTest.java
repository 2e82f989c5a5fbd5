package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmTable;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Linking within one store and across stores. */
class LinkingTest {
  private static final FunctionType UNARY = FunctionType.of(ValueType.I32).returning(ValueType.I32);
  private static final GlobalType COUNTER = new GlobalType(ValueType.I32, true);

  private final long before = Handles.live();
  private final WasmRuntime runtime = Guests.runtime("static");

  @AfterEach
  void close() {
    runtime.close();
    assertThat(Handles.live()).as("native handles at the end").isEqualTo(before);
  }

  @Test
  void guestsShareGlobalsAndTables() {
    try (WasmInstance owner = runtime.instantiate(Guests.own("state"));
        WasmInstance user = user(owner.global("counter"), owner.table("table"))) {
      assertThat(user.function("bump").call()).isEqualTo(13);
      assertThat(owner.global("counter").getInt()).isEqualTo(13);
      owner.global("counter").set(20);
      assertThat(user.function("bump").call()).isEqualTo(23);
      assertThat(user.global("mine").getInt()).isEqualTo(23);
      assertThat(user.function("call").call(0)).isEqualTo(7);
      assertThat(user.function("grow").call(3)).isEqualTo(2);
      assertThat(owner.table("table").type().minimum()).isEqualTo(5);
      assertThat(user.table("table").type().minimum()).isEqualTo(5);
    }
  }

  @Test
  void whatIsSharedOutlivesTheInstanceThatDefinesIt() {
    WasmInstance owner = runtime.instantiate(Guests.own("state"));
    WasmInstance user = user(owner.global("counter"), owner.table("table"));
    owner.close();
    assertThat(user.function("bump").call()).isEqualTo(13);
    assertThat(user.function("call").call(0)).isEqualTo(7);
    user.close();
  }

  @Test
  void guestsWithTheSameNamesOfImportsShareAStore() {
    WasmGlobal first = runtime.newGlobal(new GlobalType(ValueType.I32, true), 100);
    WasmGlobal second = runtime.newGlobal(new GlobalType(ValueType.I32, true), 200);
    WasmTable table = runtime.newTable(new TableType(ValueType.FUNCREF, 1, OptionalLong.empty()));
    try (WasmInstance one = user(first, table);
        WasmInstance two = user(second, table);
        WasmInstance three = user(second, table)) {
      assertThat(one.function("bump").call()).isEqualTo(103);
      assertThat(two.function("bump").call()).isEqualTo(203);
      assertThat(three.function("bump").call()).isEqualTo(206);
      assertThat(first.getInt()).isEqualTo(103);
      assertThat(second.getInt()).isEqualTo(206);
    }
  }

  @Test
  void stateOfTwoStoresIsRefused() {
    try (WasmInstance one = runtime.instantiate(Guests.own("state"));
        WasmInstance two = runtime.instantiate(Guests.own("state"))) {
      assertThatThrownBy(() -> user(one.global("counter"), two.table("table")))
          .isInstanceOfSatisfying(
              LinkException.class,
              e -> {
                assertThat(e.module()).isEqualTo("env");
                assertThat(e.name()).isEqualTo("table");
              })
          .hasMessageContaining("another store");
    }
  }

  @Test
  void aMemoryOfAnotherRuntimeIsRefused() {
    try (WasmRuntime other = Guests.runtime("static")) {
      WasmImports imports =
          WasmImports.none().memory("env", "memory", other.newMemory(MemoryType.of(1)));
      assertThatThrownBy(() -> runtime.instantiate(Guests.wasm("import_memory"), imports))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("another runtime");
    }
  }

  @Test
  void functionsAreLinkedAcrossStores() {
    RuntimeException mine = new IllegalStateException("mine");
    try (WasmInstance far =
            Guests.calling(
                runtime,
                (guest, n) -> {
                  if (n < 0) {
                    throw mine;
                  }
                  return n * 2;
                });
        WasmInstance near =
            runtime.instantiate(
                Guests.wasm("callback"),
                WasmImports.none().function("env", "callback", far.function("run")))) {
      assertThat(near.function("run").call(21)).isEqualTo(42);
      assertThat(catchThrowable(() -> near.function("run").call(-1))).isSameAs(mine);
      assertThat(near.function("run").call(1)).isEqualTo(2);
    }
  }

  @Test
  void aFunctionOutlivesItsInstanceForItsImporter() {
    WasmInstance far = Guests.calling(runtime, (guest, n) -> n * 2);
    try (WasmInstance near =
        runtime.instantiate(
            Guests.wasm("callback"),
            WasmImports.none().function("env", "callback", far.function("run")))) {
      far.close();
      assertThat(near.function("run").call(1)).isEqualTo(2);
    }
  }

  @Test
  void floatsOfGlobalsKeepTheirBits() {
    try (WasmInstance state = runtime.instantiate(Guests.own("state"))) {
      assertThat(Float.floatToRawIntBits(state.global("single").getFloat())).isEqualTo(0x7fa00001);
      assertThat(Double.doubleToRawLongBits(state.global("double").getDouble()))
          .isEqualTo(0x7ff4000000000001L);
    }
  }

  @Test
  void vectorsAreRefusedBeforeTheGuestRuns() {
    try (WasmInstance state = runtime.instantiate(Guests.own("state"))) {
      assertThatThrownBy(() -> state.function("vectors").call(1))
          .isInstanceOf(WasmInteropException.class);
      assertThatThrownBy(() -> state.global("vector").get())
          .isInstanceOf(WasmInteropException.class);
      assertThat(state.global("vector").type().value()).isEqualTo(ValueType.V128);
    }
  }

  @Test
  void elementsOfTablesAreOutOfReach() {
    try (WasmInstance state = runtime.instantiate(Guests.own("state"))) {
      WasmTable table = state.table("table");
      assertThatThrownBy(() -> table.get(0))
          .isInstanceOfSatisfying(
              UnsupportedCapabilityException.class,
              e -> assertThat(e.capability()).isEqualTo(Capability.TABLES));
      assertThat(table.type().minimum()).isEqualTo(2);
    }
  }

  @Test
  void resultsOfAHostFunctionAreInOrder() {
    FunctionType swap =
        FunctionType.of(ValueType.I32, ValueType.I64).returning(ValueType.I64, ValueType.I32);
    WasmImports imports =
        WasmImports.none()
            .function(
                "env", "swap", swap, (guest, arguments) -> List.of(arguments[1], arguments[0]));
    try (WasmInstance guest = runtime.instantiate(Guests.wasm("multi_value"), imports)) {
      assertThat(guest.function("host_swapped").call(1, 2L)).isEqualTo(List.of(2L, 1));
      assertThat(guest.function("all").call(1, 2L, 3f, 4d)).isEqualTo(List.of(1, 2L, 3f, 4d));
    }
  }

  @Test
  void functionsOfTwoStoresAreLinked() {
    RuntimeException mine = new IllegalStateException("mine");
    try (WasmInstance one = Guests.calling(runtime, (_, n) -> n + 1);
        WasmInstance two =
            Guests.calling(
                runtime,
                (_, n) -> {
                  if (n < 0) {
                    throw mine;
                  }
                  return n * 10;
                });
        WasmInstance both =
            runtime.instantiate(
                Guests.caller(0, "one", "two"),
                WasmImports.none()
                    .function("env", "one", one.function("run"))
                    .function("env", "two", two.function("run")))) {
      assertThat(both.function("run").call(4)).isEqualTo(50);
      assertThat(catchThrowable(() -> both.function("run").call(-2))).isSameAs(mine);
    }
  }

  @Test
  void aFunctionOfVectorsIsLinkedWithinItsStore() {
    FunctionType vectors = FunctionType.of(ValueType.V128).returning(ValueType.V128);
    byte[] wasm =
        BinaryWriter.module()
            .section(BinaryModule.TYPES, types -> types.unsigned(2).type(vectors).type(UNARY))
            .section(
                BinaryModule.IMPORTS, imports -> imports.unsigned(1).importOf("env", "vectors", 0))
            .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(1))
            .section(
                BinaryModule.EXPORTS,
                exports -> exports.unsigned(1).export("run", ExternKind.FUNCTION, 1))
            .section(
                BinaryModule.CODE,
                // local.get 0, i32x4.splat, call 0, i32x4.extract_lane 3
                codes ->
                    codes
                        .unsigned(1)
                        .code(body -> body.units(0x20, 0, 0xfd, 0x11, 0x10, 0, 0xfd, 0x1b, 3)))
            .toByteArray();
    try (WasmInstance state = runtime.instantiate(Guests.own("state"));
        WasmInstance user =
            runtime.instantiate(
                wasm, WasmImports.none().function("env", "vectors", state.function("vectors")))) {
      assertThat(user.function("run").call(77)).isEqualTo(77);
    }
  }

  @Test
  void guestsWithTheSameNamesOfImportsHaveTheirOwnGlobals() {
    WasmGlobal first = runtime.newGlobal(COUNTER, 100);
    WasmGlobal second = runtime.newGlobal(COUNTER, 200);
    try (WasmInstance one = counting(first);
        WasmInstance two = counting(second)) {
      assertThat(one.function("next").call()).isEqualTo(101);
      assertThat(two.function("next").call()).isEqualTo(201);
      assertThat(second.getInt()).isEqualTo(201);
    }
  }

  @Test
  void whatGuestsWithTheSameNamesOfImportsDefineCanBeImported() {
    byte[] wasm =
        BinaryWriter.module()
            .section(BinaryModule.TYPES, types -> types.unsigned(1).type(UNARY))
            .section(
                BinaryModule.IMPORTS, imports -> imports.unsigned(1).importOf("env", "callback", 0))
            .section(
                BinaryModule.GLOBALS,
                globals -> globals.unsigned(1).type(COUNTER).constant(ValueType.I32, 7).unit(0x0b))
            .section(
                BinaryModule.EXPORTS,
                exports -> exports.unsigned(1).export("counter", ExternKind.GLOBAL, 0))
            .toByteArray();
    try (WasmInstance owner = Guests.calling(runtime, (_, n) -> n)) {
      WasmImports imports = WasmImports.none().function("env", "callback", owner.function("run"));
      try (WasmInstance one = runtime.instantiate(wasm, imports);
          WasmInstance two = runtime.instantiate(wasm, imports);
          WasmInstance user = counting(two.global("counter"))) {
        assertThat(user.function("next").call()).isEqualTo(8);
        assertThat(two.global("counter").getInt()).isEqualTo(8);
        assertThat(one.global("counter").getInt()).isEqualTo(7);
      }
    }
  }

  @Test
  void guestsOfOneStoreHaveTheirOwnLargeMemories() {
    long pages = WasmtimeMemory.MOST_BUFFERED_PAGES + 1;
    try (WasmInstance owner = Guests.calling(runtime, (_, n) -> n)) {
      WasmImports imports = WasmImports.none().function("env", "one", owner.function("run"));
      WasmImports more = WasmImports.none().function("env", "two", owner.function("run"));
      try (WasmInstance one = runtime.instantiate(Guests.caller(pages, "one"), imports);
          WasmInstance two = runtime.instantiate(Guests.caller(pages, "two"), more)) {
        one.memory().bytes(8, 1).set(0, 1);
        two.memory().bytes(8, 1).set(0, 2);
        assertThat(one.memory().bytes(8, 1).get(0)).isEqualTo(1);
        assertThat(two.memory().pages()).isEqualTo(pages);
      }
    }
  }

  /** Imports a global, and exports nothing but a function that adds one to it. */
  private WasmInstance counting(WasmGlobal counter) {
    byte[] wasm =
        BinaryWriter.module()
            .section(
                BinaryModule.TYPES,
                types -> types.unsigned(1).type(FunctionType.of().returning(ValueType.I32)))
            .section(
                BinaryModule.IMPORTS,
                imports -> imports.unsigned(1).importOf("env", "counter", COUNTER))
            .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
            .section(
                BinaryModule.EXPORTS,
                exports -> exports.unsigned(1).export("next", ExternKind.FUNCTION, 0))
            .section(
                BinaryModule.CODE,
                // global.get 0, i32.const 1, i32.add, global.set 0, global.get 0
                codes ->
                    codes
                        .unsigned(1)
                        .code(body -> body.units(0x23, 0, 0x41, 1, 0x6a, 0x24, 0, 0x23, 0)))
            .toByteArray();
    return runtime.instantiate(wasm, WasmImports.none().global("env", "counter", counter));
  }

  private WasmInstance user(WasmGlobal counter, WasmTable table) {
    return runtime.instantiate(
        Guests.own("state_user"),
        WasmImports.none()
            .global("env", "counter", counter)
            .global("env", "step", runtime.newGlobal(new GlobalType(ValueType.I32, false), 3))
            .table("env", "table", table));
  }
}
