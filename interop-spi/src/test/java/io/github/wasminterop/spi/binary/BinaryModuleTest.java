package io.github.wasminterop.spi.binary;

import static io.github.wasminterop.type.ValueType.F32;
import static io.github.wasminterop.type.ValueType.F64;
import static io.github.wasminterop.type.ValueType.FUNCREF;
import static io.github.wasminterop.type.ValueType.I32;
import static io.github.wasminterop.type.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryModuleTest {
  private static final FunctionType BINARY = FunctionType.of(I32, F64).returning(I64, F32);
  private static final TableType TABLE = new TableType(FUNCREF, 2, OptionalLong.of(5));
  private static final GlobalType COUNTER = new GlobalType(I32, true);
  private static final GlobalType CONSTANT = new GlobalType(F64, false);
  private static final MemoryType WIDE =
      new MemoryType(1L << 40, OptionalLong.of(1L << 48), false, true);
  private static final MemoryType SHARED = MemoryType.of(1, 65_536).asShared();

  @Test
  void readsWhatTheWriterWrites() {
    BinaryModule module = BinaryModule.parse(everything());
    assertThat(module.imports())
        .extracting(BinaryModule.Import::type)
        .containsExactly(
            new ImportType("m", "f", BINARY),
            new ImportType("m", "memory", SHARED),
            new ImportType("m", "table", TABLE),
            new ImportType("m", "é", COUNTER));
    assertThat(module.exports())
        .containsExactly(
            new BinaryModule.Export(new ExportType("run", FunctionType.of()), 1),
            new BinaryModule.Export(new ExportType("imported", BINARY), 0),
            new BinaryModule.Export(new ExportType("wide", WIDE), 1),
            new BinaryModule.Export(new ExportType("constant", CONSTANT), 1),
            new BinaryModule.Export(new ExportType("table", TABLE), 0));
    assertThat(module.start()).hasValue(1);
    assertThat(module.definedMemories()).containsExactly(WIDE);
  }

  @Test
  void tellsWhereThingsAre() {
    byte[] wasm = everything();
    BinaryModule module = BinaryModule.parse(wasm);
    BinaryWriter copy = BinaryWriter.module();
    for (BinaryModule.Section section : module.sections()) {
      copy.section(section.id(), out -> out.raw(wasm, section.contents(), section.end()));
    }
    assertThat(copy.toByteArray()).isEqualTo(wasm);
    assertThat(module.bytes()).isSameAs(wasm);

    byte[] renamed =
        BinaryWriter.module()
            .section(BinaryModule.TYPES, out -> out.unsigned(1).type(BINARY))
            .section(
                BinaryModule.IMPORTS,
                out -> {
                  out.unsigned(module.imports().size());
                  for (BinaryModule.Import each : module.imports()) {
                    out.name("n").name(each.type().name()).raw(wasm, each.kindStart(), each.end());
                  }
                })
            .toByteArray();
    assertThat(BinaryModule.parse(renamed).imports())
        .extracting(BinaryModule.Import::type)
        .containsExactly(
            new ImportType("n", "f", BINARY),
            new ImportType("n", "memory", SHARED),
            new ImportType("n", "table", TABLE),
            new ImportType("n", "é", COUNTER));
  }

  @Test
  void passesOverTags() {
    byte[] wasm = HexFormat.of().parseHex("0061736d0100000007050101740400");
    assertThat(BinaryModule.parse(wasm).exports()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0102 00 00, longer",
    "0205 01 01 61 01 62, ends too early",
    "0207 01 01 61 01 62 04 00, tag",
    "0207 01 01 61 01 62 05 00, kind of import",
    "0207 01 01 61 01 62 00 00, type 0",
    "0202 01 ff, too early",
    "0205 01 02 ff fe 00, UTF-8",
    "0705 01 01 61 00 00, only 0",
    "0705 01 01 61 05 00, kind of export",
    "0503 01 08 00, limits",
    "0504 01 01 02 01, maximum",
    "0505 01 00 81 80 04, minimum",
    "0507 01 00 ff ff ff ff 7f, does not fit",
    "0603 01 7f 02, mutability",
    "0604 01 7f 00 00, constant expression",
    "0801 00, start function",
    "05ff ff ff ff 0f, announced",
  })
  void refusesMalformed(String sections, String message) {
    byte[] malformed = HexFormat.of().parseHex("0061736d01000000" + sections.replace(" ", ""));
    assertThatThrownBy(() -> BinaryModule.parse(malformed))
        .isExactlyInstanceOf(InvalidModuleException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"''", "0061736d010000", "0061736d02000000", "286d6f64756c6529"})
  void refusesWhatIsNoModule(String bytes) {
    assertThatThrownBy(() -> BinaryModule.parse(HexFormat.of().parseHex(bytes)))
        .isExactlyInstanceOf(InvalidModuleException.class);
  }

  @Test
  void endsInAResultOrARefusalWhateverTheBytes() {
    Random random = new Random(25);
    for (int i = 0; i < 100_000; i++) {
      byte[] wasm = mutated(everything(), random);
      Throwable thrown = catchThrowable(() -> BinaryModule.parse(wasm));
      if (thrown != null) {
        assertThat(thrown)
            .as("round %d: %s", i, HexFormat.of().formatHex(wasm))
            .isExactlyInstanceOf(InvalidModuleException.class);
      }
    }
  }

  @Test
  void theWriterRefusesWhatHasNoForm() {
    BinaryWriter writer = BinaryWriter.module();
    assertThatThrownBy(() -> writer.importOf("m", "f", BINARY))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> writer.constant(FUNCREF, 0))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> writer.type(new GlobalType(ValueType.REFERENCE, false)))
        .isInstanceOf(InvalidArgumentException.class);
  }

  private static byte[] everything() {
    return BinaryWriter.module()
        .section(BinaryModule.TYPES, out -> out.unsigned(2).type(BINARY).type(FunctionType.of()))
        .section(
            BinaryModule.IMPORTS,
            out ->
                out.unsigned(4)
                    .importOf("m", "f", 0)
                    .importOf("m", "memory", SHARED)
                    .importOf("m", "table", TABLE)
                    .importOf("m", "é", COUNTER))
        .section(BinaryModule.FUNCTIONS, out -> out.unsigned(1).unsigned(1))
        .section(BinaryModule.MEMORIES, out -> out.unsigned(1).type(WIDE))
        .section(
            BinaryModule.GLOBALS,
            out ->
                out.unsigned(4)
                    .type(CONSTANT)
                    .constant(F64, Double.doubleToRawLongBits(1.5))
                    .unit(0x0b)
                    .type(new GlobalType(I32, false))
                    .constant(I32, 0xffff_fff0L)
                    .unit(0x0b)
                    .type(new GlobalType(I64, false))
                    .constant(I64, Long.MIN_VALUE)
                    .unit(0x0b)
                    .type(new GlobalType(F32, false))
                    .constant(F32, 0x7fc0_0001L)
                    .unit(0x0b))
        .section(
            BinaryModule.EXPORTS,
            out ->
                out.unsigned(5)
                    .export("run", ExternKind.FUNCTION, 1)
                    .export("imported", ExternKind.FUNCTION, 0)
                    .export("wide", ExternKind.MEMORY, 1)
                    .export("constant", ExternKind.GLOBAL, 1)
                    .export("table", ExternKind.TABLE, 0))
        .section(BinaryModule.START, out -> out.unsigned(1))
        .section(BinaryModule.CODE, out -> out.unsigned(1).code(body -> body.units(0x01)))
        .toByteArray();
  }

  private static byte[] mutated(byte[] wasm, Random random) {
    int from = BinaryModule.HEADER.length;
    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
      wasm[random.nextInt(from, wasm.length)] = (byte) random.nextInt();
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(wasm, random.nextInt(from, wasm.length)) : wasm;
  }
}
