package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.U8View;
import io.github.wasminterop.Utf8;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.error.MalformedTextException;
import io.github.wasminterop.error.OutOfBoundsException;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** UTF-8 in guest memory. */
abstract class TextRules extends RuleGroup {

  TextRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("Text of the guest's is read, whatever planes its characters are of.")
  @Why("not all text is ASCII")
  void required_text_21_01_read() {
    Guest guest = guest();
    assertThat(guest.instance().readUtf8("text_ptr", "text_len")).isEqualTo("héllo, € 🦀");
    ValueDescriptor pointer = ValueDescriptor.export("text_ptr");
    assertThat(guest.instance().readUtf8(pointer, ValueDescriptor.of(6))).isEqualTo("héllo");
    assertThat(guest.memory().readUtf8(256, 0)).as("no bytes").isEmpty();
  }

  @Test
  @DisplayName("Text is written as UTF-8 without a final NUL, and can be read back.")
  @Why("lengths are told apart from the text")
  void required_text_21_02_write() {
    Guest guest = guest();
    WasmMemory memory = guest.memory();
    int before = guest.load8(1024 + 9);
    assertThat(memory.writeUtf8(1024, 100, "añb€🦀".substring(0, 4))).as("bytes").isEqualTo(7);
    assertThat(memory.writeUtf8(1024, 9, "é€🦀")).as("bytes of é€🦀").isEqualTo(9);
    assertThat(guest.load8(1024 + 9)).as("the byte behind the text").isEqualTo(before);
    assertThat(memory.readUtf8(1024, 9)).as("read back").isEqualTo("é€🦀");
    assertThat(memory.writeUtf8(1024, 0, "")).as("bytes of no text").isZero();
    refused(OutOfBoundsException.class, "9 bytes in 8", () -> memory.writeUtf8(1024, 8, "é€🦀"));
  }

  @Test
  @DisplayName("Malformed UTF-8 is refused strictly, with its position, and replaced when lossy.")
  @Why("silent replacement hides a wrong pointer")
  void required_text_21_03_malformed() {
    WasmMemory memory = guest().memory();
    byte[][] malformed = {
      {'a', (byte) 0xff},
      {'a', (byte) 0xc3},
      {'a', (byte) 0xc0, (byte) 0x80},
      {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80},
      {'a', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
      {'a', (byte) 0x80}
    };
    for (byte[] bytes : malformed) {
      U8View view = memory.bytes(1024, bytes.length);
      view.copyFrom(bytes);
      MalformedTextException refusal =
          refused(MalformedTextException.class, "utf8(STRICT)", () -> view.utf8(Utf8.STRICT));
      assertThat(refusal.position()).as("position()").isEqualTo(1);
      assertThat(view.utf8(Utf8.LOSSY)).as("lossy").startsWith("a\ufffd");
    }
    byte[] replacement = {'a', (byte) 0xef, (byte) 0xbf, (byte) 0xbd};
    U8View view = memory.bytes(1024, 4);
    view.copyFrom(replacement);
    assertThat(view.utf8(Utf8.STRICT)).as("a real U+FFFD").isEqualTo("a\ufffd");
  }

  @Test
  @DisplayName("A byte order mark at the beginning is kept, or dropped if asked to.")
  @Why("it is part of the text unless the reader says otherwise")
  void required_text_21_04_byteOrderMark() {
    WasmMemory memory = guest().memory();
    U8View view = memory.bytes(1024, 7);
    view.copyFrom(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'a', -17, -69, -65});
    assertThat(view.utf8(Utf8.STRICT)).as("kept").isEqualTo("\ufeffa\ufeff");
    assertThat(view.utf8(Utf8.STRICT.withoutByteOrderMark())).as("dropped").isEqualTo("a\ufeff");
    assertThat(view.utf8(Utf8.LOSSY.withoutByteOrderMark())).as("lossy").isEqualTo("a\ufeff");
  }
}
