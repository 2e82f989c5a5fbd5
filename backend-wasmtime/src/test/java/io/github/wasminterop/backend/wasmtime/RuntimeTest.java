package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendGlobal;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the library relies on, without its checks. */
class RuntimeTest {
  private static final GlobalType COUNTER = new GlobalType(ValueType.I32, true);

  private final BackendRuntime runtime = Guests.backend("static");

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void memoriesOfOtherKindsAreRefusedByName() {
    refused(new MemoryType(1, OptionalLong.empty(), false, true), Capability.MEMORY64);
    refused(new MemoryType(1, OptionalLong.of(2), true, false), Capability.SHARED_MEMORY);
  }

  @Test
  void aClosedRuntimeMakesNothing() {
    runtime.close();
    assertThatThrownBy(() -> runtime.newMemory(MemoryType.of(1)))
        .isInstanceOf(ClosedException.class)
        .hasMessageContaining("the runtime");
  }

  @Test
  void aFunctionWithoutResultsGivesNone() {
    BackendInstance guest = runtime.instantiate(load(Guests.wasm("memory")), Map.of(), null);
    assertThat(((BackendFunction) guest.exports().get("no_ptr")).call()).isEmpty();
    guest.close();
  }

  @Test
  void whatIsImportedAndExportedIsTheSame() {
    BackendGlobal first = runtime.newGlobal(COUNTER, 1);
    BackendGlobal second = runtime.newGlobal(COUNTER, 2);
    BackendInstance guest =
        runtime.instantiate(
            load(passingOn()), Map.of(counter("first"), first, counter("second"), second), null);
    assertThat(guest.exports().get("first")).isSameAs(first);
    assertThat(guest.exports().get("second")).isSameAs(second);
    guest.close();
  }

  @Test
  void aStoreForgetsTheMemoryOfAClosedInstance() throws InterruptedException {
    WeakReference<LinearMemory> memory = memoryOfClosedInstance();
    for (int i = 0; i < 20 && memory.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(memory.get()).isNull();
    assertThat(runtime.newGlobal(COUNTER, 3).get()).isEqualTo(3);
  }

  private WeakReference<LinearMemory> memoryOfClosedInstance() {
    Map<ImportType, ImportValue> imports =
        Map.of(
            counter("first"), runtime.newGlobal(COUNTER, 1),
            counter("second"), runtime.newGlobal(COUNTER, 2));
    BackendInstance guest = runtime.instantiate(load(passingOn()), imports, null);
    BackendMemory memory = (BackendMemory) Objects.requireNonNull(guest.exports().get("memory"));
    guest.close();
    return new WeakReference<>(memory.linear());
  }

  private BackendModule load(byte[] wasm) {
    return runtime.load(wasm);
  }

  private void refused(MemoryType type, Capability missing) {
    assertThatThrownBy(() -> runtime.newMemory(type))
        .isInstanceOfSatisfying(
            UnsupportedCapabilityException.class,
            e -> assertThat(e.capability()).isEqualTo(missing));
  }

  private static ImportType counter(String name) {
    return new ImportType("env", name, COUNTER);
  }

  /** Imports two globals and exports them, and a memory. */
  private static byte[] passingOn() {
    return BinaryWriter.module()
        .section(
            BinaryModule.IMPORTS,
            imports ->
                imports
                    .unsigned(2)
                    .importOf("env", "first", COUNTER)
                    .importOf("env", "second", COUNTER))
        .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(MemoryType.of(1)))
        .section(
            BinaryModule.EXPORTS,
            exports ->
                exports
                    .unsigned(3)
                    .export("first", ExternKind.GLOBAL, 0)
                    .export("second", ExternKind.GLOBAL, 1)
                    .export("memory", ExternKind.MEMORY, 0))
        .toByteArray();
  }
}
