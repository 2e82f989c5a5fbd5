package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.assertTraps;
import static io.github.wasminterop.backend.chicory.Guests.call;
import static io.github.wasminterop.backend.chicory.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ByteBufferMemory;
import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.wasminterop.DataView;
import io.github.wasminterop.ElementType;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmExtern;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmTable;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects that a program made with Chicory's own API. */
class WrapTest {
  private static final int PAGE = 65_536;

  static List<Function<MemoryLimits, Memory>> memories() {
    return List.of(ByteArrayMemory::new, ByteBufferMemory::new, NativeMemory::new);
  }

  @ParameterizedTest
  @MethodSource("memories")
  void anInstanceOverEachClassOfMemory(Function<MemoryLimits, Memory> factory) {
    Instance made = instance("exporter", factory);
    WasmInstance guest = WasmInstance.wrap(made);
    WasmMemory memory = guest.memory("memory");

    assertThat(guest.exports().sequencedKeySet())
        .containsExactly("memory", "again", "counter", "table", "load", "store", "grow");
    assertThat(call(guest, "load", 40)).isEqualTo('*');
    run(guest, "store", 41, 7);
    U8View view = memory.bytes(40, 2);
    assertThat(view.copy()).containsExactly('*', 7);
    view.set(0, 200);
    assertThat(made.memory().readU8(40)).isEqualTo(200);
    assertThat(guest.global("counter").getInt()).isEqualTo(3);
    assertThat(guest.table("table").get(0).orElseThrow().call(41)).isEqualTo(7);
    assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "load", PAGE));

    made.memory().grow(1);
    assertThat(memory.pages()).isEqualTo(2);
    assertThat(call(guest, "grow", 1)).isEqualTo(2);
    memory.bytes(3 * PAGE - 1, 1).set(0, 9);
    assertThat(made.memory().read(3 * PAGE - 1)).isEqualTo((byte) 9);
    assertThat(memory.grow(5)).isEqualTo(3);
    assertThatThrownBy(() -> memory.grow(1)).isInstanceOf(MemoryLimitException.class);
    assertThat(view.get(0)).isEqualTo(200);
    assertThat(memory.isZeroCopy()).isEqualTo(made.memory() instanceof NativeMemory);

    guest.close();
    assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedException.class);
    assertThat(made.memory().readU8(40)).as("belongs to its maker").isEqualTo(200);
    assertThat(made.export("load").apply(41)[0]).isEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("memories")
  void rangesAndNumbersAgreeWithTheMemory(Function<MemoryLimits, Memory> factory) {
    Memory made = factory.apply(new MemoryLimits(40, 40));
    WasmMemory memory = WasmInstance.ofMemory(made).memory();
    byte[] data = new byte[2 * (1 << 20) + 12_345];
    new Random(3).nextBytes(data);

    memory.bytes(77, data.length).copyFrom(data);
    assertThat(made.readBytes(77, data.length)).isEqualTo(data);
    assertThat(memory.bytes(77, data.length).copy()).isEqualTo(data);

    DataView view = memory.data(PAGE - 16, 32);
    view.setI64(12, 0x0102030405060708L);
    assertThat(made.readLong(PAGE - 4)).isEqualTo(0x0102030405060708L);
    made.writeI32(PAGE - 2, -5);
    assertThat(view.getI32(14)).isEqualTo(-5);
    view.setI16(15, (short) -2);
    assertThat(made.readShort(PAGE - 1)).isEqualTo((short) -2);
    view.setF64(3, Math.PI);
    assertThat(made.readDouble(PAGE - 13)).isEqualTo(Math.PI);
    view.setU8(0, 255);
    assertThat(made.read(PAGE - 16)).isEqualTo((byte) -1);

    assertThatThrownBy(() -> memory.bytes(65_530, Integer.MAX_VALUE))
        .isInstanceOf(OutOfBoundsException.class);
    assertThatThrownBy(() -> memory.bytes(0x8000_0000L, 1))
        .isInstanceOf(OutOfBoundsException.class);
  }

  @Test
  void aMediatedMemorySaysSo() {
    WasmMemory memory = WasmInstance.ofMemory(new ByteArrayMemory(new MemoryLimits(1))).memory();
    assertThat(memory.isZeroCopy()).isFalse();
    assertThat(memory.type().maximum()).isEmpty();
    assertThatThrownBy(() -> memory.bytes(0, 1).segment())
        .isInstanceOf(UnsupportedCapabilityException.class);
  }

  @Test
  void whenTheMakerClosesFirst() {
    NativeMemory made = new NativeMemory(new MemoryLimits(1));
    Instance instance = instance("exporter", _ -> made);
    WasmInstance guest = WasmInstance.wrap(instance);
    U8View view = guest.memory("memory").bytes(40, 1);
    MemorySegment segment = view.segment();
    made.close();

    assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> run(guest, "load", 0)).isInstanceOf(ClosedException.class);
    guest.close();
  }

  @Test
  void twoWrappersOfOneInstanceLiveEachOnItsOwn() {
    try (NativeMemory made = new NativeMemory(new MemoryLimits(1))) {
      Instance instance = instance("exporter", _ -> made);
      WasmInstance first = WasmInstance.wrap(instance);
      WasmInstance second = WasmInstance.wrap(instance);
      U8View view = second.memory("memory").view(ElementType.U8, 40, 1);
      assertThat(first.memory("memory").pages()).isOne();
      first.close();
      made.grow(3);
      assertThat(view.get(0)).isEqualTo('*');
      assertThat(second.memory("memory").pages()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @MethodSource("memories")
  void exceptionsOfTheMakersHostFunctionsComeOutAsTheyAre(Function<MemoryLimits, Memory> factory) {
    IllegalStateException thrown = new IllegalStateException("maker");
    FunctionType type = FunctionType.of(List.of(ValType.I32), List.of(ValType.I32));
    Instance made =
        Instance.builder(Parser.parse(Guests.wasm("traps")))
            .withMemoryFactory(factory)
            .withImportValues(
                ImportValues.builder()
                    .addFunction(
                        new HostFunction(
                            "env",
                            "host",
                            type,
                            (_, _) -> {
                              throw thrown;
                            }))
                    .build())
            .build();
    WasmInstance guest = WasmInstance.wrap(made);
    assertThatThrownBy(() -> run(guest, "call_host", 1)).isSameAs(thrown);
    assertTraps(TrapKind.UNREACHABLE, () -> run(guest, "unreachable"));
    assertTraps(TrapKind.STACK_OVERFLOW, () -> run(guest, "recurse", 1));
  }

  @ParameterizedTest
  @MethodSource("memories")
  void guestsOfTheLibraryImportWhatWasWrapped(Function<MemoryLimits, Memory> factory) {
    Instance made = instance("exporter", factory);
    try (WasmRuntime runtime = WasmRuntime.load()) {
      WasmInstance importer =
          runtime.instantiate(
              Guests.wasm("importer"), WasmImports.none().instance("lib", WasmInstance.wrap(made)));
      assertThat(call(importer, "near_load", 40)).isEqualTo('*');
      assertThat(call(importer, "far_load", 40)).isEqualTo('*');
      assertThat(call(importer, "grow", 2)).isOne();
      assertThat(made.memory().pages()).isEqualTo(3);
      assertThat(call(importer, "count")).isEqualTo(4);
      importer.close();
      assertThat(made.export("load").apply(40)[0]).isEqualTo('*');
    }
  }

  @Test
  void singleThings() {
    GlobalInstance made = Engine.global(ValType.I64, MutabilityType.Var);
    WasmGlobal global = (WasmGlobal) WasmExtern.wrap(made);
    global.set(9L);
    assertThat(made.getValue()).isEqualTo(9);

    Instance instance = instance("exporter", NativeMemory::new);
    WasmTable table = (WasmTable) WasmExtern.wrap(instance.exports().table("table"));
    assertThat(table.get(0).orElseThrow().call(40)).isEqualTo((int) '*');
    assertThat(table.get(1)).isEmpty();
  }

  @Test
  void whatCannotBeWrappedSaysWhatToPass() {
    Instance instance = instance("exporter", NativeMemory::new);
    assertThatThrownBy(() -> WasmExtern.wrap(instance.export("load")))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("wrap the Instance");
    assertThatThrownBy(() -> WasmExtern.wrap(instance))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("pass one Memory");
    assertThatThrownBy(() -> WasmInstance.wrap(instance.memory()))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("pass one com.dylibso.chicory.runtime.Instance");
    assertThatThrownBy(() -> WasmInstance.wrap(instance, "more"))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("[com.dylibso.chicory.runtime.Instance, java.lang.String]");
  }

  private static Instance instance(String name, Function<MemoryLimits, Memory> factory) {
    return Instance.builder(Parser.parse(Guests.wasm(name))).withMemoryFactory(factory).build();
  }
}
