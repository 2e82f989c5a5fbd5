package io.github.wasminterop.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * One of the tables that {@link Scale} prints. The rows of each mode come from a JVM of their own.
 */
enum ScalePart {
  /** How many instances. */
  INSTANCES(ManyInstances.TITLE, ManyInstances.COLUMNS, ManyInstances.JVM) {
    @Override
    void rows(BackendMode mode, boolean full) {
      ManyInstances.rows(mode, sizes(full, 1, 10, 100, 1000));
    }
  },

  /** How many threads. */
  THREADS(ManyThreads.TITLE, ManyThreads.COLUMNS, "") {
    @Override
    void rows(BackendMode mode, boolean full) {
      ManyThreads.rows(mode, full ? 2000 : 200);
    }
  },

  /** How large a view. */
  LARGE_VIEWS(LargeViews.TITLE, LargeViews.COLUMNS, LargeViews.JVM) {
    @Override
    void rows(BackendMode mode, boolean full) {
      LargeViews.rows(mode, full ? 7 : 3, sizes(full, 1, 64, 1024, 3072));
    }
  },

  /** How many views of one memory. */
  MANY_VIEWS(ManyViews.TITLE, ManyViews.COLUMNS, "") {
    @Override
    void rows(BackendMode mode, boolean full) {
      ManyViews.rows(mode, full ? 9 : 3, sizes(full, 1000, 10_000, 100_000));
    }
  };

  private final String title;
  private final String columns;
  private final String jvm;

  ScalePart(String title, String columns, String jvm) {
    this.title = title;
    this.columns = columns;
    this.jvm = jvm;
  }

  /** Measures a mode, and prints what came out. */
  abstract void rows(BackendMode mode, boolean full);

  /** Prints the whole table. */
  void table(List<BackendMode> modes, boolean full) {
    Table.head(title, columns);
    for (BackendMode mode : modes) {
      List<String> options = jvm.isEmpty() ? List.of() : List.of(jvm.split(" ", -1));
      List<String> arguments = List.of(name(), mode.name(), String.valueOf(full));
      ChildJvm.run(options, System.getProperty("java.class.path"), ScalePart.class, arguments)
          .stream()
          .filter(Table::isRow)
          .forEach(Table::line);
    }
  }

  /** Prints the rows of a mode: which part, the mode, and whether all sizes are wanted. */
  public static void main(String[] arguments) {
    valueOf(arguments[0]).rows(new BackendMode(arguments[1]), Boolean.parseBoolean(arguments[2]));
  }

  /** All of them, or all but the last. */
  private static int[] sizes(boolean full, int... all) {
    return full ? all : Arrays.copyOf(all, all.length - 1);
  }
}
