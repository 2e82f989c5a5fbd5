package io.github.wasminterop.benchmarks;

import java.util.List;

/** Things that are used one after another, again and again. */
final class InTurn<T> {
  private final List<T> all;
  private int turn;

  InTurn(List<T> all) {
    this.all = List.copyOf(all);
  }

  T next() {
    turn = turn + 1 == all.size() ? 0 : turn + 1;
    return all.get(turn);
  }
}
