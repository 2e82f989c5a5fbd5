package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A shared memory that another thread has grown, for a thread that still sees it as it was. */
class UnseenGrowthTest {
  static final List<Access> ACCESSES = Access.ALL;

  private static final int END = 3 * 65_536;
  private static final long BITS = 0xF1E2D3C4B5A69788L;

  private final NativeMemory other = new NativeMemory(new MemoryLimits(1, 4, true));
  private final NativeMemory mine = other.bytes().door();
  private final MemorySegment before = other.bytes().segment();

  @BeforeEach
  void growElsewhere() {
    other.grow(2);
    mine.adopt(before);
  }

  @AfterEach
  void close() {
    mine.close();
    other.close();
  }

  @ParameterizedTest
  @FieldSource("ACCESSES")
  void numbersAreAccessedInTheNewPages(Access access) {
    access.set(mine, END - access.size(), BITS);
    assertThat(access.get(other, END - access.size())).isEqualTo(BITS & access.mask());
    mine.adopt(before);
    assertThat(access.get(mine, END - access.size())).isEqualTo(BITS & access.mask());
    mine.adopt(before);
    assertThatThrownBy(() -> access.get(mine, END)).isInstanceOf(WasmRuntimeException.class);
    assertThatThrownBy(() -> access.set(mine, END, 1)).isInstanceOf(WasmRuntimeException.class);
  }

  @Test
  void anAccessToTheNewPagesMakesAllOfThemKnown() {
    other.fill((byte) 1, 0, END);
    assertThat(mine.read(END - 1)).isEqualTo((byte) 1);
    mine.zero();
    assertThat(other.readBytes(0, END)).containsOnly(0);
  }

  @Test
  void rangesReachTheNewPages() {
    mine.fill((byte) 1, 65_530, END);
    mine.adopt(before);
    mine.write(END - 2, new byte[] {2, 3}, 0, 2);
    mine.adopt(before);
    mine.copy(0, END - 3, 3);
    mine.adopt(before);
    assertThat(mine.readBytes(END - 3, 3)).containsExactly(1, 2, 3);
    assertThat(other.readBytes(0, 4)).containsExactly(1, 2, 3, 0);
    assertThat(other.read(65_536)).isEqualTo((byte) 1);
  }
}
