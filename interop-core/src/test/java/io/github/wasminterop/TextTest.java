package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.FakeBackends.Alpha;
import io.github.wasminterop.abi.Packing;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How things appear in messages. */
class TextTest {
  private final WasmFunction function =
      new WasmFunction(
          new Origin(new Alpha(), Lifetime.root("guest", () -> {})), "keep", new Keep());

  @Test
  void descriptors() {
    assertThat(ValueDescriptor.of(5)).hasToString("constant 5");
    assertThat(ValueDescriptor.export("ptr")).hasToString("export 'ptr'");
    assertThat(ValueDescriptor.export("slot", 2)).hasToString("export 'slot'[2]");
    assertThat(ValueDescriptor.global("ptr")).hasToString("global 'ptr'");
    assertThat(new ValueDescriptor.Export("f", ExternKind.FUNCTION, List.of()))
        .hasToString("function 'f'");
    assertThat(ValueDescriptor.function(function)).hasToString("function 'keep'");
    assertThat(ValueDescriptor.function(function, 1, 2)).hasToString("function 'keep'[1, 2]");
    assertThat(ValueDescriptor.computed(() -> 1)).hasToString("computed value");
  }

  @Test
  void sumsAndPointers() {
    ValueDescriptor table = ValueDescriptor.export("table");
    assertThat(table.plus(8)).hasToString("export 'table' +8");
    assertThat(table.plus(0)).hasToString("export 'table' +0");
    assertThat(table.plus(-8)).hasToString("export 'table' -8");
    assertThat(ValueDescriptor.pointerAt(table, 3)).hasToString("pointer 3 at export 'table'");
  }

  @Test
  void ranges() {
    ValueDescriptor at = ValueDescriptor.of(8);
    assertThat(RangeDescriptor.of(at, ValueDescriptor.of(2)))
        .hasToString("pointer constant 8 and length constant 2");
    assertThat(RangeDescriptor.packed(at, Packing.POINTER_HIGH))
        .hasToString("pointer and length packed in constant 8");
    assertThat(RangeDescriptor.results("text")).hasToString("the results of function 'text'");
    assertThat(RangeDescriptor.at(at)).hasToString("pointer and length at constant 8");
    assertThat(RangeDescriptor.outParameter("fill", at))
        .hasToString("pointer and length at constant 8, as function 'fill' writes them");
    assertThat(RangeDescriptor.nulTerminated(at, 9)).hasToString("data up to a NUL at constant 8");
    assertThat(RangeDescriptor.lengthPrefixed(at, Scalar.U16))
        .hasToString("data behind its u16 length at constant 8");
    assertThat(RangeDescriptor.lengthBefore(at, Scalar.U32))
        .hasToString("data at constant 8 with its u32 length before it");
    assertThat(RangeDescriptor.computed(_ -> new RangeDescriptor.Range(0, 0)))
        .hasToString("computed range");
    RangeDescriptor inBytes = RangeDescriptor.at(at).lengthInBytes();
    assertThat(inBytes).hasToString("pointer and length at constant 8, length in bytes");
    assertThat(inBytes.lengthInBytes()).isSameAs(inBytes);
    for (Scalar prefix : List.of(Scalar.I32, Scalar.F32, Scalar.BOOL)) {
      assertThatThrownBy(() -> RangeDescriptor.lengthPrefixed(at, prefix))
          .isInstanceOf(InvalidArgumentException.class);
      assertThatThrownBy(() -> RangeDescriptor.lengthBefore(at, prefix))
          .isInstanceOf(InvalidArgumentException.class);
    }
  }

  @Test
  void elementTypes() {
    assertThat(ElementType.U8.name()).isEqualTo("u8");
    assertThat(ElementType.F64).hasToString("f64");
  }

  @Test
  void functionsThatTakeReferences() {
    assertThat(function.name()).isEqualTo("keep");
    assertThat(function).hasToString("keep (externref) -> ()");
    for (Object argument : new Object[] {1, "x"}) {
      assertThatThrownBy(() -> function.call(argument))
          .isInstanceOf(TypeMismatchException.class)
          .hasMessageContaining("only numbers");
    }
    assertThatThrownBy(function::handle)
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("only numbers");
  }

  private record Keep() implements BackendFunction {
    @Override
    public FunctionType type() {
      return FunctionType.of(ValueType.EXTERNREF);
    }

    @Override
    public long[] call(long... arguments) {
      throw new AssertionError("called");
    }
  }
}
