package io.github.wasminterop.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrapKindTest {

  @ParameterizedTest
  @CsvSource({
    "wasm trap: wasm `unreachable` instruction executed,UNREACHABLE",
    "out of bounds memory access: attempted to access address: 65536,MEMORY_OUT_OF_BOUNDS",
    "wasm trap: out of bounds table access,TABLE_OUT_OF_BOUNDS",
    "uninitialized element 3,UNINITIALIZED_ELEMENT",
    "indirect call type mismatch,INDIRECT_CALL_TYPE_MISMATCH",
    "integer divide by zero,INTEGER_DIVIDE_BY_ZERO",
    "Integer overflow,INTEGER_OVERFLOW",
    "invalid conversion to integer,INVALID_CONVERSION_TO_INTEGER",
    "call stack exhausted,STACK_OVERFLOW",
    "unaligned atomic,UNALIGNED_ATOMIC",
    "expected shared memory,EXPECTED_SHARED_MEMORY",
    "something new,OTHER"
  })
  void trapsAreRecognisedByTheirWording(String message, TrapKind kind) {
    assertThat(TrapKind.of(message)).isEqualTo(kind);
  }
}
