package io.github.wasminterop.type;

import static io.github.wasminterop.type.ValueType.F64;
import static io.github.wasminterop.type.ValueType.I32;
import static io.github.wasminterop.type.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.InvalidArgumentException;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TypesTest {

  @Test
  void functionTypesHaveJavaTypes() {
    assertThat(FunctionType.of(I32, F64).returning(I64).methodType())
        .isEqualTo(MethodType.methodType(long.class, int.class, double.class));
    assertThat(FunctionType.of().methodType()).isEqualTo(MethodType.methodType(void.class));
    assertThat(FunctionType.of().returning(I32, I32).methodType().returnType())
        .isEqualTo(List.class);
    assertThat(FunctionType.of(ValueType.FUNCREF).isNumeric()).isFalse();
    assertThat(FunctionType.of(I32).returning(ValueType.V128).isNumeric()).isFalse();
  }

  @Test
  void typesArePrintedAsInTheTextFormat() {
    assertThat(FunctionType.of(I32, I32).returning(I64)).hasToString("(i32, i32) -> (i64)");
    assertThat(new GlobalType(I32, true)).hasToString("global (mut i32)");
    assertThat(new GlobalType(F64, false)).hasToString("global f64");
    assertThat(MemoryType.of(1, 16)).hasToString("memory 1..16 pages");
    assertThat(MemoryType.of(1, 2).asShared().as64()).hasToString("memory 1..2 pages shared i64");
    assertThat(new ImportType("env", "log", FunctionType.of(I32)))
        .hasToString("env.log (i32) -> ()");
  }

  @Test
  void memorySizesAreChecked() {
    assertThat(MemoryType.of(65_536).upperBound()).isEqualTo(65_536);
    assertThat(MemoryType.of(0, 3).upperBound()).isEqualTo(3);
    assertThat(MemoryType.of(0).as64().upperBound()).isEqualTo(1L << 48);
    assertThatThrownBy(() -> MemoryType.of(-1)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> MemoryType.of(65_537)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> MemoryType.of(2, 1)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> MemoryType.of(1).asShared())
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void tableTypesAreChecked() {
    assertThatThrownBy(() -> new TableType(I32, 0, OptionalLong.empty()))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> new TableType(ValueType.FUNCREF, -1, OptionalLong.empty()))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> new TableType(ValueType.FUNCREF, 2, OptionalLong.of(1)))
        .isInstanceOf(InvalidArgumentException.class);
  }
}
