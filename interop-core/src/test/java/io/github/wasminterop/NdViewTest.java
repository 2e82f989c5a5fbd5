package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdViewTest {
  private final I32View view = view(360);

  @Test
  void rowsLieOneAfterTheOther() {
    NdView<I32View> shape = NdView.rowMajor(view, 4, 5, 3);
    assertThat(shape.strides()).containsExactly(15, 3, 1);
    assertThat(shape.index(3, 4, 2)).isEqualTo(59);
    assertThat(shape.index(new long[] {1, 2, 0})).isEqualTo(21);
    assertThat(shape.elementCount()).isEqualTo(60);
    assertThat(shape).hasToString("i32: i32[4][5][3]");
    NdView<I32View> columns = NdView.columnMajor(view, 4, 5);
    assertThat(columns.shape()).containsExactly(4, 5);
    assertThat(columns.index(3, 2)).isEqualTo(11);
    assertThat(columns.isContiguous()).isFalse();
    assertThat(columns.transpose().isContiguous()).isTrue();
  }

  @Test
  void indexesAreChecked() {
    NdView<I32View> shape = NdView.rowMajor(view, 4, 5, 3);
    for (long[] index :
        new long[][] {{4, 0, 0}, {0, 5, 0}, {0, 0, 3}, {-1, 0, 0}, {0, -1, 0}, {0, 0, -1}}) {
      assertThatThrownBy(() -> shape.index(index[0], index[1], index[2]))
          .isInstanceOf(OutOfBoundsException.class);
      assertThatThrownBy(() -> shape.index(index)).isInstanceOf(OutOfBoundsException.class);
    }
    NdView<I32View> table = NdView.strided(view, 7, new long[] {4, 5}, new long[] {40, 3});
    assertThat(table.index(0, 0)).isEqualTo(7);
    assertThat(table.index(3, 4)).isEqualTo(139);
    for (long[] index : new long[][] {{4, 0}, {0, 5}, {-1, 0}, {0, -1}}) {
      assertThatThrownBy(() -> table.index(index[0], index[1]))
          .isInstanceOf(OutOfBoundsException.class)
          .hasMessageContaining("dimension " + (index[0] == 0 ? 1 : 0));
    }
    NdView<I32View> row = NdView.strided(view, 7, new long[] {4}, new long[] {40});
    assertThat(row.index(0)).isEqualTo(7);
    assertThat(row.index(3)).isEqualTo(127);
    for (long index : new long[] {4, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> row.index(index)).isInstanceOf(OutOfBoundsException.class);
    }
    assertThat(shape.index(3, 4, 2)).isEqualTo(59);
    assertThat(shape.transpose(2, 0, 1).index(2, 3, 4)).isEqualTo(59);
    assertThatThrownBy(() -> shape.transpose(2, 0)).isInstanceOf(InvalidArgumentException.class);
    assertThat(shape.range(1, 0, 5).range(1, 5, 5).elementCount()).isZero();
    assertThatThrownBy(() -> shape.index(1)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> shape.index(1, 1)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> shape.index(1, 1, 1, 1)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> shape.slice(0, 4)).isInstanceOf(OutOfBoundsException.class);
    assertThatThrownBy(() -> shape.slice(0, Long.MAX_VALUE))
        .isInstanceOf(OutOfBoundsException.class);
    assertThatThrownBy(() -> shape.slice(3, 0)).isInstanceOf(OutOfBoundsException.class);
    assertThatThrownBy(() -> shape.range(1, 3, 6)).isInstanceOf(OutOfBoundsException.class);
    assertThatThrownBy(() -> shape.range(1, 3, 2)).isInstanceOf(OutOfBoundsException.class);
    assertThatThrownBy(() -> shape.step(1, 0)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> shape.transpose(0, 1, 1)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> shape.reshape(7, 8)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> shape.transpose().reshape(60))
        .isInstanceOf(InvalidArgumentException.class);
  }

  /** Compares with arithmetic that cannot overflow. */
  @Test
  void aShapeIsRefusedExactlyIfAnElementIsOutside() {
    Random random = new Random(5);
    long[] lengths = {0, 1, 2, 3, 360, 361, 1L << 31, 1L << 32, 1L << 62, Long.MAX_VALUE};
    for (int i = 0; i < 20_000; i++) {
      int rank = random.nextInt(4);
      long[] shape = random.ints(rank, 0, lengths.length).mapToLong(n -> lengths[n]).toArray();
      long[] strides = random.ints(rank, 0, lengths.length).mapToLong(n -> lengths[n]).toArray();
      long offset = lengths[random.nextInt(lengths.length)];
      BigInteger last = BigInteger.valueOf(offset);
      for (int n = 0; n < rank; n++) {
        last = last.add(BigInteger.valueOf(shape[n] - 1).multiply(BigInteger.valueOf(strides[n])));
      }
      boolean empty = LongStream.of(shape).anyMatch(length -> length == 0);
      boolean inside = empty ? offset <= 360 : last.compareTo(BigInteger.valueOf(360)) < 0;
      Throwable thrown = catchThrowable(() -> NdView.strided(view, offset, shape, strides));
      assertThat(thrown == null)
          .as(
              "offset %s, shape %s, strides %s: %s",
              offset, Arrays.toString(shape), Arrays.toString(strides), thrown)
          .isEqualTo(inside);
    }
    assertThatThrownBy(() -> NdView.rowMajor(view, -1, 0))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> NdView.strided(view, -1, new long[0], new long[0]))
        .isInstanceOf(OutOfBoundsException.class);
    assertThatThrownBy(() -> NdView.strided(view, 0, new long[] {2}, new long[] {-1}))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> NdView.strided(view, 0, new long[] {2}, new long[0]))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> NdView.rowMajor(view, 1L << 32, 1L << 32))
        .isInstanceOf(OutOfBoundsException.class);
  }

  /** Applies random steps to a shape and to a list of lists of indexes. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsCutTurnedAndReshapedHasTheElementsOfTheModel(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      NdView<I32View> shape = NdView.rowMajor(view, 4, 5, 3, 6);
      List<Long> elements = LongStream.range(0, 360).boxed().toList();
      for (int step = 0; step < 5 && shape.rank() > 0; step++) {
        NdView<I32View> before = shape;
        int d = random.nextInt(shape.rank());
        long length = shape.length(d);
        switch (random.nextInt(5)) {
          case 0 -> {
            if (length > 0) {
              long at = random.nextLong(length);
              shape = shape.slice(d, at);
              elements = where(before, elements, d, n -> n == at);
            }
          }
          case 1 -> {
            long from = random.nextLong(length + 1);
            long to = from + random.nextLong(length - from + 1);
            shape = shape.range(d, from, to);
            elements = where(before, elements, d, n -> n >= from && n < to);
          }
          case 2 -> {
            long by = 1L + random.nextInt(4);
            shape = shape.step(d, by);
            elements = where(before, elements, d, n -> n % by == 0);
          }
          case 3 -> {
            shape = shape.transpose();
            elements = transposed(before, elements);
          }
          default -> {
            if (shape.isContiguous()) {
              shape = shape.reshape(shape.elementCount());
            }
          }
        }
        assertElements(shape, elements);
      }
    }
  }

  @Test
  void contiguousElementsAreAViewOfTheirOwn() {
    NdView<I32View> shape = NdView.rowMajor(view, 4, 5, 3);
    assertThat(shape.slice(0, 2).contiguous().pointer()).isEqualTo(view.pointer() + 4 * 30);
    assertThat(shape.slice(0, 2).contiguous().length()).isEqualTo(15);
    assertThat(shape.range(0, 1, 3).isContiguous()).isTrue();
    assertThat(shape.range(1, 1, 3).isContiguous()).isFalse();
    assertThat(shape.range(1, 1, 1).contiguous().length()).isZero();
    assertThatThrownBy(() -> shape.transpose().contiguous())
        .isInstanceOf(InvalidArgumentException.class);
    NdView<I32View> one = NdView.rowMajor(view);
    assertThat(one.elementCount()).isEqualTo(1);
    assertThat(one.index()).isZero();
    assertThat(one.contiguous().length()).isEqualTo(1);
  }

  @Test
  void indexesComeInTheOrderOfMemory() {
    NdView<I32View> shape = NdView.rowMajor(view, 4, 5).range(1, 1, 4);
    assertThat(shape.indices()).startsWith(1L, 2L, 3L, 6L, 7L).hasSize(12).isSorted();
    assertThat(shape.transpose().indices())
        .containsExactlyElementsOf(shape.indices().boxed().toList());
  }

  @Test
  void aRowIsAStridedView() {
    for (int i = 0; i < 20; i++) {
      view.set(i, 100 + i);
    }
    I32Strided column = I32Strided.of(NdView.rowMajor(view, 4, 5).slice(1, 3));
    assertThat(column.copy()).containsExactly(103, 108, 113, 118);
    column.set(3, -1);
    assertThat(view.get(18)).isEqualTo(-1);
    assertThat(column).hasToString("i32: i32[4] at 76, every 20 bytes");
    assertThatThrownBy(() -> I32Strided.of(NdView.rowMajor(view, 4, 5)))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(I32Strided.of(NdView.rowMajor(view, 0)).copy()).isEmpty();
  }

  private static void assertElements(NdView<I32View> shape, List<Long> elements) {
    List<Long> found = new ArrayList<>();
    long[] index = new long[shape.rank()];
    for (long n = 0; n < shape.elementCount(); n++) {
      long rest = n;
      for (int d = shape.rank() - 1; d >= 0; d--) {
        index[d] = rest % shape.length(d);
        rest /= shape.length(d);
      }
      found.add(shape.index(index));
    }
    assertThat(found).as("%s", shape).isEqualTo(elements);
    assertThat(shape.indices()).containsExactlyElementsOf(elements.stream().sorted().toList());
  }

  /** Those of the elements, in row-major order, whose index in a dimension is as it should be. */
  private static List<Long> where(
      NdView<?> shape, List<Long> elements, int dimension, java.util.function.LongPredicate is) {
    long inner = 1;
    for (int d = dimension + 1; d < shape.rank(); d++) {
      inner *= shape.length(d);
    }
    List<Long> kept = new ArrayList<>();
    for (int n = 0; n < elements.size(); n++) {
      if (is.test(n / inner % shape.length(dimension))) {
        kept.add(elements.get(n));
      }
    }
    return kept;
  }

  private static List<Long> transposed(NdView<?> shape, List<Long> elements) {
    List<Long> turned = new ArrayList<>();
    long[] lengths = shape.shape();
    for (int n = 0; n < elements.size(); n++) {
      long rest = n;
      long from = 0;
      for (int d = 0; d < lengths.length; d++) {
        // The last index of the turned shape, which runs fastest, is the first of this one.
        long inner = 1;
        for (int e = d + 1; e < lengths.length; e++) {
          inner *= lengths[e];
        }
        from += rest % lengths[d] * inner;
        rest /= lengths[d];
      }
      turned.add(elements.get((int) from));
    }
    return turned;
  }

  @SuppressWarnings("NullAway") // no backend made this memory
  private static I32View view(int length) {
    LinearMemory linear = LinearMemory.of(Arena.ofAuto().allocate(65_536, 8));
    BackendMemory memory =
        new BackendMemory() {
          @Override
          public MemoryType type() {
            return MemoryType.of(1);
          }

          @Override
          public LinearMemory linear() {
            return linear;
          }

          @Override
          public long grow(long delta) {
            return -1;
          }
        };
    return new WasmMemory(null, "memory", memory).view(ElementType.I32, 64, length);
  }
}
