package io.github.wasminterop.project.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Zig: slices that are packed with their length high, and {@code free} with a size. */
@ParameterizedClass
@EnumSource
class ZigTest extends GuestTest {

  @Override
  String file() {
    return "zig/texts.wasm";
  }

  @Test
  void aSliceComesPackedWithItsLengthHigh() {
    Text name = text("alloc", "Zoë 🌍");
    long packed = (long) call("greet", (int) name.pointer(), name.length());
    int length = (int) (packed >>> 32);
    assertThat(memory().readUtf8(packed & 0xffffffffL, length)).isEqualTo("Hello, Zoë 🌍!");
    assertThat(call("live_bytes")).isEqualTo(length + name.length() + 1);
    call("free", (int) packed, length);
    call("free", (int) name.pointer(), name.length() + 1);
    assertThat(call("live_bytes")).isEqualTo(0);
  }

  @Test
  void aSliceLiesWithinWhatTheHostPassed() {
    Text text = text("alloc", "ein schöner Gruß");
    long packed = (long) call("longest_word", (int) text.pointer(), text.length());
    assertThat(packed & 0xffffffffL).isEqualTo(text.pointer() + 4);
    assertThat(memory().readUtf8(packed & 0xffffffffL, packed >>> 32)).isEqualTo("schöner");
    assertThat(call("live_bytes")).isEqualTo(text.length() + 1);
  }

  @Test
  void aFailedCheckTraps() {
    Text text = text("alloc", "ok");
    assertThat(call("byte_at", (int) text.pointer(), 2, 1)).isEqualTo((int) 'k');
    assertThatThrownBy(() -> call("byte_at", (int) text.pointer(), 2, 2))
        .isInstanceOfSatisfying(
            TrapException.class, e -> assertThat(e.kind()).isEqualTo(TrapKind.UNREACHABLE));
  }

  @Test
  void whatCannotBeAllocatedIsNull() {
    assertThat(call("alloc", -1)).isEqualTo(0);
    assertThat(call("live_bytes")).isEqualTo(0);
  }
}
