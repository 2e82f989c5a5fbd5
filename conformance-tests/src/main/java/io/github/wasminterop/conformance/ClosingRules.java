package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.U8View;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.MemoryType;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 3, closing: after close everything throws; whatever the order, the JVM lives on. */
abstract class ClosingRules extends RuleGroup {

  ClosingRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("After the instance is closed, each use of what came from it is a ClosedException.")
  @Why("the memory is gone; reading its address would end the JVM")
  void required_closing_3_31_instanceClosed() {
    WasmInstance instance = instance("memory");
    Holdings holdings = Holdings.of(instance);
    assertThat(instance.isClosed()).as("isClosed()").isFalse();
    instance.close();
    assertThat(instance.isClosed()).as("isClosed()").isTrue();
    assertRefused(holdings);
    ViewDescriptor<U8View> elsewhere =
        ViewDescriptor.of(U8).ptr(0).length(1).memory(instance("memory").memory());
    refused(ClosedException.class, "a view of another's memory", () -> instance.view(elsewhere));
  }

  @Test
  @DisplayName("After the runtime is closed, each use of what came from it is a ClosedException.")
  @Why("the memory is gone; reading its address would end the JVM")
  void required_closing_3_32_runtimeClosed() {
    WasmInstance instance = instance("memory");
    Holdings holdings = Holdings.of(instance);
    runtime().close();
    assertThat(instance.isClosed()).as("isClosed()").isTrue();
    assertRefused(holdings);
    refused(ClosedException.class, "compile", () -> runtime().compile(Fixtures.wasm("memory")));
  }

  @Test
  @DisplayName(
      "After the instance or runtime is closed, raw segments and buffers throw"
          + " IllegalStateException.")
  @Why("a bare address would be a use after free")
  void optional_closing_3_33_rawIsClosed() {
    needs(Capability.ZERO_COPY);
    try (WasmRuntime other = newRuntime()) {
      for (AutoCloseable owner : List.of(instance("memory"), other)) {
        WasmInstance instance =
            owner instanceof WasmInstance i ? i : other.instantiate(Fixtures.wasm("memory"));
        Holdings holdings = Holdings.of(instance);
        assertThatCode(owner::close).doesNotThrowAnyException();
        holdings
            .raw()
            .forEach(
                (use, code) ->
                    assertThat(catchThrowable(code))
                        .as("%s after close of %s", use, owner)
                        .isInstanceOf(IllegalStateException.class));
      }
    }
  }

  @Test
  @DisplayName("After the module is closed, its instances go on.")
  @Why("a module is only the recipe")
  void required_closing_3_34_moduleClosed() {
    WasmModule module = module("memory");
    WasmInstance instance = module.instantiate();
    Holdings holdings = Holdings.of(instance);
    module.close();
    holdings.raw().forEach((use, code) -> assertThatCode(code).as(use).doesNotThrowAnyException());
    holdings
        .library()
        .forEach((use, code) -> assertThatCode(code).as(use).doesNotThrowAnyException());
    refused(ClosedException.class, "instantiate", module::instantiate);
    refused(ClosedException.class, "imports", module::imports);
    refused(ClosedException.class, "exports", module::exports);
  }

  @ParameterizedTest
  @ValueSource(strings = {"imr", "irm", "mir", "mri", "rim", "rmi", "iimmrr", "rrmmii"})
  @DisplayName("Instance, module and runtime may be closed in any order, and again.")
  @Why("users close in the order that their program happens to have")
  void required_closing_3_35_anyOrder(String order) {
    WasmModule module = module("memory");
    WasmInstance instance = module.instantiate();
    Holdings holdings = Holdings.of(instance);
    for (int closing : order.chars().toArray()) {
      AutoCloseable closeable = closing == 'i' ? instance : closing == 'm' ? module : runtime();
      assertThatCode(closeable::close)
          .as("close() of %s in the order %s", closeable, order)
          .doesNotThrowAnyException();
    }
    assertRefused(holdings);
  }

  @Test
  @DisplayName("Closing one instance leaves others of the same module and runtime as they are.")
  @Why("guests are independent")
  void required_closing_3_36_othersGoOn() {
    try (WasmModule module = module("memory")) {
      WasmInstance first = module.instantiate();
      Guest second = new Guest(module.instantiate());
      U8View view = second.memory().bytes(1024, 1);
      first.close();
      second.store8(1024, 9);
      assertThat(view.get(0)).as("a view of the other instance").isEqualTo(9);
      second.grow(1);
      assertThat(view.get(0)).as("after growth").isEqualTo(9);
    }
  }

  @Test
  @DisplayName("After close, names and types can still be asked for, and toString never fails.")
  @Why("messages and logs are written when things are over")
  void required_closing_3_37_namesAndTypesStay() {
    WasmInstance instance = instance("memory");
    WasmMemory memory = instance.memory();
    U8View view = memory.bytes(0, 8);
    List<Object> all =
        List.of(instance, memory, view, instance.function("load8"), instance.global("calls"));
    instance.close();
    for (Object each : all) {
      assertThat(each.toString()).as("toString() of a %s", each.getClass()).isNotBlank();
    }
    assertThat(memory.name()).as("name()").isEqualTo("memory");
    assertThat(memory.isZeroCopy()).as("isZeroCopy()").isEqualTo(can(Capability.ZERO_COPY));
    assertThat(memory.type().kind().toString()).as("type().kind()").isEqualTo("memory");
    assertThat(view.length()).as("length()").isEqualTo(8);
    assertThat(view.pointer()).as("pointer()").isZero();
  }

  @Test
  @DisplayName("A memory of the host's lives as long as the runtime, whatever its guests do.")
  @Why("it belongs to the runtime that made it")
  void optional_closing_3_38_hostMemoryOutlivesGuests() {
    needs(Capability.IMPORTED_MEMORIES);
    WasmMemory memory = runtime().newMemory(MemoryType.of(1, 4));
    U8View view = memory.bytes(0, 8);
    Guest guest =
        new Guest(instance("import_memory", WasmImports.none().memory("env", "memory", memory)));
    guest.store8(3, 33);
    guest.instance().close();
    assertThat(view.get(3)).as("get(3) after the guest is closed").isEqualTo(33);
    memory.grow(1);
    assertThat(view.get(3)).as("get(3) after growth").isEqualTo(33);
    runtime().close();
    refused(ClosedException.class, "get(3) after the runtime is closed", () -> view.get(3));
  }

  @Test
  @DisplayName(
      "If the guest that defines a memory is closed, a guest that imports it goes on or"
          + " ends in an exception of the family.")
  @Why("the importer's code must not run on freed memory")
  void optional_closing_3_39_exporterClosed() {
    needs(Capability.IMPORTED_MEMORIES);
    Guest exporter = guest();
    Guest importer =
        new Guest(
            instance(
                "import_memory", WasmImports.none().memory("env", "memory", exporter.memory())));
    importer.store8(1024, 5);
    exporter.instance().close();
    Throwable thrown =
        catchThrowable(
            () -> {
              importer.store8(1024, 6);
              assertThat(importer.load8(1024)).as("what the importer loads").isEqualTo(6);
              importer.grow(1);
              assertThat(importer.load8(1024)).as("after growth").isEqualTo(6);
            });
    assertFamilyOrNull("calls of the importer", thrown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"instance", "runtime"})
  @DisplayName(
      "Closing within a callback ends the call in an exception of the family, or lets it"
          + " finish; afterwards everything is closed.")
  @Why("a host function may decide that the guest has to go")
  void optional_closing_3_40_closeWithinCallback(String what) {
    needs(Capability.HOST_FUNCTIONS);
    WasmInstance instance =
        instance(
            "callback",
            callback(
                (caller, arguments) -> {
                  if (what.equals("instance")) {
                    caller.close();
                  } else {
                    runtime().close();
                  }
                  return 1;
                }));
    U8View view = instance.memory().bytes(1024, 1);
    Throwable thrown = catchThrowable(() -> instance.function("run_and_load").call(1, 1024));
    assertFamilyOrNull("the call in which the " + what + " was closed", thrown);
    refused(ClosedException.class, "get(0) afterwards", () -> view.get(0));
    refused(ClosedException.class, "call afterwards", () -> instance.function("size").call());
  }

  @Test
  @DisplayName("After a trap, or a failed instantiation, close releases without an exception.")
  @Why("cleaning up after a failure must not hide the failure")
  void required_closing_3_41_closeAfterFailure() {
    WasmInstance instance = instance("traps");
    refused(TrapException.class, "unreachable", () -> instance.function("unreachable").call());
    assertThatCode(instance::close).as("close after a trap").doesNotThrowAnyException();
    try (WasmModule module = module("start_trap")) {
      refused(TrapException.class, "a start function that traps", module::instantiate);
      try (WasmModule wants = module("import_function")) {
        refused(LinkException.class, "a missing import", wants::instantiate);
      }
    }
    assertThatCode(runtime()::close).as("close of the runtime").doesNotThrowAnyException();
  }

  @Test
  @DisplayName("Guests can be made and closed many times over.")
  @Why("a handle or a memory that stays behind ends a long-running program")
  void required_closing_3_42_manyCycles() {
    try (WasmModule module = module("memory")) {
      for (int i = 0; i < 200; i++) {
        try (WasmInstance instance = module.instantiate()) {
          U8View view = instance.memory().bytes(0, 65_536);
          view.set(1024, i);
          assertThat(instance.function("load8").call(1024)).as("cycle %d", i).isEqualTo(i & 0xff);
        }
      }
    }
  }

  private static void assertRefused(Holdings holdings) {
    holdings.library().forEach((use, code) -> refused(ClosedException.class, use, code));
  }

  private static void assertFamilyOrNull(String done, @Nullable Throwable thrown) {
    if (thrown != null) {
      assertThat(thrown).as(done).isInstanceOf(WasmInteropException.class);
    }
  }
}
