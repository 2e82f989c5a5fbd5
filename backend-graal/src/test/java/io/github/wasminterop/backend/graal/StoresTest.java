package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.ElementType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmTable;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import io.github.wasminterop.type.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lives together, what may be linked, what closes when. */
class StoresTest {
  private static final int DIVIDE = 0x6d;
  private static final int DROP = 0x1a;

  private final WasmRuntime runtime = Guests.runtime("direct");
  private final WasmMemory memory = runtime.newMemory(MemoryType.of(1, 10));
  private final WasmTable table =
      runtime.newTable(new TableType(ValueType.FUNCREF, 2, OptionalLong.of(5)));
  private final WasmGlobal counter = runtime.newGlobal(new GlobalType(ValueType.I32, true), 41);
  private final WasmInstance exporter = runtime.instantiate(Guests.wasm("plain"));

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void hostMadeThingsAreSharedByTheirImporters() {
    table.set(0, exporter.function("add"));
    WasmInstance first = importer(memory, table, counter);
    WasmInstance second = importer(memory, table, counter);
    first.function("store").call(8, 123);
    first.function("count").call();
    second.function("grow").call(2);
    assertThat(second.memory("memory").view(I32, 8, 1).get(0)).isEqualTo(123);
    assertThat(memory.pages()).isEqualTo(3);
    assertThat(second.global("counter").getInt()).isEqualTo(42);
    assertThat(second.function("indirect").call(0)).isEqualTo(34);
    first.close();
    assertThat(memory.view(I32, 8, 1).get(0)).isEqualTo(123);
    assertThat(second.function("indirect").call(0)).isEqualTo(34);
  }

  @Test
  void functionsCrossStoresAndOutliveTheirInstance() {
    table.set(0, exporter.function("add"));
    WasmInstance importer = importer(memory, table, counter);
    exporter.close();
    assertThat(importer.function("add").call()).isEqualTo(3);
    assertThat(importer.function("indirect").call(0)).isEqualTo(34);
    assertThatThrownBy(() -> importer.function("indirect").call(1))
        .isInstanceOf(TrapException.class);
  }

  @Test
  void exportsOfOneGuestMayAllBeImported() {
    WasmInstance importer =
        runtime.instantiate(
            Guests.wasm("importer"),
            WasmImports.none()
                .memory("m", "memory", memoryOf(exporter))
                .table("m", "table", exporter.table("table"))
                .global("m", "counter", exporter.global("counter"))
                .function("m", "add", exporter.function("add")));
    importer.function("store").call(0, 5);
    assertThat(exporter.function("load").call(0)).isEqualTo(5);
    importer.function("count").call();
    assertThat(exporter.global("counter").getInt()).isEqualTo(8);
    exporter.close();
    importer.function("store").call(0, 6);
    assertThat(importer.function("indirect").call(0)).isEqualTo(34);
    assertThatThrownBy(() -> importer.memory("memory").view(I32, 0, 1))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void whatLivesApartCannotBeLinked() {
    assertThatExceptionOfType(LinkException.class)
        .isThrownBy(() -> importer(memoryOf(exporter), table, counter))
        .withMessageContaining("Let the host make both");
    try (WasmRuntime other = Guests.runtime("direct")) {
      WasmMemory foreign = other.newMemory(MemoryType.of(1, 10));
      assertThatExceptionOfType(LinkException.class)
          .isThrownBy(() -> importer(foreign, table, counter))
          .withMessageContaining("another runtime");
    }
  }

  @Test
  void closingInsideACallLetsTheGuestReturn() {
    List<WasmInstance> guest = new ArrayList<>();
    guest.add(
        runtime.instantiate(
            Guests.wasm("callback"),
            Guests.callback(
                (_, _) -> {
                  guest.getFirst().close();
                  return 5;
                })));
    WasmFunction call = guest.getFirst().function("call");
    assertThat(call.call(0)).isEqualTo(5);
    assertThatThrownBy(() -> call.call(0)).isInstanceOf(ClosedException.class);
  }

  @Test
  void closingTheRuntimeInsideACallLetsTheGuestReturn() {
    WasmRuntime ending = Guests.runtime("direct");
    WasmInstance guest =
        ending.instantiate(
            Guests.wasm("callback"),
            Guests.callback(
                (_, _) -> {
                  ending.close();
                  return 6;
                }));
    WasmFunction call = guest.function("call");
    assertThat(call.call(0)).isEqualTo(6);
    assertThatThrownBy(() -> call.call(0)).isInstanceOf(ClosedException.class);
  }

  @Test
  void aStartFunctionSeesItsInstance() {
    List<String> seen = new ArrayList<>();
    WasmInstance guest =
        runtime.instantiate(
            Guests.wasm("start"),
            WasmImports.none()
                .function(
                    "env",
                    "callback",
                    FunctionType.of(),
                    (caller, _) -> {
                      seen.add(caller.name());
                      return null;
                    }));
    assertThat(seen).containsExactly(guest.name());
    assertThat(guest.exports()).isEmpty();
  }

  @Test
  void aStartFunctionsTrapKeepsItsKind() {
    byte[] wasm =
        BinaryWriter.module()
            .section(BinaryModule.TYPES, types -> types.unsigned(1).type(FunctionType.of()))
            .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
            .section(BinaryModule.START, start -> start.unsigned(0))
            .section(
                BinaryModule.CODE,
                code ->
                    code.unsigned(1)
                        .code(
                            body ->
                                body.constant(ValueType.I32, 1)
                                    .constant(ValueType.I32, 0)
                                    .units(DIVIDE, DROP)))
            .toByteArray();
    assertThatExceptionOfType(TrapException.class)
        .isThrownBy(() -> runtime.instantiate(wasm))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(TrapKind.INTEGER_DIVIDE_BY_ZERO));
    RuntimeException thrown = new RuntimeException("of the host");
    assertThatThrownBy(
            () ->
                runtime.instantiate(
                    Guests.wasm("start"),
                    WasmImports.none()
                        .function(
                            "env",
                            "callback",
                            FunctionType.of(),
                            (_, _) -> {
                              throw thrown;
                            })))
        .isSameAs(thrown);
  }

  @Test
  void throwablesOfEveryKindComeOutAsTheyAre() {
    for (Throwable thrown :
        List.of(
            new UnsupportedOperationException("u"),
            new IllegalStateException("i"),
            new InternalError("e"),
            new AssertionError("a"),
            new StackOverflowError("s"))) {
      WasmInstance guest =
          runtime.instantiate(
              Guests.wasm("callback"),
              Guests.callback(
                  (_, _) -> {
                    throw StoresTest.<RuntimeException>sneaky(thrown);
                  }));
      assertThatThrownBy(() -> guest.function("call").call(1)).isSameAs(thrown);
      assertThat(guest.function("load").call(0)).isEqualTo(0);
    }
  }

  @Test
  void endlessRecursionThroughTheHostEndsInAnException() {
    List<WasmInstance> guest = new ArrayList<>();
    guest.add(
        runtime.instantiate(
            Guests.wasm("callback"),
            Guests.callback((caller, _) -> caller.function("call").call(0))));
    assertThatThrownBy(() -> guest.getFirst().function("call").call(0))
        .isInstanceOfAny(WasmInteropException.class, StackOverflowError.class);
    assertThat(guest.getFirst().function("load").call(0)).isEqualTo(0);
    Thread other = Thread.ofVirtual().start(() -> guest.getFirst().function("load").call(0));
    assertThat(join(other)).as("the guard is free again").isTrue();
  }

  private WasmInstance importer(WasmMemory memory, WasmTable table, WasmGlobal counter) {
    return runtime.instantiate(
        Guests.wasm("importer"),
        WasmImports.none()
            .memory("m", "memory", memory)
            .table("m", "table", table)
            .global("m", "counter", counter)
            .function("m", "add", exporter.function("add")));
  }

  private static WasmMemory memoryOf(WasmInstance instance) {
    return instance.memory();
  }

  private static boolean join(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> RuntimeException sneaky(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
