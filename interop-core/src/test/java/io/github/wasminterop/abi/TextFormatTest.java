package io.github.wasminterop.abi;

import static io.github.wasminterop.abi.TextEncoding.UTF_16LE;
import static io.github.wasminterop.abi.TextEncoding.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MalformedTextException;
import io.github.wasminterop.error.OutOfBoundsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class TextFormatTest {

  @Test
  void aNulIsOneUnit() {
    assertThat(TextFormat.nulTerminated(UTF_8, 3).encode("t", "é")).containsExactly(0xc3, 0xa9, 0);
    assertThat(TextFormat.nulTerminated(UTF_16LE, 4).encode("t", "é"))
        .containsExactly(0xe9, 0, 0, 0);
    assertThat(TextFormat.nulTerminated(UTF_8, 1).encode("t", "")).containsExactly(0);
  }

  @Test
  void aTextAndItsNulFitTheLimit() {
    assertThatThrownBy(() -> TextFormat.nulTerminated(UTF_8, 2).encode("t", "é"))
        .isInstanceOfSatisfying(
            OutOfBoundsException.class,
            e -> {
              assertThat(e.size()).isEqualTo(3);
              assertThat(e.limit()).isEqualTo(2);
            });
    assertThatThrownBy(() -> TextFormat.nulTerminated(UTF_8, 0))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> TextFormat.nulTerminated(UTF_16LE, 1))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void aNulWithinTheTextIsRefused() {
    assertThatThrownBy(() -> TextFormat.nulTerminated(UTF_8.lossy(), 9).encode("t", "a\0b"))
        .isInstanceOfSatisfying(
            MalformedTextException.class, e -> assertThat(e.position()).isEqualTo(1));
    assertThat(TextFormat.lengthPrefixed(UTF_8, Scalar.U8).encode("t", "a\0b"))
        .containsExactly(3, 'a', 0, 'b');
  }

  @Test
  void aPrefixCountsBytes() {
    assertThat(TextFormat.lengthPrefixed(UTF_8, Scalar.U8).encode("t", "é"))
        .containsExactly(2, 0xc3, 0xa9);
    assertThat(TextFormat.lengthPrefixed(UTF_16LE, Scalar.U32).encode("t", "é"))
        .containsExactly(2, 0, 0, 0, 0xe9, 0);
    assertThat(TextFormat.lengthPrefixed(UTF_8, Scalar.U64).encode("t", "x"))
        .containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 'x');
    byte[] long16 = TextFormat.lengthPrefixed(UTF_8, Scalar.U16).encode("t", "x".repeat(65_535));
    assertThat(long16).hasSize(65_537).startsWith(0xff, 0xff, 'x');
  }

  @Test
  void aTextThatThePrefixCannotTellIsRefused() {
    assertThat(TextFormat.lengthPrefixed(UTF_8, Scalar.U8).encode("t", "x".repeat(255)))
        .hasSize(256);
    assertThatThrownBy(
            () -> TextFormat.lengthPrefixed(UTF_8, Scalar.U8).encode("t", "x".repeat(256)))
        .isInstanceOf(OutOfBoundsException.class);
    assertThatThrownBy(
            () -> TextFormat.lengthPrefixed(UTF_8, Scalar.U16).encode("t", "x".repeat(65_536)))
        .isInstanceOf(OutOfBoundsException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Scalar.class,
      names = {"U8", "U16", "U32", "U64"},
      mode = Mode.EXCLUDE)
  void aPrefixIsAnUnsignedIntegerOfFixedSize(Scalar prefix) {
    assertThatThrownBy(() -> TextFormat.lengthPrefixed(UTF_8, prefix))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void anAssemblyScriptStringHasItsSizeBeforeThePointer() {
    TextFormat format = TextFormat.assemblyScript();
    assertThat(format.bytesBeforePointer()).isEqualTo(4);
    assertThat(format.encode("t", "a\uD800")).containsExactly(4, 0, 0, 0, 'a', 0, 0, 0xd8);
  }
}
