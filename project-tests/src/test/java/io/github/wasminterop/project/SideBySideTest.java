package io.github.wasminterop.project;

import static io.github.wasminterop.ElementType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.BackendInfo;
import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendSelectionException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All backends on one class path, in one JVM, at once. */
class SideBySideTest {
  private static final List<String> BACKENDS = List.of("chicory", "endive", "graal", "wasmtime");
  private static final FunctionType UNARY = FunctionType.of(ValueType.I32).returning(ValueType.I32);

  private final List<WasmRuntime> runtimes = new ArrayList<>();

  @BeforeEach
  void open() {
    BACKENDS.forEach(name -> runtimes.add(WasmRuntime.load(name)));
  }

  @AfterEach
  void close() {
    runtimes.forEach(WasmRuntime::close);
  }

  @Test
  void withoutAChoiceTheyAreListed() {
    assertThat(WasmRuntime.backends())
        .extracting(BackendInfo::name)
        .containsExactlyElementsOf(BACKENDS);
    assertThatThrownBy(WasmRuntime::load)
        .isInstanceOfSatisfying(
            BackendSelectionException.class,
            e -> assertThat(e.candidates()).containsOnlyKeys(BACKENDS))
        .hasMessageContaining(String.join(", ", BACKENDS))
        .hasMessageContaining(WasmRuntime.BACKEND_PROPERTY);
  }

  @Test
  void thePropertyChooses() {
    for (String name : BACKENDS) {
      System.setProperty(WasmRuntime.BACKEND_PROPERTY, name);
      try (WasmRuntime runtime = WasmRuntime.load()) {
        assertThat(runtime.backendName()).isEqualTo(name);
      } finally {
        System.clearProperty(WasmRuntime.BACKEND_PROPERTY);
      }
    }
  }

  @Test
  void theyWorkInTurns() {
    List<WasmInstance> guests =
        runtimes.stream().map(runtime -> runtime.instantiate(guest(), imports())).toList();
    List<I32View> views = guests.stream().map(guest -> guest.memory().view(I32, 1024, 16)).toList();
    for (int i = 0; i < 16; i++) {
      for (int which = 0; which < guests.size(); which++) {
        WasmInstance guest = guests.get(which);
        views.get(which).set(i, 100 * i + which);
        assertThat(guest.function("load").call(1024 + 4 * i)).isEqualTo(100 * i + which);
        if (i % 5 == 0) {
          guest.memory().grow(1);
        }
      }
    }
    for (I32View from : views) {
      for (I32View to : views) {
        to.copyFrom(from.segment());
        assertThat(to.copy()).isEqualTo(from.copy());
      }
    }
    runtimes.getFirst().close();
    assertThatThrownBy(() -> views.getFirst().get(0)).isInstanceOf(ClosedException.class);
    assertThat(views.get(1).get(1)).isEqualTo(views.get(2).get(1));
  }

  @Test
  void aGuestOfOneCallsAGuestOfAnother() {
    WasmInstance last = runtimes.getLast().instantiate(guest(), imports());
    for (WasmRuntime runtime : runtimes) {
      WasmInstance next =
          runtime.instantiate(
              guest(), WasmImports.none().function("env", "call", last.function("twice")));
      for (int value : new int[] {0, 21, -7}) {
        assertThat(next.function("through").call(value))
            .as("%s through %s", value, runtime)
            .isEqualTo(2 * value);
      }
      assertThatThrownBy(() -> last.function("trap").call())
          .isInstanceOfSatisfying(
              TrapException.class, e -> assertThat(e.kind()).isEqualTo(TrapKind.UNREACHABLE));
    }
  }

  @Test
  void memoriesStayWithTheirRuntime() {
    for (WasmRuntime of : runtimes) {
      WasmMemory memory = of.newMemory(MemoryType.of(1));
      WasmImports imports = WasmImports.none().memory("env", "memory", memory);
      for (WasmRuntime other : runtimes) {
        WasmModule importer = other.compile(importer());
        if (other == of) {
          assertThat(importer.instantiate(imports).exports()).isEmpty();
        } else {
          assertThatThrownBy(() -> importer.instantiate(imports))
              .isInstanceOf(LinkException.class)
              .hasMessageContaining(of.backendName())
              .hasMessageContaining(other.backendName());
        }
      }
    }
  }

  private static WasmImports imports() {
    return WasmImports.none()
        .function("env", "call", UNARY, (_, arguments) -> (int) arguments[0] + 1);
  }

  /** A memory, {@code load}, {@code twice}, {@code through} an import, and {@code trap}. */
  private static byte[] guest() {
    return BinaryWriter.module()
        .section(BinaryModule.TYPES, out -> out.unsigned(2).type(UNARY).type(FunctionType.of()))
        .section(BinaryModule.IMPORTS, out -> out.unsigned(1).importOf("env", "call", 0))
        .section(BinaryModule.FUNCTIONS, out -> out.unsigned(4).units(0, 0, 0, 1))
        .section(BinaryModule.MEMORIES, out -> out.unsigned(1).type(MemoryType.of(1, 16)))
        .section(
            BinaryModule.EXPORTS,
            out ->
                out.unsigned(5)
                    .export("memory", ExternKind.MEMORY, 0)
                    .export("load", ExternKind.FUNCTION, 1)
                    .export("twice", ExternKind.FUNCTION, 2)
                    .export("through", ExternKind.FUNCTION, 3)
                    .export("trap", ExternKind.FUNCTION, 4))
        .section(
            BinaryModule.CODE,
            out ->
                out.unsigned(4)
                    .code(load -> load.units(0x20, 0, 0x28, 2, 0)) // local.get 0, i32.load
                    .code(twice -> twice.units(0x20, 0, 0x41, 1, 0x74)) // … i32.const 1, i32.shl
                    .code(through -> through.units(0x20, 0, 0x10, 0)) // … call 0
                    .code(trap -> trap.units(0x00))) // unreachable
        .toByteArray();
  }

  private static byte[] importer() {
    return BinaryWriter.module()
        .section(
            BinaryModule.IMPORTS,
            out -> out.unsigned(1).importOf("env", "memory", MemoryType.of(1)))
        .toByteArray();
  }
}
