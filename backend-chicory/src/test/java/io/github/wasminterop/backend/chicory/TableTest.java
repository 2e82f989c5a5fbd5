package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.assertTraps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import io.github.wasminterop.WasmExtern;
import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmTable;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Tables, as far as Chicory's differ from what the library promises. */
class TableTest {

  @Test
  void aTableMayBeAsLargeAsChicoryAllows() {
    ChicoryTable table = table(TableLimits.LIMIT_MAX, OptionalLong.empty());
    assertThat(table.size()).isEqualTo(TableLimits.LIMIT_MAX);
    assertThat(table.grow(1)).isEqualTo(-1);
  }

  @Test
  void growthEndsAtTheMaximum() {
    ChicoryTable table = table(0, OptionalLong.of(5));
    assertThat(table.grow(6)).isEqualTo(-1);
    assertThat(table.grow(1L << 32)).isEqualTo(-1);
    assertThat(table.grow((1L << 32) + 1)).isEqualTo(-1);
    assertThat(table.grow(5)).isZero();
    assertThat(table.grow(1)).isEqualTo(-1);
    assertThat(table.grow(Integer.MAX_VALUE)).isEqualTo(-1);
    assertThat(table.size()).isEqualTo(5);
  }

  @Test
  void aHostWithoutRoomIsAnAnswer() {
    TableInstance full =
        new TableInstance(
            new Table(ValType.FuncRef, new TableLimits(1, 10)), Value.REF_NULL_VALUE) {
          @Override
          public int grow(int size, int value, Instance instance) {
            throw new OutOfMemoryError("no room");
          }
        };
    assertThat(new ChicoryTable(full, null).grow(1)).isEqualTo(-1);
  }

  @Test
  void anElementThatNamesNoInstanceIsOfTheOneThatExportsTheTable() {
    Instance made = Instance.builder(Parser.parse(Guests.wasm("exporter"))).build();
    TableInstance table = made.exports().table("table");
    table.setRef(1, table.ref(0), null);

    WasmTable ofInstance = WasmInstance.wrap(made).table("table");
    assertThat(ofInstance.get(1).orElseThrow().call(40)).isEqualTo((int) '*');
    WasmTable alone = (WasmTable) WasmExtern.wrap(table);
    assertThat(alone.get(0).orElseThrow().call(40)).isEqualTo((int) '*');
    assertThatThrownBy(() -> alone.get(1))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("wrap the Instance");
  }

  @EachExecution
  void functionsInATableOfTheHostTrapAsElsewhere(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmTable table = runtime.newTable(new TableType(ValueType.FUNCREF, 1, OptionalLong.empty()));
      table.set(0, runtime.instantiate(Guests.wasm("exporter")).function("load"));
      WasmFunction function = table.get(0).orElseThrow();
      assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> function.call(65_536));
    }
  }

  private static ChicoryTable table(long minimum, OptionalLong maximum) {
    return ChicoryTable.of(new TableType(ValueType.FUNCREF, minimum, maximum));
  }
}
