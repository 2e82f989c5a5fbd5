package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.U8View;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmTable;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.DescriptorException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tables of functions, by which guests hand over callbacks. */
abstract class TableRules extends RuleGroup {

  TableRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @BeforeEach
  void needsTables() {
    needs(Capability.TABLES);
  }

  @Test
  @DisplayName("The functions of an exported table can be read and called.")
  @Why("a function pointer that a guest returns is an index")
  void optional_tables_15_01_functionsCanBeCalled() {
    WasmInstance instance = instance("table");
    WasmTable table = instance.table("table");
    assertThat(table.name()).as("name()").isEqualTo("table");
    assertThat(table.toString()).as("toString()").startsWith("table ");
    assertThat(table.size()).as("size()").isEqualTo(4);
    assertThat(table.get(0).orElseThrow().call(21)).as("get(0), which doubles").isEqualTo(42);
    assertThat(table.get(1).orElseThrow().call(5)).as("get(1), which squares").isEqualTo(25);
    assertThat(table.get(1).orElseThrow().type().toString()).isEqualTo("(i32) -> (i32)");
    assertThat(table.get(2)).as("get(2), which is null").isEmpty();
    ViewDescriptor<U8View> view =
        ViewDescriptor.of(U8).ptr("table").length(1).memory(guest().memory());
    refused(DescriptorException.class, "a table as pointer", () -> instance.view(view));
  }

  @Test
  @DisplayName("What the host sets and clears is what the guest calls.")
  @Why("hosts register callbacks so")
  void optional_tables_15_02_setAndClear() {
    WasmInstance instance = instance("table");
    WasmTable table = instance.table("table");
    table.set(0, instance.function("square"));
    assertThat(instance.function("apply").call(0, 7)).as("apply(0, 7)").isEqualTo(49);
    table.set(3, table.get(0).orElseThrow());
    assertThat(instance.function("apply").call(3, 8)).as("apply(3, 8)").isEqualTo(64);
    table.clear(0);
    assertThat(table.get(0)).as("get(0) after clear(0)").isEmpty();
    assertThat(
            refused(
                    TrapException.class,
                    "apply(0, 7) after clear(0)",
                    () -> instance.function("apply").call(0, 7))
                .kind())
        .isEqualTo(TrapKind.UNINITIALIZED_ELEMENT);
  }

  @Test
  @DisplayName("A table grows by nulls up to its maximum; more is refused and changes nothing.")
  @Why("like a memory")
  void optional_tables_15_03_grow() {
    WasmInstance instance = instance("table");
    WasmTable table = instance.table("table");
    assertThat(table.grow(2)).as("grow(2)").isEqualTo(4);
    assertThat(table.size()).as("size()").isEqualTo(6);
    assertThat(table.type().minimum()).as("type().minimum()").isEqualTo(6);
    assertThat(table.get(5)).as("get(5)").isEmpty();
    table.set(5, instance.function("double"));
    assertThat(instance.function("apply").call(5, 3)).as("apply(5, 3)").isEqualTo(6);
    for (long delta : new long[] {3, 1L << 31, 1L << 32, Long.MAX_VALUE}) {
      refused(MemoryLimitException.class, "grow(" + delta + ")", () -> table.grow(delta));
    }
    refused(InvalidArgumentException.class, "grow(-1)", () -> table.grow(-1));
    assertThat(table.size()).as("size() after refused growth").isEqualTo(6);
  }

  @Test
  @DisplayName("An index outside the table is refused.")
  @Why("behind a table lie other pointers")
  void optional_tables_15_04_bounds() {
    WasmInstance instance = instance("table");
    WasmTable table = instance.table("table");
    for (long index : new long[] {-1, 4, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
      Class<OutOfBoundsException> bounds = OutOfBoundsException.class;
      refused(bounds, "get(" + index + ")", () -> table.get(index));
      refused(bounds, "clear(" + index + ")", () -> table.clear(index));
      refused(bounds, "set(" + index + ")", () -> table.set(index, instance.function("double")));
    }
  }

  @Test
  @DisplayName("After close the table and its functions are refused.")
  @Why("they are the guest's")
  void optional_tables_15_05_closed() {
    WasmInstance instance = instance("table");
    WasmTable table = instance.table("table");
    var function = table.get(0).orElseThrow();
    instance.close();
    refused(ClosedException.class, "size()", table::size);
    refused(ClosedException.class, "get(0)", () -> table.get(0));
    refused(ClosedException.class, "grow(1)", () -> table.grow(1));
    refused(ClosedException.class, "call of an element", () -> function.call(1));
  }

  @Test
  @DisplayName("A table of the host's can be imported and filled with functions of other guests.")
  @Why("dynamic linking works so")
  void optional_tables_15_06_imported() {
    needs(Capability.IMPORTED_TABLES);
    WasmTable table = runtime().newTable(new TableType(ValueType.FUNCREF, 2, OptionalLong.of(10)));
    WasmInstance other = instance("table");
    WasmInstance importer =
        instance("import_table", WasmImports.none().table("env", "table", table));
    assertThat(table.get(0)).as("get(0) of a new table").isEmpty();
    table.set(0, other.function("square"));
    assertThat(importer.function("apply").call(0, 9)).as("apply(0, 9)").isEqualTo(81);
    table.grow(1);
    table.set(2, other.function("double"));
    assertThat(importer.function("apply").call(2, 9)).as("apply(2, 9)").isEqualTo(18);
  }
}
