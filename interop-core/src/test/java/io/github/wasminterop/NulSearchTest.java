package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.OutOfBoundsException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where text ends that does not say how long it is, in both kinds of memory. */
class NulSearchTest {
  private static final int END = TwoMemories.BYTE_SIZE;
  private static final TextEncoding LATIN = TextEncoding.LATIN_1;
  private static final TextEncoding UTF_16 = TextEncoding.UTF_16LE;

  private final TwoMemories memories = new TwoMemories();

  /** Compares with a search byte by byte. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theFirstNulEndsTheText(int unitSize) {
    Random random = new Random(unitSize);
    int[] lengths = {0, 1, 2, 31, 32, 33, 63, 64, 65, 190, 191, 192, 193, 447, 448, 5_000, 60_000};
    for (WasmMemory memory : memories.each) {
      for (int length : lengths) {
        int bytes = length * unitSize;
        for (int pointer : new int[] {0, 3, END - bytes - unitSize, random.nextInt(1_000)}) {
          byte[] content = new byte[END];
          Arrays.fill(content, (byte) 'x');
          Arrays.fill(content, pointer + bytes, pointer + bytes + unitSize, (byte) 0);
          if (pointer + bytes + 3 * unitSize < END) {
            Arrays.fill(content, pointer + bytes + unitSize, END, (byte) 0);
          }
          memory.bytes(0, END).copyFrom(content);
          for (long limit :
              new long[] {
                bytes + unitSize, bytes + unitSize + 1, 2L * bytes + 100, Long.MAX_VALUE
              }) {
            assertThat(memory.readText(pointer, nul(unitSize, limit)))
                .as("%d units at %d, limit %d", length, pointer, limit)
                .hasSize(length);
          }
          for (long limit : new long[] {bytes, bytes + unitSize - 1, bytes / 2}) {
            if (limit < unitSize) {
              continue; // has no room for a NUL
            }
            assertThatThrownBy(() -> memory.readText(pointer, nul(unitSize, limit)))
                .isInstanceOf(OutOfBoundsException.class)
                .hasMessageContaining("all that may be looked at");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "1, 63", "1, 64", "1, 65", "1, 40000", "2, 1", "2, 128", "2, 40001"})
  void theMemoryEndsTheSearch(int unitSize, int rest) {
    for (WasmMemory memory : memories.each) {
      memory.bytes(0, END).fill(1);
      assertThatThrownBy(() -> memory.readText(END - rest, nul(unitSize, Long.MAX_VALUE)))
          .isInstanceOfSatisfying(
              OutOfBoundsException.class,
              e -> {
                int looked = rest - rest % unitSize;
                assertThat(e.offset()).isEqualTo(END - rest);
                assertThat(e.size()).isEqualTo(looked + unitSize);
                assertThat(e.limit()).isEqualTo(END - rest + looked);
              })
          .hasMessageContaining("where the memory ends");
    }
  }

  @Test
  void halfANulIsNone() {
    for (WasmMemory memory : memories.each) {
      memory.bytes(0, END).fill(1);
      memory.bytes(101, 2).fill(0);
      memory.bytes(200, 2).fill(0);
      assertThat(memory.readText(100, nul(2, 1000))).hasSize(50);
    }
  }

  @Test
  void aLengthBeforeTheTextNeedsRoom() {
    for (WasmMemory memory : memories.each) {
      memory.data(0, 8).setU32(0, 4);
      memory.data(4, 8).setU16(0, 'a');
      memory.data(6, 8).setU16(0, 'b');
      assertThat(memory.readText(4, TextFormat.assemblyScript())).isEqualTo("ab");
      for (long pointer : new long[] {0, 1, 3}) {
        assertThatThrownBy(() -> memory.readText(pointer, TextFormat.assemblyScript()))
            .isInstanceOfSatisfying(
                OutOfBoundsException.class,
                e -> {
                  assertThat(e.offset()).isEqualTo(pointer - 4);
                  assertThat(e.size()).isEqualTo(4);
                });
      }
      memory.data(8, 8).setU16(0, 3);
      memory.bytes(10, 3).copyFrom(new byte[] {'x', 'y', 'z'});
      assertThat(memory.readText(8, TextFormat.lengthPrefixed(LATIN, Scalar.U16))).isEqualTo("xyz");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, 8_192, 8_193, 100_000})
  void textOfEachSizeIsRead(int size) {
    for (WasmMemory memory : memories.each) {
      memory.bytes(0, END).fill('x');
      memory.bytes(7, size).fill('y');
      for (int again = 0; again < 2; again++) {
        assertThat(memory.readText(7, size, LATIN)).hasSize(size).matches("y*");
      }
    }
  }

  private static TextFormat nul(int unitSize, long limit) {
    return TextFormat.nulTerminated(unitSize == 1 ? LATIN : UTF_16, limit);
  }
}
