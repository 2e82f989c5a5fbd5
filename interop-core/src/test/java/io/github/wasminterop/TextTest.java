package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.FakeBackends.Alpha;
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
