package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.type.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NarrowingTest {
  private static final long GARBAGE = 0x5555_5555_0000_0007L;
  private static final List<ValueType> NUMBERS =
      List.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64);

  @Test
  void clearsTheHighBitsOfEachI32AndNothingElse() {
    SplittableRandom random = new SplittableRandom(1);
    for (int count = 0; count < 12; count++) {
      for (int round = 0; round < 50; round++) {
        List<ValueType> types =
            Stream.generate(() -> NUMBERS.get(random.nextInt(4))).limit(count).toList();
        long[] bits = new long[count];
        Arrays.fill(bits, GARBAGE);

        Narrowing.of(types).apply(bits);

        for (int i = 0; i < count; i++) {
          assertThat(bits[i]).isEqualTo(types.get(i) == ValueType.I32 ? 7 : GARBAGE);
        }
      }
    }
  }
}
