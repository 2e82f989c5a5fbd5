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
import io.github.wasminterop.type.Capability;
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
  private final WasmRuntime runtime = Guests.runtime("static");

  @AfterEach
  void close() {
    runtime.close();
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

  private WasmInstance user(WasmGlobal counter, WasmTable table) {
    return runtime.instantiate(
        Guests.own("state_user"),
        WasmImports.none()
            .global("env", "counter", counter)
            .global("env", "step", runtime.newGlobal(new GlobalType(ValueType.I32, false), 3))
            .table("env", "table", table));
  }
}
