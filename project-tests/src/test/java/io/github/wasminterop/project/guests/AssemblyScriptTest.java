package io.github.wasminterop.project.guests;

import static io.github.wasminterop.ElementType.F64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.DataView;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** AssemblyScript: managed strings and typed arrays, and the collector that frees them. */
@ParameterizedClass
@EnumSource
class AssemblyScriptTest extends GuestTest {
  /** Where an object's size in bytes and the id of its class are, from its address. */
  private static final int SIZE = -4;

  private static final int CLASS = -8;

  @Override
  String file() {
    return "assemblyscript/assemblyscript.wasm";
  }

  @Test
  void aStringGoesInAndComesOut() {
    int greeting = (int) call("greet", string("Zoë 🌍"));
    assertThat(string(greeting)).isEqualTo("Hello, Zoë 🌍!");
    assertThat(header(greeting, CLASS)).isEqualTo(classId("STRING_ID"));
  }

  /** Strings are what Java's are, so that half a surrogate pair is one unit. */
  @Test
  void aStringIsAnyUnits() {
    assertThat(call("units", string("\ud83c"))).isEqualTo(1);
    assertThat(string((int) call("greet", string("\udf0d")))).isEqualTo("Hello, \udf0d!");
  }

  @Test
  void aBufferHasBytes() {
    int buffer = (int) call("utf8", string("Grüße 🌍"));
    assertThat(header(buffer, CLASS)).isEqualTo(classId("ARRAY_BUFFER_ID"));
    assertThat(memory().readUtf8(buffer, header(buffer, SIZE))).isEqualTo("Grüße 🌍");
  }

  @Test
  void typedArraysGoInAndComeOut() {
    int values = array("FLOAT64_ARRAY_ID", 24);
    data(values).setF64(0, 1.5);
    data(values).setF64(8, -4);
    data(values).setF64(16, 1e9);
    assertThat(call("total", values)).isEqualTo(1.5 - 4 + 1e9);
    int scaled = (int) call("scaled", values, 2.0);
    assertThat(header(scaled, CLASS)).isEqualTo(classId("FLOAT64_ARRAY_ID"));
    assertThat(numbers(scaled)).containsExactly(3, -8, 2e9);
  }

  @Test
  void aTypedArrayMayBeginWithinItsBuffer() {
    int values = array("FLOAT64_ARRAY_ID", 24);
    data(values).setF64(16, 7);
    int tail = (int) call("tail", values, 2);
    assertThat(numbers(tail)).containsExactly(7);
    DataView object = memory().data(tail, 12);
    assertThat(object.getU32(4) - object.getU32(0)).isEqualTo(16);
  }

  @Test
  void bytesAreUnsigned() {
    int bytes = array("UINT8_ARRAY_ID", 2);
    data(bytes).setU8(0, 255);
    data(bytes).setU8(1, 1);
    int inverted = (int) call("inverted", bytes);
    assertThat(data(inverted).copy()).containsExactly(0, 254);
  }

  @Test
  void whatIsPinnedIsKept() {
    int pinned = (int) call("__pin", string("kept"));
    int before = collected();
    for (int i = 0; i < 100; i++) {
      string("dropped");
    }
    assertThat(collected() - before).isEqualTo(100);
    assertThat(string(pinned)).isEqualTo("kept");
    call("__unpin", pinned);
    assertThat(collected() - before).isEqualTo(101);
  }

  @Test
  void theHeapDoesNotGrowWithWhatIsDropped() {
    for (int i = 0; i < 300; i++) {
      call("__new", 1 << 13, classId("ARRAY_BUFFER_ID"));
      collected();
    }
    assertThat(memory().byteSize()).as("of 2.4 MB").isLessThan(1 << 19);
  }

  @Test
  void aFailedCheckTraps() {
    assertThatThrownBy(() -> call("__unpin", string("not pinned")))
        .isInstanceOfSatisfying(
            TrapException.class, e -> assertThat(e.kind()).isEqualTo(TrapKind.UNREACHABLE));
  }

  private int string(String text) {
    int byteLength = 2 * text.length();
    int pointer = (int) call("__new", byteLength, classId("STRING_ID"));
    memory().writeText(pointer, byteLength, text, TextFormat.assemblyScript());
    return pointer;
  }

  private String string(int pointer) {
    return memory().readText(pointer, TextFormat.assemblyScript());
  }

  /** An array is an object of its own: its buffer, where the data starts, and their length. */
  private int array(String type, int byteLength) {
    int buffer = (int) call("__pin", call("__new", byteLength, classId("ARRAY_BUFFER_ID")));
    int array = (int) call("__new", 12, classId(type));
    DataView object = memory().data(array, 12);
    object.setI32(0, buffer);
    object.setI32(4, buffer);
    object.setI32(8, byteLength);
    memory().bytes(buffer, byteLength).fill(0);
    return array;
  }

  private DataView data(int array) {
    DataView object = memory().data(array, 12);
    return memory().data(object.getU32(4), object.getU32(8));
  }

  private double[] numbers(int array) {
    DataView data = data(array);
    return memory().view(F64, data.pointer(), data.byteLength() / 8).copy();
  }

  private int header(int pointer, int offset) {
    return memory().data(pointer + offset, 4).getI32(0);
  }

  private int classId(String export) {
    return (int) guest().global(export).get();
  }

  /** How many objects the collector has freed, once it has freed all it can. */
  private int collected() {
    call("__collect");
    return (int) call("collected");
  }
}
