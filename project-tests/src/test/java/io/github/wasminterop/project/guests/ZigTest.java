package io.github.wasminterop.project.guests;

import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.RangeDescriptor;
import io.github.wasminterop.U8View;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.abi.Packing;
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
    GuestText name = text("alloc", "Zoë 🌍");
    U8View greeting = slice("greet", name);
    int length = (int) greeting.length();
    assertThat(greeting.utf8()).isEqualTo("Hello, Zoë 🌍!");
    assertThat(call("live_bytes")).isEqualTo(length + name.length() + 1);
    call("free", (int) greeting.pointer(), length);
    call("free", (int) name.pointer(), name.length() + 1);
    assertThat(call("live_bytes")).isEqualTo(0);
  }

  @Test
  void aSliceLiesWithinWhatTheHostPassed() {
    GuestText text = text("alloc", "ein schöner Gruß");
    U8View word = slice("longest_word", text);
    assertThat(word.pointer()).isEqualTo(text.pointer() + 4);
    assertThat(word.utf8()).isEqualTo("schöner");
    assertThat(call("live_bytes")).isEqualTo(text.length() + 1);
  }

  @Test
  void aFailedCheckTraps() {
    GuestText text = text("alloc", "ok");
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

  private U8View slice(String export, GuestText text) {
    ValueDescriptor call = ValueDescriptor.function(export, (int) text.pointer(), text.length());
    return guest().view(U8, RangeDescriptor.packed(call, Packing.POINTER_LOW));
  }
}
