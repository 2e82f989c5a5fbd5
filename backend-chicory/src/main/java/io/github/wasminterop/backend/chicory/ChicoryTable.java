package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.Value;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.type.TableType;
import org.jspecify.annotations.Nullable;

/**
 * A table. Chicory keeps two parts of a function in it: its index, and the instance in which that
 * index counts.
 */
final class ChicoryTable implements BackendTable {
  private final TableInstance table;
  private final @Nullable ChicoryInstance owner;

  /**
   * Creates the object.
   *
   * @param owner the instance of elements that name none, or null if there is no such instance
   */
  ChicoryTable(TableInstance table, @Nullable ChicoryInstance owner) {
    this.table = table;
    this.owner = owner;
  }

  /** A table of its own, of nulls. */
  static ChicoryTable of(TableType type) {
    if (type.minimum() > TableLimits.LIMIT_MAX) {
      throw new MemoryLimitException(
          "a table cannot have %d elements; Chicory allows %d"
              .formatted(type.minimum(), TableLimits.LIMIT_MAX),
          type.minimum(),
          null);
    }
    TableLimits limits =
        new TableLimits(type.minimum(), type.maximum().orElse(TableLimits.LIMIT_MAX));
    return new ChicoryTable(
        new TableInstance(new Table(Types.value(type.element()), limits), Value.REF_NULL_VALUE),
        null);
  }

  /**
   * Makes a table for an instance, with limits of its own: Chicory notes growth in the limits, and
   * would share them among all instances of a module.
   */
  static TableInstance create(Table table, int initialValue) {
    TableLimits shared = table.limits();
    TableLimits own = new TableLimits(shared.min(), shared.max(), shared.shared());
    return new TableInstance(new Table(table.elementType(), own, table.initialize()), initialValue);
  }

  TableInstance nativeTable() {
    return table;
  }

  @Nullable ChicoryInstance owner() {
    return owner;
  }

  @Override
  public TableType type() {
    return Types.table(table);
  }

  @Override
  public long size() {
    return table.size();
  }

  @Override
  public @Nullable BackendFunction get(long index) {
    int function = table.ref((int) index);
    if (function == Value.REF_NULL_VALUE) {
      return null;
    }
    Instance instance = table.instance((int) index);
    if (instance == null && owner != null) {
      instance = owner.nativeInstance();
    }
    if (instance == null) {
      throw new BackendException(
          "element %d of the table does not tell its instance; wrap the Instance that exports the"
                  .formatted(index)
              + " table",
          null);
    }
    return ChicoryFunction.of(instance, function, owner);
  }

  @Override
  public void set(long index, @Nullable BackendFunction function) {
    if (function instanceof ChicoryFunction other) {
      table.setRef((int) index, other.index(), other.nativeInstance());
    } else {
      table.setRef((int) index, Value.REF_NULL_VALUE, null);
    }
  }

  @Override
  public long grow(long delta) {
    if (delta > table.limits().max()) { // may not fit into the int in which Chicory checks the rest
      return -1;
    }
    try {
      return table.grow((int) delta, Value.REF_NULL_VALUE, null);
    } catch (OutOfMemoryError e) {
      return -1;
    }
  }
}
