package io.github.wasminterop.project.guests;

import static io.github.wasminterop.ElementType.F64;
import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.DataView;
import io.github.wasminterop.F64View;
import io.github.wasminterop.RangeDescriptor;
import io.github.wasminterop.U8View;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.abi.Packing;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rust with std: {@code alloc} and {@code dealloc}, packed results, a String's and a Vec's parts.
 */
@ParameterizedClass
@EnumSource
class RustStdTest extends GuestTest {

  @Override
  String file() {
    return "rust-std/rust-std.wasm";
  }

  @Test
  void aStringComesPackedWithItsAddressHigh() {
    GuestText name = text("alloc", "Zoë 🌍");
    ValueDescriptor call = ValueDescriptor.function("greet", (int) name.pointer(), name.length());
    U8View greeting = guest().view(U8, RangeDescriptor.packed(call, Packing.POINTER_HIGH));
    assertThat(greeting.utf8()).isEqualTo("Hello, Zoë 🌍!");
    int length = (int) greeting.length();
    assertThat(call("live_allocations")).isEqualTo(2);
    assertThat(call("live_bytes")).isEqualTo(length + name.length() + 1);
    call("dealloc", (int) greeting.pointer(), length);
    call("dealloc", (int) name.pointer(), name.length() + 1);
    assertNothingIsLive();
  }

  @Test
  void aStringFillsAnOutParameter() {
    GuestText text = text("alloc", "straße");
    DataView out = memory().data(address("alloc", 12), 12);
    RangeDescriptor upper =
        RangeDescriptor.outParameter(
            "upper_case", ValueDescriptor.of(out.pointer()), (int) text.pointer(), text.length());
    assertThat(guest().readUtf8(upper)).isEqualTo("STRASSE");
    assertThat(out.getU32(8)).as("capacity").isGreaterThan(out.getU32(4));
    call("dealloc", (int) out.getU32(0), (int) out.getU32(8));
    call("dealloc", (int) out.pointer(), 12);
    call("dealloc", (int) text.pointer(), text.length() + 1);
    assertNothingIsLive();
  }

  @Test
  void aVecFillsAnOutParameter() {
    DataView out = memory().data(address("alloc", 12), 12);
    F64View roots =
        guest()
            .view(
                F64,
                RangeDescriptor.outParameter(
                    "square_roots", ValueDescriptor.of(out.pointer()), 1000));
    assertThat(roots.length()).isEqualTo(1000);
    assertThat(roots.get(900)).isEqualTo(30);
    roots.fill(2.5);
    assertThat(call("mean", (int) roots.pointer(), 1000)).isEqualTo(2.5);
    call("dealloc", (int) roots.pointer(), 8 * (int) out.getU32(8));
    call("dealloc", (int) out.pointer(), 12);
    assertNothingIsLive();
  }

  @Test
  void anEmptyVecDangles() {
    DataView out = memory().data(address("alloc", 12), 12);
    call("square_roots", (int) out.pointer(), 0);
    assertThat(out.getU32(0)).as("its alignment").isEqualTo(8);
    assertThat(out.getU32(4)).isZero();
    assertThat(out.getU32(8)).isZero();
    assertThat(memory().view(F64, out.getU32(0), 0).copy()).isEmpty();
  }

  @Test
  void aPanicTraps() {
    GuestText text = text("alloc", "ok");
    assertThat(call("byte_at", (int) text.pointer(), 2, 1)).isEqualTo((int) 'k');
    assertTrap(text, 2, 2);
    memory().bytes(text.pointer(), 2).set(0, 0xff);
    assertTrap(text, 2, 0);
    call("dealloc", (int) text.pointer(), 3);
    assertThat(call("live_bytes")).isEqualTo(0);
  }

  @Test
  void whatCannotBeAllocatedIsNull() {
    assertThat(call("alloc", Integer.MAX_VALUE - 7)).isEqualTo(0);
    assertNothingIsLive();
  }

  private void assertTrap(GuestText text, int length, int index) {
    assertThatThrownBy(() -> call("byte_at", (int) text.pointer(), length, index))
        .isInstanceOfSatisfying(
            TrapException.class, e -> assertThat(e.kind()).isEqualTo(TrapKind.UNREACHABLE));
  }

  private void assertNothingIsLive() {
    assertThat(call("live_allocations")).isEqualTo(0);
    assertThat(call("live_bytes")).isEqualTo(0);
  }
}
