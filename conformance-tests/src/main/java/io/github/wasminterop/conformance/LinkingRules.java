package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Linking: what a module is given for its imports. */
abstract class LinkingRules extends RuleGroup {

  LinkingRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("Missing imports are a LinkException that lists all of them.")
  @Why("one at a time is one build at a time")
  void required_linking_12_01_missingImportsAreListed() {
    LinkException refusal =
        refused(LinkException.class, "instantiate", () -> instance("import_all"));
    assertThat(refusal.module()).as("module()").isEqualTo("env");
    assertThat(refusal.name()).as("name()").isEqualTo("function");
    assertThat(refusal)
        .hasMessageContainingAll(
            "env.function", "(i32, i64) -> (f64)", "env.memory", "env.global", "env.table");
  }

  @Test
  @DisplayName("A host function of another type is a LinkException that tells both types.")
  @Why("a call with the wrong types would corrupt the stack")
  void optional_linking_12_02_functionOfAnotherType() {
    needs(Capability.HOST_FUNCTIONS);
    WasmImports imports =
        WasmImports.none()
            .function(
                "env",
                "callback",
                FunctionType.of(ValueType.I64).returning(ValueType.I32),
                (caller, arguments) -> 0);
    assertThat(refused(LinkException.class, "instantiate", () -> instance("callback", imports)))
        .hasMessageContainingAll("env.callback", "(i32) -> (i32)", "(i64) -> (i32)");
  }

  @Test
  @DisplayName("Something of another kind than the import's is a LinkException.")
  @Why("a memory is no function")
  void required_linking_12_03_anotherKind() {
    Guest guest = guest();
    WasmImports memory = WasmImports.none().memory("other", "grow", guest.memory());
    WasmImports function =
        WasmImports.none().function("env", "memory", guest.instance().function("grow"));
    // A backend that cannot import the kind at all may say that first.
    assertThat(catching(() -> instance("import_function", memory)))
        .as("a memory for a function")
        .isIn("LinkException", "UnsupportedCapabilityException");
    assertThat(catching(() -> instance("import_memory", function)))
        .as("a function for a memory")
        .isIn("LinkException", "UnsupportedCapabilityException");
  }

  @Test
  @DisplayName("A function of another guest can be imported.")
  @Why("guests are built from parts")
  void optional_linking_12_04_functionOfAnotherGuest() {
    needs(Capability.IMPORTED_FUNCTIONS);
    Guest other = guest();
    WasmInstance importer =
        instance(
            "import_function",
            WasmImports.none().function("other", "grow", other.instance().function("grow")));
    assertThat(importer.function("call").call(3)).as("what grow(3) gave").isEqualTo(2);
    assertThat(other.size()).as("what memory.size gives the other guest").isEqualTo(5);
    refused(
        LinkException.class,
        "a function of another type",
        () ->
            instance(
                "import_function",
                WasmImports.none().function("other", "grow", other.instance().function("size"))));
  }

  @Test
  @DisplayName("All exports of a guest can be given at once, and what is not asked for is ignored.")
  @Why("module names are namespaces")
  void optional_linking_12_05_allExportsOfAnotherGuest() {
    needs(Capability.IMPORTED_FUNCTIONS);
    needs(Capability.IMPORTED_MEMORIES);
    Guest other = guest();
    WasmImports imports =
        WasmImports.none().instance("other", other.instance()).instance("env", other.instance());
    assertThat(instance("import_function", imports).function("call").call(1)).isEqualTo(2);
    Guest importer = new Guest(instance("import_memory", imports));
    importer.store8(2048, 21);
    assertThat(other.load8(2048)).as("what the other loads").isEqualTo(21);
  }

  @Test
  @DisplayName("A memory is imported if its size and maximum match, else it is a LinkException.")
  @Why("the guest was compiled for these limits")
  void optional_linking_12_06_memoryLimits() {
    needs(Capability.IMPORTED_MEMORIES);
    WasmRuntime runtime = runtime();
    // import_all wants a memory 1..10
    assertThat(refusal("memory", runtime.newMemory(MemoryType.of(1, 10))))
        .doesNotContain("env.memory");
    assertThat(refusal("memory", runtime.newMemory(MemoryType.of(3, 9))))
        .doesNotContain("env.memory");
    for (MemoryType type : List.of(MemoryType.of(0, 10), MemoryType.of(1), MemoryType.of(1, 11))) {
      assertThat(refusal("memory", runtime.newMemory(type)))
          .as("%s for memory 1..10", type)
          .contains("env.memory");
    }
    WasmMemory growing = runtime.newMemory(MemoryType.of(0, 10));
    growing.grow(1);
    assertThat(refusal("memory", growing)).as("0..10, grown to 1").doesNotContain("env.memory");
  }

  @Test
  @DisplayName(
      "A global is imported if type and mutability are the same, else it is a" + " LinkException.")
  @Why("a constant must not change, and a variable must")
  void optional_linking_12_07_globalTypes() {
    needs(Capability.IMPORTED_GLOBALS);
    for (GlobalType type :
        List.of(new GlobalType(ValueType.I64, false), new GlobalType(ValueType.I32, true))) {
      WasmImports imports =
          WasmImports.none().global("env", "global", runtime().newGlobal(type, 1));
      assertThat(refused(LinkException.class, "instantiate", () -> instance("import_all", imports)))
          .as("%s for global i32", type)
          .hasMessageContainingAll("env.global", "global i32", type.toString());
    }
  }

  @Test
  @DisplayName("What came from a closed guest cannot be imported.")
  @Why("it is gone")
  void optional_linking_12_08_closedExporter() {
    needs(Capability.IMPORTED_MEMORIES);
    Guest other = guest();
    WasmImports imports = WasmImports.none().memory("env", "memory", other.memory());
    other.instance().close();
    refused(ClosedException.class, "instantiate", () -> instance("import_memory", imports));
  }

  @Test
  @DisplayName("A memory of another runtime is linked, and works, or is refused by the family.")
  @Why("stores must not be mixed where the runtime cannot")
  void optional_linking_12_09_memoryOfAnotherRuntime() {
    needs(Capability.IMPORTED_MEMORIES);
    try (WasmRuntime other = newRuntime()) {
      WasmMemory memory = other.instantiate(Fixtures.wasm("memory")).memory();
      WasmImports imports = WasmImports.none().memory("env", "memory", memory);
      try {
        Guest guest = new Guest(instance("import_memory", imports));
        guest.store8(1024, 4);
        assertThat(memory.bytes(1024, 1).get(0)).as("what the guest stored").isEqualTo(4);
      } catch (WasmInteropException e) {
        assertThat(e).isExactlyInstanceOf(LinkException.class);
      }
    }
  }

  private String refusal(String name, WasmMemory memory) {
    // The other imports are missing, so that there is always a refusal, which lists all problems.
    WasmImports imports = WasmImports.none().memory("env", name, memory);
    return String.valueOf(
        refused(LinkException.class, "instantiate", () -> instance("import_all", imports))
            .getMessage());
  }

  private static String catching(Runnable code) {
    try {
      code.run();
      return "nothing thrown";
    } catch (WasmInteropException e) {
      return e.getClass().getSimpleName();
    }
  }
}
