package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** What is refused, and how. */
class BadInputTest {

  @EachExecution
  void aModuleCutShort(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      byte[] whole = Guests.wasm("traps");
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        if (!endsAtASection(whole, length)) {
          assertInvalid(runtime, part, "");
        }
      }
    }
  }

  @EachExecution
  void aModuleWithDamagedBytesIsRefusedOrLoadsButFailsInNoOtherWay(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      SplittableRandom random = new SplittableRandom(7);
      byte[] whole = Guests.wasm("traps");
      int refused = 0;
      for (int i = 0; i < 1000; i++) {
        byte[] damaged = whole.clone();
        for (int j = random.nextInt(3); j >= 0; j--) {
          damaged[8 + random.nextInt(whole.length - 8)] = (byte) random.nextInt();
        }
        try {
          runtime.compile(damaged).close();
        } catch (WasmInteropException e) {
          assertThat(e).isInstanceOf(InvalidModuleException.class);
          refused++;
        }
      }
      assertThat(refused).isGreaterThan(500);
    }
  }

  @EachExecution
  void codeThatDoesNotValidateIsRefusedAtLoad(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      assertInvalid(runtime, Modules.withFunction("f", new byte[] {0, 0x0B}), "type mismatch");
      assertInvalid(runtime, Modules.withFunction("f", new byte[] {0, 0x20, 9, 0x0B}), "local");
      assertInvalid(runtime, Modules.withFunction("f", new byte[] {0, 0x10, 5, 0x0B}), "function");
      assertInvalid(runtime, Modules.withFunction("f", new byte[] {0, 0x20, 0, (byte) 0xFF}), "");
    }
  }

  @EachExecution
  void exportsThatAreTwiceOrNotThere(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      byte[] missing = {1, 1, 'm', 2, 0};
      assertInvalid(runtime, Modules.withSection(7, missing), "export m");
      byte[] memory = {1, 0, 1};
      byte[] twice = {2, 1, 'm', 2, 0, 1, 'm', 2, 0};
      byte[] module = Modules.withSection(5, memory);
      byte[] exports = Modules.withSection(7, twice);
      byte[] both = Arrays.copyOf(module, module.length + exports.length - 8);
      System.arraycopy(exports, 8, both, module.length, exports.length - 8);
      assertInvalid(runtime, both, "duplicate export");
    }
  }

  @EachExecution
  void featuresThatAreNotThere(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      assertInvalid(runtime, Guests.wasm("tag_import"), "import env.tag is a tag");
      assertInvalid(runtime, Modules.withSection(5, new byte[] {1, 4, 1}), "");
    }
  }

  @EachExecution
  void importsThatAreMissingOrOfAnotherType(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      assertThatThrownBy(() -> runtime.instantiate(Guests.wasm("traps")))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("env.host");
      WasmImports wrong =
          WasmImports.none().function("env", "host", FunctionType.of(), (_, _) -> null);
      assertThatThrownBy(() -> runtime.instantiate(Guests.wasm("traps"), wrong))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("(i32) -> (i32)");
      assertThatThrownBy(() -> runtime.instantiate(Guests.wasm("wasi")))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("wasi");
    }
  }

  @EachExecution
  void aFunctionThatWasiDoesNotHave(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      byte[] unknown = Guests.wasm("wasi");
      String bytes = new String(unknown, StandardCharsets.ISO_8859_1);
      int at = bytes.indexOf("fd_write");
      unknown[at] = 'x';
      assertThatThrownBy(
              () -> runtime.instantiate(unknown, WasmImports.none().wasi(WasiOptions.none())))
          .isInstanceOfSatisfying(
              LinkException.class, e -> assertThat(e.name()).isEqualTo("xd_write"));
    }
  }

  @EachExecution
  void sizesBeyondTheHost(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      assertThatThrownBy(() -> runtime.newMemory(MemoryType.of(1).as64()))
          .isInstanceOf(UnsupportedCapabilityException.class);
      TableType huge = new TableType(ValueType.FUNCREF, 1L << 40, OptionalLong.empty());
      assertThatThrownBy(() -> runtime.newTable(huge)).isInstanceOf(MemoryLimitException.class);
      TableType odd = new TableType(ValueType.REFERENCE, 1, OptionalLong.empty());
      assertThatThrownBy(() -> runtime.newTable(odd))
          .isInstanceOf(UnsupportedCapabilityException.class);
    }
  }

  private static void assertInvalid(WasmRuntime runtime, byte[] module, String words) {
    assertThatThrownBy(() -> runtime.compile(module))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContaining(words);
  }

  /** Whole sections make a module of their own if nothing refers to what is missing. */
  private static boolean endsAtASection(byte[] module, int length) {
    List<Integer> ends = new ArrayList<>(List.of(8));
    for (int at = 8; at < module.length; ) {
      int size = module[at + 1] & 0x7F;
      int header = 2;
      if (module[at + 1] < 0) {
        size |= module[at + 2] << 7;
        header = 3;
      }
      at += header + size;
      ends.add(at);
    }
    return ends.contains(length);
  }
}
