package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.BackendTable;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Faults of globals and tables. */
final class GlobalFaults {

  static final List<Fault> ALL =
      List.of(
          Fault.of(
                  "global-always-constant",
                  "says that each global is constant",
                  () ->
                      new Seams() {
                        @Override
                        GlobalType type(BackendGlobal real) {
                          return new GlobalType(real.type().value(), false);
                        }
                      },
                  "closing_3_34",
                  "loading_11_02",
                  "linking_12_07",
                  "globals_14_02 05 06",
                  "wrapping_18_01")
              .because("each sets a global, or compares its type"),
          Fault.of(
                  "global-read-once",
                  "keeps the value of a global from the first get",
                  Once::new,
                  "refresh_5_02",
                  "globals_14_02 06")
              .because("each reads a global that changes"),
          Fault.of(
                  "global-write-lost",
                  "does not set globals",
                  () ->
                      new Seams() {
                        @Override
                        void set(BackendGlobal real, long value) {}
                      },
                  "globals_14_02 05 06",
                  "wrapping_18_01")
              .because("each sets a global"),
          Fault.of(
              "global-nan-canonical",
              "makes each NaN that a global is set to the canonical one",
              () ->
                  new Seams() {
                    @Override
                    void set(BackendGlobal real, long value) {
                      real.set(CallFaults.canonical(real.type().value(), value));
                    }
                  },
              "globals_14_05"),
          Fault.of(
              "global-i64-cut",
              "cuts the value of a 64-bit global to 32 bits",
              () ->
                  new Seams() {
                    @Override
                    long get(BackendGlobal real) {
                      long value = real.get();
                      return real.type().value() == ValueType.I64 ? (int) value : value;
                    }
                  },
              "globals_14_02"),
          Fault.of(
                  "new-global-zero",
                  "forgets the value with which a global is made",
                  () ->
                      new Seams() {
                        @Override
                        BackendGlobal newGlobal(BackendRuntime real, GlobalType type, long value) {
                          return real.newGlobal(type, 0);
                        }
                      },
                  "globals_14_06",
                  "capabilities_19_07")
              .because("both look at the value of a new global"),
          Fault.of(
                  "table-get-neighbour",
                  "gives the element beside the one asked for",
                  () ->
                      new Seams() {
                        @Override
                        @Nullable BackendFunction get(BackendTable real, long index) {
                          return real.get((index + 1) % real.size());
                        }
                      },
                  "tables_15_01 02 03")
              .because("each looks at an element of a table"),
          Fault.of(
                  "table-size-too-long",
                  "says that a table has an element more",
                  () ->
                      new Seams() {
                        @Override
                        long size(BackendTable real) {
                          return real.size() + 1;
                        }
                      },
                  "tables_15_01 03 04",
                  "capabilities_19_09")
              .because("each asks for the size, or for the element behind the last"),
          Fault.of(
              "table-clear-lost",
              "does not write nulls to a table",
              () ->
                  new Seams() {
                    @Override
                    void set(BackendTable real, long index, @Nullable BackendFunction function) {
                      if (function != null) {
                        real.set(index, function);
                      }
                    }
                  },
              "tables_15_02"),
          Fault.of(
                  "table-grow-tells-new-size",
                  "gives the size of a table after a growth instead of before",
                  () ->
                      new Seams() {
                        @Override
                        long grow(BackendTable real, long delta) {
                          long before = real.grow(delta);
                          return before < 0 ? before : before + delta;
                        }
                      },
                  "tables_15_03",
                  "capabilities_19_09")
              .because("both look at what grow gives"),
          Fault.of(
              "table-grow-beyond-maximum",
              "says that a table's growth beyond its maximum succeeded",
              () ->
                  new Seams() {
                    @Override
                    long grow(BackendTable real, long delta) {
                      long size = real.size();
                      return Math.max(real.grow(delta), size);
                    }
                  },
              "tables_15_03"),
          Fault.of(
              "table-type-wrong",
              "says that tables have no maximum",
              () ->
                  new Seams() {
                    @Override
                    TableType type(BackendTable real) {
                      TableType type = real.type();
                      return new TableType(type.element(), type.minimum(), OptionalLong.empty());
                    }
                  },
              "tables_15_06"));

  private GlobalFaults() {}

  private static final class Once extends Seams {
    private final Map<BackendGlobal, Long> first = new HashMap<>();

    @Override
    synchronized long get(BackendGlobal real) {
      return first.computeIfAbsent(real, BackendGlobal::get);
    }
  }
}
