package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.StructPlacement.Layout;
import io.github.wasminterop.StructPlacement.Part;
import io.github.wasminterop.StructPlacement.Place;
import io.github.wasminterop.error.InvalidArgumentException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructPlacementTest {

  /**
   * Looks for each field's place by trying bit after bit, and asking of each whether C allows it.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyFieldHasTheFirstPlaceThatIsAllowed(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      boolean packed = random.nextInt(4) == 0;
      List<Part> parts = new ArrayList<>();
      for (int n = 1 + random.nextInt(9); n > 0; n--) {
        parts.add(part(random));
      }
      Layout layout = StructPlacement.of("struct", parts, packed);
      BitSet taken = new BitSet();
      int alignment = 1;
      for (int n = 0; n < parts.size(); n++) {
        Part part = parts.get(n);
        int first = taken.length();
        while (!allowed(part, first, packed)) {
          first++;
        }
        assertThat(layout.places().get(n))
            .as("field %d of %s, packed %s", n, parts, packed)
            .isEqualTo(new Place(first / 8, first % 8));
        taken.set(first, first + (part.bits() > 0 ? part.bits() : (int) part.byteSize() * 8));
        alignment = packed ? 1 : Math.max(alignment, part.alignment());
      }
      long size = (taken.length() + 7L) / 8;
      while (size % alignment != 0) {
        size++;
      }
      assertThat(layout.byteSize()).as("size of %s, packed %s", parts, packed).isEqualTo(size);
      assertThat(layout.alignment()).as("alignment of %s", parts).isEqualTo(alignment);
    }
  }

  @Test
  void aStructThatNoMemoryHoldsIsRefused() {
    List<Part> parts = List.of(new Part(1L << 40, 1, 0, false), new Part(8, 8, 0, false));
    assertThatThrownBy(() -> StructPlacement.of("Huge", parts, false))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("Huge");
  }

  private static Part part(Random random) {
    int size = 1 << random.nextInt(4);
    return switch (random.nextInt(3)) {
      case 0 -> new Part(size, size, 0, false);
      case 1 -> new Part((long) size * (1 + random.nextInt(5)), size, 0, false);
      default -> new Part(size, size, 1 + random.nextInt(8 * size), random.nextInt(6) == 0);
    };
  }

  private static boolean allowed(Part part, int bit, boolean packed) {
    if (part.bits() == 0) {
      return bit % (packed ? 8 : 8 * part.alignment()) == 0;
    }
    int unit = 8 * (int) part.byteSize();
    if (part.startsUnit() && bit % unit != 0) {
      return false;
    }
    return packed || bit / unit == (bit + part.bits() - 1) / unit;
  }
}
