package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Proposals to WebAssembly that a backend may declare: held to the truth in both directions. */
abstract class ProposalRules extends RuleGroup {

  private static final String WHY = "a program asks first and relies on the answer";

  ProposalRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("MULTI_VALUE: functions have several results, else the module is refused.")
  @Why(WHY)
  void required_proposals_19_10_multiValue() {
    declaredLoadsElseRefused(Capability.MULTI_VALUE, "multi_value");
  }

  @Test
  @DisplayName("MULTI_MEMORY: a module has several memories, else it is refused.")
  @Why(WHY)
  void required_proposals_19_11_multiMemory() {
    declaredLoadsElseRefused(Capability.MULTI_MEMORY, "two_memories");
  }

  @Test
  @DisplayName("MEMORY64: memories have 64-bit addresses, else the module is refused.")
  @Why(WHY)
  void required_proposals_19_12_memory64() {
    declaredLoadsElseRefused(Capability.MEMORY64, "memory64");
    if (can(Capability.MEMORY64)) {
      WasmInstance instance = instance("memory64");
      assertThat(instance.memory().type().memory64()).as("type().memory64()").isTrue();
      U8View view = instance.bytes("ptr", "len");
      instance.function("store8").call(1025L, 7);
      assertThat(view.get(1)).as("get(1)").isEqualTo(7);
      instance.function("grow").call(1L);
      assertThat(view.get(1)).as("get(1) after growth").isEqualTo(7);
      refused(
          OutOfBoundsException.class, "a pointer of 2^63", () -> instance.bytes("high_ptr", "len"));
    }
  }

  @Test
  @DisplayName("SHARED_MEMORY: shared memories and atomic instructions work, else are refused.")
  @Why(WHY)
  void required_proposals_19_13_sharedMemory() {
    declaredLoadsElseRefused(Capability.SHARED_MEMORY, "shared_memory");
    if (can(Capability.SHARED_MEMORY)) {
      WasmInstance instance = instance("shared_memory");
      assertThat(instance.memory().type()).isEqualTo(MemoryType.of(1, 4).asShared());
      assertThat(instance.function("add").call(64, 5)).as("add(64, 5)").isEqualTo(0);
      assertThat(instance.memory().bytes(64, 1).get(0)).as("what the host reads").isEqualTo(5);
      assertThat(instance.function("notify").call(64, 1)).as("notify").isEqualTo(0);
      assertThat(instance.function("wait").call(64, 6, 1_000_000L)).as("not equal").isEqualTo(1);
      assertThat(instance.function("wait").call(64, 5, 1_000_000L)).as("timed out").isEqualTo(2);
    } else if (can(Capability.IMPORTED_MEMORIES)) {
      refused(
          UnsupportedCapabilityException.class,
          "newMemory of a shared type",
          () -> runtime().newMemory(MemoryType.of(1, 2).asShared()));
    }
  }

  @Test
  @DisplayName("SIMD: guest code computes with vectors, else the module is refused.")
  @Why(WHY)
  void required_proposals_19_14_simd() {
    declaredLoadsElseRefused(Capability.SIMD, "simd");
    if (can(Capability.SIMD)) {
      WasmInstance instance = instance("simd");
      instance.memory().view(I32, 0, 8).copyFrom(new int[] {1, 2, 3, 4, 10, 20, 30, 40});
      instance.function("add4").call();
      assertThat(instance.memory().view(I32, 32, 4).copy()).containsExactly(11, 22, 33, 44);
    }
  }

  private void declaredLoadsElseRefused(Capability capability, String fixture) {
    WasmImports imports =
        WasmImports.none()
            .function(
                "env",
                "swap",
                FunctionType.of(ValueType.I32, ValueType.I64)
                    .returning(ValueType.I64, ValueType.I32),
                (caller, arguments) -> new Object[] {arguments[1], arguments[0]});
    Throwable thrown =
        catchThrowable(
            () -> {
              if (importsNothing(fixture) || can(Capability.HOST_FUNCTIONS)) {
                instance(fixture, imports);
              }
            });
    if (can(capability)) {
      assertThat(thrown).as("loading %s, with %s declared", fixture, capability).isNull();
    } else {
      assertThat(thrown)
          .as("loading %s, with %s not declared", fixture, capability)
          .isInstanceOfAny(InvalidModuleException.class, UnsupportedCapabilityException.class);
    }
  }

  private boolean importsNothing(String fixture) {
    try (WasmModule module = module(fixture)) {
      return module.imports().isEmpty();
    }
  }
}
