package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExportType;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.ExternType;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What Wasmtime is given for a user's module. */
class GuestCodeTest {
  private static final int CUSTOM = 0;
  private static final MemoryType ONE_PAGE = MemoryType.of(1);
  private static final GlobalType COUNTER = new GlobalType(ValueType.I32, true);
  private static final GlobalType CONSTANT = new GlobalType(ValueType.I32, false);

  @Test
  void aModuleWithoutSpecialNamesIsGivenAsItIs() {
    byte[] wasm =
        BinaryWriter.module()
            .section(CUSTOM, custom -> custom.name("first"))
            .section(BinaryModule.TYPES, types -> types.unsigned(1).type(FunctionType.of()))
            .section(CUSTOM, custom -> custom.name("second"))
            .section(BinaryModule.IMPORTS, imports -> imports.unsigned(1).importOf("env", "f", 0))
            .section(CUSTOM, custom -> custom.name("third"))
            .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(ONE_PAGE))
            .section(BinaryModule.EXPORTS, e -> e.unsigned(1).export("m", ExternKind.MEMORY, 0))
            .section(CUSTOM, custom -> custom.name("fourth"))
            .toByteArray();
    assertThat(new GuestCode(wasm).bytes(GuestCode.USER_NAMES)).isEqualTo(wasm);
  }

  @Test
  void namesOfASpaceAreOfItAlone() {
    GuestCode code = new GuestCode(importing(CONSTANT, COUNTER));
    LinkName user = code.linkName(GuestCode.USER_NAMES, 1);
    assertThat(user).isEqualTo(new LinkName("env", "1"));
    assertThat(List.of(code.linkName(0, 1), code.linkName(1, 1), code.linkName(0, 0)))
        .doesNotHaveDuplicates()
        .doesNotContain(user);
    BinaryModule given = BinaryModule.parse(code.bytes(0));
    assertThat(given.imports())
        .extracting(BinaryModule.Import::type)
        .containsExactly(
            importType(code.linkName(0, 0), CONSTANT), importType(code.linkName(0, 1), COUNTER));
  }

  @Test
  void aMemoryIsImportedFromTheSizeOnOfWhichWasmtimeTellsNoAddress() {
    long most = WasmtimeMemory.MOST_BUFFERED_PAGES;
    assertThat(new GuestCode(defining(MemoryType.of(most))).importedMemory()).isEmpty();
    assertThat(new GuestCode(defining(MemoryType.of(most + 1))).importedMemory())
        .contains(MemoryType.of(most + 1));
  }

  @Test
  void anImportedMemoryHasANameOfItsSpace() {
    MemoryType type = MemoryType.of(WasmtimeMemory.MOST_BUFFERED_PAGES + 1);
    GuestCode code = new GuestCode(defining(type));
    for (int space : new int[] {GuestCode.USER_NAMES, 0, 1}) {
      BinaryModule given = BinaryModule.parse(code.bytes(space));
      assertThat(given.definedMemories()).isEmpty();
      assertThat(given.imports())
          .extracting(BinaryModule.Import::type)
          .containsExactly(importType(code.memoryName(space), type));
    }
    assertThat(
            List.of(code.memoryName(GuestCode.USER_NAMES), code.memoryName(0), code.memoryName(1)))
        .doesNotHaveDuplicates();
  }

  @Test
  void aMemoryBesidesAnImportedOneStaysDefined() {
    byte[] wasm =
        BinaryWriter.module()
            .section(
                BinaryModule.TYPES,
                types -> {
                  ValueType i32 = ValueType.I32;
                  types.unsigned(1).type(FunctionType.of(i32, i32, i32, i32).returning(i32));
                })
            .section(
                BinaryModule.IMPORTS,
                imports ->
                    imports
                        .unsigned(2)
                        .importOf(WasiOptions.MODULE, "fd_write", 0)
                        .importOf("env", "memory", ONE_PAGE))
            .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(ONE_PAGE))
            .toByteArray();
    assertThat(new GuestCode(wasm).importedMemory()).isEmpty();
  }

  @Test
  void initialPagesAreThoseOfAllMemoriesThatAreDefined() {
    assertThat(new GuestCode(defining(MemoryType.of(3), MemoryType.of(4))).initialPages())
        .isEqualTo(7);
    assertThat(new GuestCode(importing(ONE_PAGE)).initialPages()).isZero();
  }

  @Test
  void stateIsSharedByExportsThatAreMoreThanConstants() {
    TableType table = new TableType(ValueType.FUNCREF, 1, OptionalLong.empty());
    assertThat(new GuestCode(exporting("x", COUNTER)).sharesState()).isTrue();
    assertThat(new GuestCode(exporting("x", table)).sharesState()).isTrue();
    assertThat(new GuestCode(exporting("x", CONSTANT)).sharesState()).isFalse();
    assertThat(new GuestCode(exporting("x", ONE_PAGE)).sharesState()).isFalse();
    assertThat(new GuestCode(importing(COUNTER)).sharesState()).isFalse();
  }

  @Test
  void specialNamesAreHiddenBehindNamesThatNothingElseHas() {
    assertThat(exportNames("_start", "other")).doesNotContain("_start").contains("other");
    assertThat(exportNames("_start", "\0_start", "\0\0_start"))
        .doesNotHaveDuplicates()
        .doesNotContain("_start")
        .contains("\0_start", "\0\0_start");
    assertThat(new GuestCode(exporting("\0start", ONE_PAGE)).startName()).isNotEqualTo("\0start");
  }

  private static List<String> exportNames(String... names) {
    byte[] wasm =
        BinaryWriter.module()
            .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(ONE_PAGE))
            .section(
                BinaryModule.EXPORTS,
                exports -> {
                  exports.unsigned(names.length);
                  for (String name : names) {
                    exports.export(name, ExternKind.MEMORY, 0);
                  }
                })
            .toByteArray();
    return BinaryModule.parse(new GuestCode(wasm).bytes(GuestCode.USER_NAMES)).exports().stream()
        .map(BinaryModule.Export::type)
        .map(ExportType::name)
        .toList();
  }

  private static ImportType importType(LinkName name, ExternType type) {
    return new ImportType(name.module(), name.name(), type);
  }

  private static byte[] defining(MemoryType... types) {
    return BinaryWriter.module()
        .section(
            BinaryModule.MEMORIES,
            memories -> {
              memories.unsigned(types.length);
              for (MemoryType type : types) {
                memories.type(type);
              }
            })
        .toByteArray();
  }

  private static byte[] importing(ExternType... types) {
    return importing(BinaryWriter.module(), types).toByteArray();
  }

  private static BinaryWriter importing(BinaryWriter module, ExternType... types) {
    return module.section(
        BinaryModule.IMPORTS,
        imports -> {
          imports.unsigned(types.length);
          for (int i = 0; i < types.length; i++) {
            imports.importOf("env", Integer.toString(i), types[i]);
          }
        });
  }

  private static byte[] exporting(String name, ExternType type) {
    return importing(BinaryWriter.module(), type)
        .section(BinaryModule.EXPORTS, exports -> exports.unsigned(1).export(name, type.kind(), 0))
        .toByteArray();
  }
}
