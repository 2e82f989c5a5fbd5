package io.github.wasminterop.backend.chicory;

import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clears the high bits of each {@code i32} among raw values. The SPI leaves them open, but Chicory's
 * interpreter looks at all 64 in places.
 */
final class Narrowing {
  private final int[] indexes;

  private Narrowing(int[] indexes) {
    this.indexes = indexes;
  }

  static Narrowing of(List<ValueType> types) {
    return new Narrowing(
        IntStream.range(0, types.size()).filter(i -> types.get(i) == ValueType.I32).toArray());
  }

  void apply(long[] bits) {
    for (int index : indexes) {
      bits[index] = (int) bits[index];
    }
  }
}
