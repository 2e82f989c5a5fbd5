package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.BackendInfo;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendSelectionException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a backend declares is held to the truth in both directions. */
abstract class CapabilityRules extends RuleGroup {

  private static final String WHY = "a program asks first and relies on the answer";

  CapabilityRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName(
      "The backend under test is listed once, as available, with a version of its runtime.")
  @Why("tests that quietly run another backend are worth nothing")
  void required_capabilities_19_01_identity() {
    assertThat(WasmRuntime.backends())
        .as("WasmRuntime.backends()")
        .filteredOn(info -> info.name().equals(target().backend()))
        .singleElement()
        .satisfies(
            info -> {
              assertThat(info.isAvailable()).as("%s", info).isTrue();
              assertThat(info.runtime()).as("runtime()").matches(".*\\d.*");
              assertThat(info.runtime()).isEqualTo(runtime().runtimeName());
              assertThat(info.options().stream().map(option -> option.name()))
                  .as("its options")
                  .containsAll(target().options().keySet());
            });
    assertThat(runtime().backendName()).as("backendName()").isEqualTo(target().backend());
    if (target().options().isEmpty()) {
      assertThat(WasmRuntime.backends())
          .filteredOn(info -> info.name().equals(target().backend()))
          .extracting(BackendInfo::capabilities)
          .containsExactly(runtime().capabilities());
    }
  }

  @Test
  @DisplayName("ZERO_COPY: views address guest memory itself; without it segment() is refused.")
  @Why(WHY)
  void required_capabilities_19_02_zeroCopy() {
    Guest guest = guest();
    U8View view = guest.memory().bytes(1024, 4);
    declaredWorksElseRefused(
        Capability.ZERO_COPY,
        () -> {
          MemorySegment segment = view.segment();
          guest.store8(1024, 9);
          assertThat(segment.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 9);
          view.buffer().put(1, (byte) 8);
          assertThat(guest.load8(1025)).isEqualTo(8);
        });
  }

  @Test
  @DisplayName("STABLE_BASE: a segment from before a growth stays live.")
  @Why(WHY)
  void optional_capabilities_19_03_stableBase() {
    needs(Capability.STABLE_BASE);
    needs(Capability.ZERO_COPY);
    Guest guest = guest();
    MemorySegment segment = guest.memory().bytes(1024, 4).segment();
    guest.grow(3);
    guest.memory().grow(3);
    guest.store8(1024, 9);
    assertThat(segment.get(ValueLayout.JAVA_BYTE, 0)).as("the segment").isEqualTo((byte) 9);
  }

  @Test
  @DisplayName("HOST_FUNCTIONS: an import may be Java code; without it instantiation is refused.")
  @Why(WHY)
  void required_capabilities_19_04_hostFunctions() {
    declaredWorksElseRefused(
        Capability.HOST_FUNCTIONS,
        () ->
            assertThat(
                    instance("callback", callback((caller, arguments) -> (int) arguments[0] + 1))
                        .function("run")
                        .call(41))
                .isEqualTo(42));
  }

  @Test
  @DisplayName("IMPORTED_FUNCTIONS: a function of another guest may be imported, else refused.")
  @Why(WHY)
  void required_capabilities_19_05_importedFunctions() {
    WasmImports imports =
        WasmImports.none().function("other", "grow", guest().instance().function("grow"));
    declaredWorksElseRefused(
        Capability.IMPORTED_FUNCTIONS,
        () ->
            assertThat(instance("import_function", imports).function("call").call(1)).isEqualTo(2));
  }

  @Test
  @DisplayName("IMPORTED_MEMORIES: the host makes memories and guests import them, else refused.")
  @Why(WHY)
  void required_capabilities_19_06_importedMemories() {
    declaredWorksElseRefused(
        Capability.IMPORTED_MEMORIES,
        () -> {
          WasmMemory memory = runtime().newMemory(MemoryType.of(1));
          memory.bytes(0, 1).set(0, 5);
          assertThat(
                  instance("import_memory", WasmImports.none().memory("env", "memory", memory))
                      .function("load8")
                      .call(0))
              .isEqualTo(5);
        });
    WasmImports imports = WasmImports.none().memory("env", "memory", guest().memory());
    declaredWorksElseRefused(
        Capability.IMPORTED_MEMORIES, () -> instance("import_memory", imports));
  }

  @Test
  @DisplayName("IMPORTED_GLOBALS: the host makes globals and guests import them, else refused.")
  @Why(WHY)
  void required_capabilities_19_07_importedGlobals() {
    declaredWorksElseRefused(
        Capability.IMPORTED_GLOBALS,
        () ->
            assertThat(runtime().newGlobal(new GlobalType(ValueType.I64, true), 5).get())
                .isEqualTo(5L));
  }

  @Test
  @DisplayName("IMPORTED_TABLES: the host makes tables and guests import them, else refused.")
  @Why(WHY)
  void required_capabilities_19_08_importedTables() {
    declaredWorksElseRefused(
        Capability.IMPORTED_TABLES,
        () -> runtime().newTable(new TableType(ValueType.FUNCREF, 2, OptionalLong.of(10))).type());
  }

  @Test
  @DisplayName("TABLES: exported tables can be read, written and grown, else refused.")
  @Why(WHY)
  void required_capabilities_19_09_tables() {
    WasmInstance instance = instance("table");
    declaredWorksElseRefused(
        Capability.TABLES, () -> assertThat(instance.table("table").size()).isEqualTo(4));
    declaredWorksElseRefused(
        Capability.TABLES, () -> assertThat(instance.table("table").get(0)).isPresent());
    declaredWorksElseRefused(
        Capability.TABLES, () -> assertThat(instance.table("table").grow(1)).isEqualTo(4));
    assertThat(instance.table("table").type().element()).isEqualTo(ValueType.FUNCREF);
  }

  @Test
  @DisplayName("WASI_PREVIEW1: the options serve a module's WASI imports, else they are refused.")
  @Why(WHY)
  void required_capabilities_19_15_wasi() {
    declaredWorksElseRefused(
        Capability.WASI_PREVIEW1,
        () -> instance("wasi", WasmImports.none().wasi(WasiOptions.none())));
  }

  @Test
  @DisplayName("WRAP: native objects can be wrapped, else no backend knows them.")
  @Why(WHY)
  void required_capabilities_19_16_wrap() {
    NativeGuest guest =
        target()
            .wrap(Fixtures.wasm("memory"))
            .orElseThrow(
                () -> notVerified("the target makes no native guests; see ConformanceTarget"));
    Object[] more = guest.instance().subList(1, guest.instance().size()).toArray();
    try {
      if (can(Capability.WRAP)) {
        try (WasmInstance wrapped = WasmInstance.wrap(guest.instance().getFirst(), more)) {
          assertThat(wrapped.function("ptr").call()).as("ptr()").isEqualTo(1024);
        }
      } else {
        refused(
            BackendSelectionException.class,
            "wrap without WRAP",
            () -> WasmInstance.wrap(guest.instance().getFirst(), more));
      }
    } finally {
      guest.owner().run();
    }
  }

  @Test
  @DisplayName("SERIALIZED_CALLS: a second thread's call waits its turn, and is right.")
  @Why(WHY)
  void optional_capabilities_19_17_serializedCalls() throws Exception {
    needs(Capability.SERIALIZED_CALLS);
    needs(Capability.HOST_FUNCTIONS);
    CountDownLatch inside = new CountDownLatch(1);
    WasmInstance instance =
        instance(
            "callback",
            callback(
                (caller, arguments) -> {
                  inside.countDown();
                  Thread.sleep(50);
                  return 1;
                }));
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      var first = threads.submit(() -> instance.function("run").call(0));
      assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(catchThrowable(() -> instance.function("size").call()))
          .as("a call while another thread is inside")
          .isNull();
      assertThat(first.get(20, TimeUnit.SECONDS)).as("the first call").isEqualTo(1);
    }
  }

  private void declaredWorksElseRefused(Capability capability, ThrowingCallable use) {
    Throwable thrown = catchThrowable(use);
    if (can(capability)) {
      assertThat(thrown).as("a use of %s, which is declared", capability).isNull();
    } else {
      assertThat(thrown)
          .as("a use of %s, which is not declared", capability)
          .isExactlyInstanceOf(UnsupportedCapabilityException.class);
      assertThat(((UnsupportedCapabilityException) thrown).capability()).isEqualTo(capability);
    }
  }
}
