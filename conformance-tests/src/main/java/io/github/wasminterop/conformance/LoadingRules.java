package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading modules: what is one, what it has, and what becomes of it. */
abstract class LoadingRules extends RuleGroup {
  /** A module with a function of type () -> (i32) whose body leaves nothing on the stack. */
  private static final byte[] INVALID = {
    0, 'a', 's', 'm', 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7f, 3, 2, 1, 0, 10, 4, 1, 2, 0, 0x0b
  };

  LoadingRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("A module lists its imports and exports with their types, in their order.")
  @Why("tools and error messages need them")
  void required_loading_11_01_importsAndExportsAreListed() {
    try (WasmModule module = module("import_all")) {
      assertThat(module.imports().stream().map(Object::toString).toList())
          .as("imports()")
          .containsExactly(
              "env.function (i32, i64) -> (f64)",
              "env.memory memory 1..10 pages",
              "env.global global i32",
              "env.table table 2.. funcref");
      assertThat(module.exports().stream().map(Object::toString).toList())
          .as("exports()")
          .containsExactly("call (i32, i64) -> (f64)");
    }
    try (WasmModule module = module("table")) {
      assertThat(module.exports().stream().map(Object::toString).toList())
          .as("exports()")
          .containsExactly(
              "table table 4..8 funcref",
              "double (i32) -> (i32)",
              "square (i32) -> (i32)",
              "apply (i32, i32) -> (i32)");
    }
  }

  @Test
  @DisplayName(
      "An instance has the exports that its module lists, in the same order and of the same"
          + " types.")
  @Why("both come from one section")
  void required_loading_11_02_instanceHasTheModulesExports() {
    try (WasmModule module = module("values")) {
      WasmInstance instance = module.instantiate();
      assertThat(instance.exports().keySet())
          .as("names of exports()")
          .containsExactlyElementsOf(module.exports().stream().map(e -> e.name()).toList());
      module
          .exports()
          .forEach(
              export ->
                  assertThat(instance.export(export.name()).type())
                      .as("type of export '%s'", export.name())
                      .isEqualTo(export.type()));
      assertThat(instance.function("").call()).as("the export named ''").isEqualTo(7);
      assertThat(instance.function("a name: é€").call()).as("a name with é€").isEqualTo(8);
    }
  }

  @Test
  @DisplayName("Bytes that are no module of version 1 are refused by an InvalidModuleException.")
  @Why("a wrong file is a common mistake, and text is not accepted by any backend")
  void required_loading_11_03_noModule() {
    byte[] version2 = Fixtures.wasm("no_memory");
    version2[4] = 2;
    byte[] component = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    List<byte[]> wrong =
        List.of(
            new byte[0],
            new byte[] {0, 'a', 's', 'm'},
            "(module)".getBytes(StandardCharsets.UTF_8),
            "  ;; text\n(module)".getBytes(StandardCharsets.UTF_8),
            "\u007fELF and more of it".getBytes(StandardCharsets.UTF_8),
            version2,
            component);
    for (byte[] bytes : wrong) {
      refused(
          InvalidModuleException.class,
          "compile(%s)".formatted(new String(bytes, StandardCharsets.ISO_8859_1)),
          () -> runtime().compile(bytes));
    }
  }

  @Test
  @DisplayName("A module that is cut off anywhere is refused by an InvalidModuleException.")
  @Why("downloads break off")
  void required_loading_11_04_truncatedModule() {
    byte[] whole = Fixtures.wasm("table");
    // From the end of the function section on: functions without code are malformed wherever the
    // cut is, while a module that ends behind its types is complete.
    for (int length = 28; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      refused(
          InvalidModuleException.class,
          "compile of the first %d of %d bytes".formatted(length, whole.length),
          () -> runtime().compile(cut));
    }
  }

  @Test
  @DisplayName("A module that fails validation is refused when it is loaded.")
  @Why("invalid code must never run")
  void required_loading_11_05_invalidModule() {
    refused(
        InvalidModuleException.class,
        "a function that leaves no result",
        () -> runtime().compile(INVALID));
  }

  @Test
  @DisplayName("A module can be loaded from a file, and a file that cannot be read is refused.")
  @Why("that is where most modules are")
  void required_loading_11_06_fromFile(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("answer.wasm"), Fixtures.wasm("no_memory"));
    try (WasmInstance instance = runtime().instantiate(file)) {
      assertThat(instance.function("answer").call()).as("answer()").isEqualTo(42);
      assertThat(instance.name()).as("name()").isEqualTo("answer.wasm");
    }
    Path missing = folder.resolve("missing.wasm");
    assertThat(refused(InvalidModuleException.class, "compile", () -> runtime().compile(missing)))
        .hasMessageContaining("missing.wasm");
  }

  @Test
  @DisplayName("Instances of one module share nothing.")
  @Why("a module is a recipe for as many guests as one likes")
  void required_loading_11_07_instancesAreIndependent() {
    try (WasmModule module = module("memory")) {
      Guest first = new Guest(module.instantiate());
      Guest second = new Guest(module.instantiate());
      long pages = second.memory().pages();
      first.store8(1024, 9);
      first.run("set_range", 1, 2);
      first.grow(1);
      assertThat(second.load8(1024)).as("the byte that the first stored").isZero();
      assertThat(second.call("ptr")).as("the global that the first set").isEqualTo(1024);
      assertThat(second.memory().pages()).as("pages() of the second").isEqualTo(pages);
      assertThat(second.size()).as("what memory.size gives the second").isEqualTo(2);
    }
  }

  @Test
  @DisplayName("The array of a module's bytes is neither changed nor kept.")
  @Why("it belongs to the caller")
  void required_loading_11_08_bytesAreTheCallers() {
    byte[] bytes = Fixtures.wasm("memory");
    byte[] before = bytes.clone();
    try (WasmModule module = runtime().compile(bytes)) {
      assertThat(bytes).as("the array after compile").isEqualTo(before);
      Arrays.fill(bytes, (byte) -1);
      assertThat(module.exports()).as("exports()").isNotEmpty();
      assertThat(module.instantiate().memory().readUtf8(256, 5))
          .as("a data segment")
          .isEqualTo("héll");
    }
  }

  @Test
  @DisplayName(
      "Data segments are in place, and the start function has run, when an instance is" + " there.")
  @Why("that is what instantiation means")
  void optional_loading_11_09_startFunctionRuns() {
    needs(Capability.HOST_FUNCTIONS);
    int[] seen = new int[1];
    WasmInstance instance =
        instance(
            "start",
            WasmImports.none()
                .function(
                    "env",
                    "started",
                    FunctionType.of(ValueType.I32),
                    (caller, arguments) -> {
                      seen[0] = (int) arguments[0];
                      return null;
                    }));
    assertThat(seen[0]).as("what the start function gave the host").isEqualTo('r');
    assertThat(instance.memory().readUtf8(8, 5)).as("the data segment").isEqualTo("ready");
    assertThat(instance.function("load8").call(16)).as("what it stored").isEqualTo(99);
  }

  @Test
  @DisplayName("A start function that traps, and a segment that does not fit, are TrapExceptions.")
  @Why("instantiation runs the guest's code")
  void required_loading_11_10_failingStart() {
    assertThat(
            refused(
                    TrapException.class,
                    "a start function that traps",
                    () -> instance("start_trap"))
                .kind())
        .as("kind()")
        .isEqualTo(TrapKind.UNREACHABLE);
    assertThat(
            refused(TrapException.class, "a segment too long", () -> instance("bad_segment"))
                .kind())
        .as("kind()")
        .isEqualTo(TrapKind.MEMORY_OUT_OF_BOUNDS);
  }

  @Test
  @DisplayName("What a host function throws within the start function comes out of instantiate.")
  @Why("it is a call like others")
  void optional_loading_11_11_startFunctionThatThrows() {
    needs(Capability.HOST_FUNCTIONS);
    IllegalStateException thrown = new IllegalStateException("on purpose");
    WasmImports imports =
        WasmImports.none()
            .function(
                "env",
                "started",
                FunctionType.of(ValueType.I32),
                (caller, arguments) -> {
                  throw thrown;
                });
    assertThat(catchThrowable(() -> instance("start", imports)))
        .as("what came out of instantiate")
        .isSameAs(thrown);
  }

  @Test
  @DisplayName("A closed runtime loads nothing.")
  @Why("its engine is gone")
  void required_loading_11_12_closedRuntime() {
    runtime().close();
    refused(ClosedException.class, "instantiate", () -> instance("memory"));
  }
}
