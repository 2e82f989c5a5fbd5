package io.github.wasminterop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.InvalidModuleException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleHeaderTest {

  @Test
  void aModuleBeginsSo() {
    byte[] module = HexFormat.of().parseHex("0061736d01000000");
    assertThatCode(() -> ModuleHeader.check("m", module)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "'',there are no bytes",
    "0061736d,begin with 0061736d",
    "0061736d010000,begin with 0061736d010000",
    "cafebabe00000045,begin with cafebabe00000045",
    "0061736d02000000,of an unknown version",
    "0061736d0d000100,a component"
  })
  void anythingElseIsRefusedWithWhatItIs(String hex, String message) {
    assertThatThrownBy(() -> ModuleHeader.check("image.wasm", HexFormat.of().parseHex(hex)))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContainingAll("image.wasm", message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(module)", "  \n(module)", ";; a comment\n(module)"})
  void textIsRecognised(String text) {
    assertThatThrownBy(() -> ModuleHeader.check("image.wat", text.getBytes(UTF_8)))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContainingAll("image.wat", "text format", "wat2wasm");
  }
}
