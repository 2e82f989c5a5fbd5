package io.github.wasminterop;

import static io.github.wasminterop.FakeBackends.withProviders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.FakeBackends.Scripted;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a runtime settles itself, before it asks its backend. */
class RuntimeTest {
  private static final byte[] EMPTY = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final ImportType CALLBACK = new ImportType("env", "callback", FunctionType.of());

  @TempDir private Path directory;

  private WasmRuntime runtime(BackendRuntime started, Capability... able) throws IOException {
    Scripted.able = Set.of(able);
    Scripted.runtime = started;
    WasmRuntime[] loaded = new WasmRuntime[1];
    withProviders(directory, () -> loaded[0] = WasmRuntime.load(), Scripted.class);
    return loaded[0];
  }

  @Test
  void isLoadedWithOrWithoutAName() throws IOException {
    WasmRuntime byName = runtime(new FakeRuntime());
    assertThat(byName).hasToString("scripted (Fake scripted 1.0)");
    withProviders(
        directory,
        () -> assertThat(WasmRuntime.load("scripted").backendName()).isEqualTo("scripted"),
        Scripted.class);
  }

  @Test
  void withoutACapabilityNothingIsCreated() throws IOException {
    WasmRuntime runtime = runtime(new FakeRuntime());
    refused(Capability.IMPORTED_MEMORIES, () -> runtime.newMemory(MemoryType.of(1)));
    refused(
        Capability.IMPORTED_GLOBALS,
        () -> runtime.newGlobal(new GlobalType(ValueType.I32, true), 1));
    refused(
        Capability.IMPORTED_TABLES,
        () -> runtime.newTable(new TableType(ValueType.FUNCREF, 1, OptionalLong.empty())));
  }

  @Test
  void sharedAndWideMemoriesNeedMore() throws IOException {
    BackendMemory memory =
        new FakeMemory(MemoryType.of(1), LinearMemory.of(Arena.ofAuto().allocate(65_536)));
    WasmRuntime runtime =
        runtime(
            new FakeRuntime() {
              @Override
              public BackendMemory newMemory(MemoryType type) {
                return memory;
              }
            },
            Capability.IMPORTED_MEMORIES);
    assertThat(runtime.newMemory(MemoryType.of(1)).pages()).isEqualTo(1);
    refused(Capability.SHARED_MEMORY, () -> runtime.newMemory(MemoryType.of(1, 2).asShared()));
    refused(Capability.MEMORY64, () -> runtime.newMemory(MemoryType.of(1).as64()));
  }

  private static void refused(Capability capability, ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(
            UnsupportedCapabilityException.class,
            e -> assertThat(e.capability()).isEqualTo(capability));
  }

  @Test
  void afterCloseNothingIsTried() throws IOException {
    WasmRuntime runtime = runtime(new FakeRuntime(), Capability.IMPORTED_MEMORIES);
    runtime.close();
    Path missing = directory.resolve("missing.wasm");
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> runtime.newMemory(MemoryType.of(1)),
            () -> runtime.compile(EMPTY),
            () -> runtime.compile(missing))) {
      assertThatThrownBy(use).isInstanceOf(ClosedException.class);
    }
  }

  @Test
  void whatIsNoModuleDoesNotReachTheBackend() throws IOException {
    WasmRuntime runtime = runtime(new FakeRuntime());
    assertThatThrownBy(() -> runtime.compile(new byte[] {1, 2, 3}))
        .isInstanceOf(InvalidModuleException.class);
  }

  @Test
  void aModuleIsNamedLikeItsFile() throws IOException {
    WasmRuntime runtime =
        runtime(
            new FakeRuntime() {
              @Override
              public BackendModule load(byte[] wasm) {
                return new Module(List.of());
              }
            });
    assertThat(runtime.compile(EMPTY)).hasToString("module");
  }

  /** Host code may keep the instance whose start function failed. */
  @Test
  void anInstanceThatFailedIsClosed() throws IOException {
    List<WasmInstance> kept = new ArrayList<>();
    try (WasmRuntime runtime = runtime(new FailingStart(), Capability.HOST_FUNCTIONS);
        WasmModule module = runtime.compile(EMPTY)) {
      WasmImports imports =
          WasmImports.none()
              .function(
                  "env",
                  "callback",
                  FunctionType.of(),
                  (caller, _) -> {
                    assertThat(caller.isClosed()).isFalse();
                    kept.add(caller);
                    return null;
                  });
      assertThatThrownBy(() -> module.instantiate(imports)).hasMessage("the start failed");
      assertThat(kept).singleElement().matches(WasmInstance::isClosed);
    }
  }

  /** Calls its import while it is made, and fails. */
  private static final class FailingStart extends FakeRuntime {
    @Override
    public BackendModule load(byte[] wasm) {
      return new Module(List.of(CALLBACK));
    }

    @Override
    public BackendInstance instantiate(
        BackendModule module, Map<ImportType, ImportValue> imports, @Nullable WasiOptions wasi) {
      long[] results =
          ((HostFunction) imports.get(CALLBACK)).callback().call(new Empty(), new long[0]);
      assertThat(results).isEmpty();
      throw new BackendException("the start failed", null);
    }
  }

  private static final class Empty implements BackendInstance {
    @Override
    public SequencedMap<String, BackendExtern> exports() {
      return new LinkedHashMap<>();
    }

    @Override
    public void close() {}
  }
}
