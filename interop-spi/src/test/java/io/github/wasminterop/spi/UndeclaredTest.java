package io.github.wasminterop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a backend neither declares nor implements is refused by the capability's name. */
class UndeclaredTest {
  private static final TableType TABLE = new TableType(ValueType.FUNCREF, 1, OptionalLong.empty());

  private record Least() implements WasmBackend, BackendRuntime {
    @Override
    public String name() {
      return "least";
    }

    @Override
    public String runtimeName() {
      return "Least 1";
    }

    @Override
    public Set<Capability> capabilities(BackendOptions options) {
      return Set.of();
    }

    @Override
    public Optional<String> unavailable() {
      return Optional.empty();
    }

    @Override
    public BackendRuntime open(BackendOptions options) {
      return this;
    }

    @Override
    public BackendModule load(byte[] wasm) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BackendInstance instantiate(
        BackendModule module, Map<ImportType, ImportValue> imports, @Nullable WasiOptions wasi) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private record Table(TableType type) implements BackendTable {}

  @Test
  void aBackendHasNoOptionsAndWrapsNothing() {
    WasmBackend backend = new Least();
    assertThat(backend.options()).isEmpty();
    assertThat(backend.nativeTypes()).isEmpty();
    refused(Capability.WRAP, () -> backend.wrapInstance(List.of("guest")));
    refused(Capability.WRAP, () -> backend.wrapExtern(List.of("memory")));
  }

  @Test
  void aRuntimeMakesNothingForGuestsToImport() {
    BackendRuntime runtime = new Least();
    refused(Capability.IMPORTED_MEMORIES, () -> runtime.newMemory(MemoryType.of(1)));
    refused(
        Capability.IMPORTED_GLOBALS,
        () -> runtime.newGlobal(new GlobalType(ValueType.I32, true), 1));
    refused(Capability.IMPORTED_TABLES, () -> runtime.newTable(TABLE));
  }

  @Test
  void aTableIsNotLookedInto() {
    BackendTable table = new Table(TABLE);
    refused(Capability.TABLES, table::size);
    refused(Capability.TABLES, () -> table.get(0));
    refused(Capability.TABLES, () -> table.set(0, null));
    refused(Capability.TABLES, () -> table.grow(1));
  }

  private static void refused(Capability capability, ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            UnsupportedCapabilityException.class,
            refusal -> assertThat(refusal.capability()).isEqualTo(capability));
  }
}
