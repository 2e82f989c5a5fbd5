package io.github.wasminterop.backend.graal;

import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.TableType;
import java.util.Objects;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** A table of a guest, or one that the host made. */
final class GraalTable implements BackendTable {
  private final Guard guard;
  private final Value table;
  private final TableType declared;
  private volatile long lastSize;

  /**
   * A table.
   *
   * @param declared the type that it was declared with
   */
  GraalTable(Guard guard, Value table, TableType declared) {
    this.guard = guard;
    this.table = table;
    this.declared = declared;
    this.lastSize = declared.minimum();
  }

  @Override
  public TableType type() {
    if (guard.store().isOpen() && guard.store().embedder() != null) {
      size();
    }
    return new TableType(declared.element(), lastSize, declared.maximum());
  }

  @Override
  public long size() {
    Embedder embedder = embedder();
    int size = guard.get(() -> embedder.tableSize(table));
    lastSize = size;
    return size;
  }

  @Override
  public @Nullable BackendFunction get(long index) {
    Embedder embedder = embedder();
    int before = guard.enter();
    try {
      Value element = embedder.readTable(table, Math.toIntExact(index));
      return element.isNull()
          ? null
          : new GraalFunction(guard, element, embedder.functionType(element));
    } catch (RuntimeException | Error e) { // GraalWasm throws what it likes
      throw Failures.of(e);
    } finally {
      guard.exit(before);
    }
  }

  @Override
  public void set(long index, @Nullable BackendFunction function) {
    Embedder embedder = embedder();
    guard.run(
        () -> embedder.writeTable(table, Math.toIntExact(index), reference(embedder, function)));
  }

  @Override
  public long grow(long delta) {
    Embedder embedder = embedder();
    return guard.get(
        () -> {
          if (delta != (int) delta) {
            return -1L;
          }
          long before = embedder.tableSize(table);
          try {
            embedder.growTable(table, (int) delta);
          } catch (PolyglotException e) {
            return refused(e, embedder.tableSize(table) == before);
          }
          return before;
        });
  }

  Guard guard() {
    return guard;
  }

  Value value() {
    return table;
  }

  private static long refused(PolyglotException e, boolean unchanged) {
    if (unchanged && !e.isCancelled() && !e.isExit()) {
      return -1;
    }
    throw e;
  }

  private Value reference(Embedder embedder, @Nullable BackendFunction function) {
    if (function == null) {
      return embedder.nullReference();
    }
    GraalFunction own = (GraalFunction) function;
    return own.guard() == guard ? own.value() : guard.store().adopt(own);
  }

  private Embedder embedder() {
    Embedder embedder = guard.store().embedder();
    if (embedder == null) {
      throw new UnsupportedCapabilityException(
          "the table's context gives no access to tables; build it with"
              + " allowPolyglotAccess(PolyglotAccess.ALL)",
          Capability.TABLES);
    }
    return Objects.requireNonNull(embedder);
  }
}
