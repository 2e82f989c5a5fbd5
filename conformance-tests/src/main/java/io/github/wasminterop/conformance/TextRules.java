package io.github.wasminterop.conformance;

import static io.github.wasminterop.abi.TextEncoding.LATIN_1;
import static io.github.wasminterop.abi.TextEncoding.UTF_16LE;
import static io.github.wasminterop.abi.TextEncoding.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.U8View;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.MalformedTextException;
import io.github.wasminterop.error.OutOfBoundsException;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Text in guest memory. */
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
    assertThat(guest.memory().readUtf8(256, 5)).as("five bytes").isEqualTo("héll");
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
          refused(MalformedTextException.class, "utf8()", () -> view.utf8());
      assertThat(refusal.position()).as("position()").isEqualTo(1);
      assertThat(view.text(UTF_8.lossy())).as("lossy").startsWith("a\ufffd");
    }
    byte[] replacement = {'a', (byte) 0xef, (byte) 0xbf, (byte) 0xbd};
    U8View view = memory.bytes(1024, 4);
    view.copyFrom(replacement);
    assertThat(view.utf8()).as("a real U+FFFD").isEqualTo("a\ufffd");
  }

  @Test
  @DisplayName("A byte order mark at the beginning is kept, or dropped if asked to.")
  @Why("it is part of the text unless the reader says otherwise")
  void required_text_21_04_byteOrderMark() {
    WasmMemory memory = guest().memory();
    U8View view = memory.bytes(1024, 7);
    view.copyFrom(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'a', -17, -69, -65});
    assertThat(view.utf8()).as("kept").isEqualTo("\ufeffa\ufeff");
    assertThat(view.text(UTF_8.withoutByteOrderMark())).as("dropped").isEqualTo("a\ufeff");
    assertThat(view.text(UTF_8.lossy().withoutByteOrderMark())).as("lossy").isEqualTo("a\ufeff");
  }

  @Test
  @DisplayName("Text is read and written in UTF-16 and Latin-1, at any address.")
  @Why("not all guests keep UTF-8")
  void required_text_21_05_otherEncodings() {
    Guest guest = guest();
    WasmMemory memory = guest.memory();
    assertThat(memory.writeText(1025, 100, "a€🦀", UTF_16LE)).as("bytes of UTF-16").isEqualTo(8);
    assertThat(guest.load(2, 1027)).as("the guest's load of €").isEqualTo(0x20ac);
    assertThat(memory.readText(1025, 8, UTF_16LE)).as("UTF-16").isEqualTo("a€🦀");
    assertThat(memory.bytes(1025, 8).text(UTF_16LE)).as("by a view").isEqualTo("a€🦀");
    assertThat(memory.bytes(1025, 8).setText("café", LATIN_1)).as("bytes of Latin-1").isEqualTo(4);
    assertThat(guest.load8(1028)).as("the guest's load of é").isEqualTo(0xe9);
    assertThat(memory.readText(1025, 4, LATIN_1)).as("Latin-1").isEqualTo("café");
    memory.bytes(1024, 4).copyFrom(new byte[] {'a', 0, 0, (byte) 0xd8});
    refused(MalformedTextException.class, "half a pair", () -> memory.readText(1024, 4, UTF_16LE));
    refused(MalformedTextException.class, "3 bytes", () -> memory.readText(1024, 3, UTF_16LE));
    assertThat(memory.readText(1024, 4, UTF_16LE.wtf())).as("WTF-16").isEqualTo("a\ud800");
    assertThat(memory.readText(1024, 4, UTF_16LE.lossy())).as("lossy").isEqualTo("a\ufffd");
  }

  @Test
  @DisplayName("A string is written with its NUL or length as the guest has it, and read back.")
  @Why("the guest finds the end by them")
  void required_text_21_06_formats() {
    Guest guest = guest();
    WasmMemory memory = guest.memory();
    TextFormat c = TextFormat.nulTerminated(UTF_8, 64);
    assertThat(memory.writeText(1024, 5, "né", c)).as("bytes of C's").isEqualTo(4);
    assertThat(guest.load(4, 1024)).as("the guest's load of it").isEqualTo(0x00a9_c36eL);
    assertThat(memory.readText(1024, c)).as("C's").isEqualTo("né");
    for (Scalar prefix : List.of(Scalar.U8, Scalar.U16, Scalar.U32, Scalar.U64)) {
      TextFormat prefixed = TextFormat.lengthPrefixed(UTF_8, prefix);
      int size = prefix.byteSize();
      int before = guest.load8(1025 + size + 4);
      assertThat(memory.writeText(1025, 100, "🦀", prefixed))
          .as("bytes behind %s", prefix)
          .isEqualTo(size + 4);
      assertThat(guest.load(size, 1025)).as("the guest's load of %s", prefix).isEqualTo(4);
      assertThat(guest.load8(1025 + size + 4)).as("the byte behind the text").isEqualTo(before);
      assertThat(memory.readText(1025, prefixed)).as("behind %s", prefix).isEqualTo("🦀");
    }
    assertThat(memory.writeText(1024, 6, "a€\udfff", TextFormat.assemblyScript()))
        .as("bytes of AssemblyScript's")
        .isEqualTo(10);
    assertThat(guest.load(4, 1020)).as("the guest's load of the size").isEqualTo(6);
    assertThat(memory.readText(1024, TextFormat.assemblyScript()))
        .as("AssemblyScript's")
        .isEqualTo("a€\udfff");
    TextFormat wide = TextFormat.nulTerminated(UTF_16LE, 64);
    assertThat(memory.writeText(1025, 8, "aĀ", wide)).as("bytes with a wide NUL").isEqualTo(6);
    assertThat(memory.readText(1025, wide)).as("zero bytes that are no NUL").isEqualTo("aĀ");
  }

  @Test
  @DisplayName("A NUL may be the last byte of the limit or of the memory, but not behind it.")
  @Why("a search that goes too far reads what is not the text's")
  void required_text_21_07_limits() {
    WasmMemory memory = guest().memory();
    long size = memory.byteSize();
    memory.bytes(size - 4, 4).copyFrom(new byte[] {'a', 'b', 'c', 0});
    assertThat(memory.readText(size - 4, TextFormat.nulTerminated(UTF_8, 1 << 20)))
        .as("a NUL at the end of the memory")
        .isEqualTo("abc");
    assertThat(memory.readText(size - 4, TextFormat.nulTerminated(UTF_8, 4)))
        .as("a NUL at the limit")
        .isEqualTo("abc");
    assertThat(memory.readText(size - 1, TextFormat.nulTerminated(UTF_8, 1))).as("NUL").isEmpty();
    unreadable(memory, size - 4, TextFormat.nulTerminated(UTF_8, 3));
    unreadable(memory, size - 2, TextFormat.nulTerminated(UTF_16LE, 8));
    memory.bytes(size - 1, 1).set(0, 'd');
    unreadable(memory, size - 4, TextFormat.nulTerminated(UTF_8, Long.MAX_VALUE));
    unreadable(memory, size, TextFormat.nulTerminated(UTF_8, 1));
    unreadable(memory, size + 1, TextFormat.nulTerminated(UTF_8, 1));
    unreadable(memory, -1, TextFormat.nulTerminated(UTF_8, 1));
    unreadable(memory, Long.MIN_VALUE, TextFormat.nulTerminated(UTF_8, Long.MAX_VALUE));
  }

  @Test
  @DisplayName("A length that reaches beyond the memory is refused, as is one that lies outside.")
  @Why("a length is what the guest says, and the guest may be wrong")
  void required_text_21_08_wrongLengths() {
    WasmMemory memory = guest().memory();
    long size = memory.byteSize();
    TextFormat byU8 = TextFormat.lengthPrefixed(UTF_8, Scalar.U8);
    memory.bytes(size - 2, 2).copyFrom(new byte[] {1, 'z'});
    assertThat(memory.readText(size - 2, byU8)).as("the last byte").isEqualTo("z");
    memory.bytes(size - 2, 1).set(0, 2);
    unreadable(memory, size - 2, byU8);
    unreadable(memory, size, byU8);
    memory.data(1024, 8).setI64(0, -1);
    unreadable(memory, 1024, TextFormat.lengthPrefixed(UTF_8, Scalar.U32));
    unreadable(memory, 1024, TextFormat.lengthPrefixed(UTF_8, Scalar.U64));
    unreadable(memory, 1028, TextFormat.assemblyScript());
    unreadable(memory, 0, TextFormat.assemblyScript());
    unreadable(memory, 3, TextFormat.assemblyScript());
    memory.data(0, 4).setI32(0, 0);
    assertThat(memory.readText(4, TextFormat.assemblyScript())).as("at 4").isEmpty();
    memory.data(1024, 8).setI64(0, Long.MAX_VALUE);
    unreadable(memory, 1024, TextFormat.lengthPrefixed(UTF_8, Scalar.U64));
  }

  @Test
  @DisplayName("A string that does not fit, or has a NUL where it may not, is refused unwritten.")
  @Why("half a string has no end")
  void required_text_21_09_refusedStrings() {
    WasmMemory memory = guest().memory();
    Class<OutOfBoundsException> bounds = OutOfBoundsException.class;
    TextFormat c = TextFormat.nulTerminated(UTF_8, 4);
    refusedUnchanged(bounds, memory, "no room for NUL", () -> memory.writeText(1024, 3, "abc", c));
    refusedUnchanged(bounds, memory, "a limit", () -> memory.writeText(1024, 9, "abcd", c));
    TextFormat prefixed = TextFormat.lengthPrefixed(UTF_8, Scalar.U8);
    refusedUnchanged(
        bounds, memory, "no room for u8", () -> memory.writeText(1024, 3, "abc", prefixed));
    refusedUnchanged(
        bounds,
        memory,
        "more than a u8 can tell",
        () -> memory.writeText(1024, 999, "a".repeat(256), prefixed));
    long size = memory.byteSize();
    refusedUnchanged(
        bounds, memory, "a capacity outside", () -> memory.writeText(size - 2, 3, "", prefixed));
    TextFormat object = TextFormat.assemblyScript();
    refusedUnchanged(bounds, memory, "null", () -> memory.writeText(0, 8, "a", object));
    refusedUnchanged(bounds, memory, "2 in 1", () -> memory.writeText(1024, 1, "a", object));
    Class<MalformedTextException> malformed = MalformedTextException.class;
    refusedUnchanged(malformed, memory, "a NUL", () -> memory.writeText(1024, 9, "a\0", c));
    refusedUnchanged(
        malformed, memory, "half a pair", () -> memory.writeText(1024, 9, "\ud800", prefixed));
    refusedUnchanged(
        malformed, memory, "€ in Latin-1", () -> memory.writeText(1024, 9, "a€", LATIN_1));
  }

  private static void unreadable(WasmMemory memory, long pointer, TextFormat format) {
    refused(
        OutOfBoundsException.class,
        "readText(%d, %s)".formatted(pointer, format),
        () -> memory.readText(pointer, format));
  }
}
