package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fails half way leaves no native handle behind, and what is closed none either. */
class FailedInstantiationTest {
  private final long before = Handles.live();
  private final WasmRuntime runtime = Guests.runtime("static");
  private long withRuntime;

  @BeforeEach
  void count() {
    withRuntime = Handles.live();
  }

  @AfterEach
  void close() {
    runtime.close();
    assertThat(Handles.live()).as("native handles at the end").isEqualTo(before);
  }

  @Test
  void aStartFunctionThatTraps() {
    failing("start_trap", WasmImports.none(), TrapException.class);
  }

  @Test
  void aSegmentThatDoesNotFit() {
    failing("bad_segment", WasmImports.none(), TrapException.class);
  }

  @Test
  void aHostFunctionThatThrowsInTheStartFunction() {
    WasmImports imports =
        WasmImports.none()
            .function(
                "env",
                "started",
                FunctionType.of(ValueType.I32),
                (guest, arguments) -> {
                  throw new IllegalStateException("not now");
                });
    failing("start", imports, IllegalStateException.class);
  }

  @Test
  void aModuleThatDoesNotCompile() {
    byte[] wasm =
        BinaryWriter.module()
            .section(
                BinaryModule.TYPES,
                types -> types.unsigned(1).type(FunctionType.of().returning(ValueType.I32)))
            .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
            .section(BinaryModule.CODE, codes -> codes.unsigned(1).code(body -> {}))
            .toByteArray();
    assertThatThrownBy(() -> runtime.compile(wasm)).isInstanceOf(InvalidModuleException.class);
    assertThat(Handles.live()).isEqualTo(withRuntime);
  }

  @Test
  void importsOfTwoStores() {
    try (WasmInstance first = runtime.instantiate(Guests.own("state"));
        WasmInstance second = runtime.instantiate(Guests.own("state"))) {
      second.table("table").type(); // from then on it has a handle to ask with
      failing(
          "state_user",
          Guests.own("state_user"),
          WasmImports.none()
              .global("env", "counter", first.global("counter"))
              .global("env", "step", first.global("step"))
              .table("env", "table", second.table("table")),
          LinkException.class);
    }
  }

  @Test
  void aDirectoryThatIsNotThere() {
    WasiOptions options = WasiOptions.none().withDirectories(Map.of("/", Path.of("/not/there")));
    failing("wasi", WasmImports.none().wasi(options), InvalidArgumentException.class);
  }

  @Test
  void tooManyMappings() {
    Mappings left = new Mappings();
    Mappings others = new Mappings();
    try {
      left.claim(3); // enough for a store, and for a host function
      claimAll(others);
      left.release();
      failing("memory", WasmImports.none(), BackendException.class);
      failing("callback", Guests.callback((guest, n) -> n), BackendException.class);
    } finally {
      others.release();
    }
    runtime.instantiate(Guests.wasm("memory")).close();
  }

  @Test
  void whatIsClosedHasNoHandles() {
    try (WasmModule module = runtime.compile(Guests.wasm("memory"))) {
      long withModule = Handles.live();
      for (int i = 0; i < 3; i++) {
        try (WasmInstance instance = module.instantiate()) {
          instance.function("load8").call(0);
          instance.global("ptr_global").get();
          assertThat(Handles.live()).isGreaterThan(withModule);
        }
        assertThat(Handles.live()).isEqualTo(withModule);
      }
    }
    assertThat(Handles.live()).isEqualTo(withRuntime);
  }

  @Test
  void whatTheHostMakesEndsWithTheRuntime() {
    runtime.newMemory(MemoryType.of(1, 2));
    runtime.instantiate(Guests.own("state"));
    assertThat(Handles.live()).isGreaterThan(withRuntime);
    runtime.close();
    assertThat(Handles.live()).isEqualTo(before);
  }

  private void failing(String name, WasmImports imports, Class<? extends Exception> expected) {
    failing(name, Guests.wasm(name), imports, expected);
  }

  private void failing(
      String name, byte[] wasm, WasmImports imports, Class<? extends Exception> expected) {
    try (WasmModule module = runtime.compile(wasm)) {
      long withModule = Handles.live();
      assertThatThrownBy(() -> module.instantiate(imports)).as(name).isInstanceOf(expected);
      assertThat(Handles.live()).as("native handles after %s failed", name).isEqualTo(withModule);
    }
  }

  private static void claimAll(Mappings mappings) {
    for (int step = 1 << 15; step > 0; step >>= 1) {
      boolean room = true;
      while (room) {
        try {
          mappings.claim(step);
        } catch (BackendException e) {
          room = false;
        }
      }
    }
  }
}
