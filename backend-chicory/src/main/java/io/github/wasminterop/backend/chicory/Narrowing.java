package io.github.wasminterop.backend.chicory;

import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clears the high bits of each {@code i32} among raw values. The SPI leaves them open, but the
 * interpreter may look at all 64.
 */
final class Narrowing {
  private static final int FEW = 4;

  private final int mask;
  private final int[] others;

  private Narrowing(int mask, int[] others) {
    this.mask = mask;
    this.others = others;
  }

  static Narrowing of(List<ValueType> types) {
    int mask = 0;
    for (int i = 0; i < Math.min(FEW, types.size()); i++) {
      mask |= types.get(i) == ValueType.I32 ? 1 << i : 0;
    }
    return new Narrowing(
        mask,
        IntStream.range(0, types.size())
            .filter(i -> i >= FEW && types.get(i) == ValueType.I32)
            .toArray());
  }

  /** Works on constant indexes first: the JVM then needs no array for a call that it inlines. */
  void apply(long[] bits) {
    if ((mask & 1) != 0) {
      bits[0] = (int) bits[0];
    }
    if ((mask & 2) != 0) {
      bits[1] = (int) bits[1];
    }
    if ((mask & 4) != 0) {
      bits[2] = (int) bits[2];
    }
    if ((mask & 8) != 0) {
      bits[3] = (int) bits[3];
    }
    for (int index : others) {
      bits[index] = (int) bits[index];
    }
  }
}
