package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.wasm.types.ValType;
import io.github.wasminterop.type.ValueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TypesTest {

  @ParameterizedTest
  @EnumSource
  void typesAreTheSameAfterTheWayThereAndBack(ValueType type) {
    assertThat(Types.value(Types.value(type))).isEqualTo(type);
  }

  @Test
  void whatTheLibraryDoesNotKnowIsAReference() {
    assertThat(Types.value(ValType.EqRef)).isEqualTo(ValueType.REFERENCE);
    assertThat(Types.value(ValType.StructRef)).isEqualTo(ValueType.REFERENCE);
  }
}
