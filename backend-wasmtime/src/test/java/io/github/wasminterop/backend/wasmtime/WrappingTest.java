package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kawamuray.wasmtime.Func;
import io.github.kawamuray.wasmtime.Global;
import io.github.kawamuray.wasmtime.Instance;
import io.github.kawamuray.wasmtime.Memory;
import io.github.kawamuray.wasmtime.Store;
import io.github.kawamuray.wasmtime.Val;
import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmExtern;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A program's own store, linker, instance and memory. */
class WrappingTest {
  private final WasmtimeBackend backend = new WasmtimeBackend();
  private final byte[] wasm = Guests.wasm("memory");
  private final NativeProgram program = new NativeProgram(wasm);
  private final Store<Void> store = program.store();
  private final long before = Handles.live();

  @AfterEach
  void close() {
    program.close();
    assertThat(Handles.live()).as("handles that wrapping took").isEqualTo(before);
  }

  @Test
  void anInstanceWithItsStoreAndBytes() {
    try (Instance owned = new Instance(store, program.module(), List.of());
        WasmInstance guest = WasmInstance.wrap(owned, store, wasm)) {
      I32View view = guest.view(ElementType.I32, "ptr", "len");
      view.set(0, 7);
      assertThat(guest.function("load32").call(1024)).isEqualTo(7);
      guest.function("store32").call(1028, 8);
      assertThat(view.get(1)).isEqualTo(8);
      assertThat(guest.exports()).containsKey("memory").doesNotContainKey("ptr_global");
    }
  }

  @Test
  void aLinkerReachesGlobalsToo() {
    try (WasmInstance guest = program.wrap()) {
      WasmGlobal pointer = guest.global("ptr_global");
      pointer.set(2048);
      assertThat(guest.function("ptr").call()).isEqualTo(2048);
      assertThat(pointer.type().mutable()).isTrue();
      assertThatThrownBy(() -> guest.global("ptr_constant").set(1))
          .isInstanceOf(WasmInteropException.class);
    }
  }

  @Test
  void theOwnerSeesWhatTheWrapperDoes() {
    try (WasmInstance guest = program.wrap();
        Memory owned = program.linker().get(store, NativeProgram.NAME, "memory").get().memory()) {
      guest.memory().bytes(5, 1).set(0, 200);
      assertThat(owned.buffer(store).get(5)).isEqualTo((byte) 200);
      owned.buffer(store).put(6, (byte) 3);
      assertThat(guest.memory().bytes(6, 1).get(0)).isEqualTo(3);
      U8View last = guest.memory().bytes(0, 1);
      owned.grow(store, 2);
      assertThat(guest.memory().pages()).isEqualTo(4);
      assertThat(guest.memory().grow(1)).isEqualTo(4);
      assertThat(owned.size(store)).isEqualTo(5);
      last.set(0, 1);
      assertThat(owned.buffer(store).get(0)).isEqualTo((byte) 1);
    }
  }

  @Test
  void aMemoryAGlobalAndAFunctionAlone() {
    try (Memory memory =
            new Memory(store, new io.github.kawamuray.wasmtime.MemoryType(1, 3, false));
        Global global =
            program.linker().get(store, NativeProgram.NAME, "ptr_global").get().global();
        Func function = program.linker().get(store, NativeProgram.NAME, "sum8").get().func()) {
      WasmInstance alone = WasmInstance.ofMemory(memory, store, MemoryType.of(1, 3));
      assertThat(alone.memory().type()).isEqualTo(MemoryType.of(1, 3));
      assertThat(alone.memory().isZeroCopy()).isFalse();
      WasmInstance guest =
          WasmInstance.ofExports(
              Map.of(
                  "memory", WasmExtern.wrap(memory, store),
                  "pointer", WasmExtern.wrap(global, store),
                  "sum",
                      WasmExtern.wrap(
                          function,
                          store,
                          FunctionType.of(ValueType.I32, ValueType.I32).returning(ValueType.I64))));
      assertThat(guest.global("pointer").getInt()).isEqualTo(1024);
      assertThat(guest.function("sum").call(256, 1)).isEqualTo((long) 'h');
      WasmMemory bytes = guest.memory();
      assertThat(bytes.grow(2)).isEqualTo(1);
      assertThatThrownBy(() -> bytes.grow(1)).isInstanceOf(MemoryLimitException.class);
      bytes.bytes(3 * MemoryType.PAGE_SIZE - 1, 1).set(0, 9);
      assertThat(memory.buffer(store).get((int) (3 * MemoryType.PAGE_SIZE) - 1))
          .isEqualTo((byte) 9);
    }
  }

  @Test
  void closingTheWrapperLeavesTheGuestToItsOwner() {
    WasmInstance guest = program.wrap();
    U8View view = guest.memory().bytes(1024, 1);
    view.set(0, 42);
    guest.close();
    assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> guest.function("ptr")).isInstanceOf(ClosedException.class);
    try (Func load = program.linker().get(store, NativeProgram.NAME, "load8").get().func()) {
      assertThat(load.call(store, Val.fromI32(1024))[0].i32()).isEqualTo(42);
    }
    try (WasmInstance again = program.wrap()) {
      assertThat(again.memory().bytes(1024, 1).get(0)).isEqualTo(42);
    }
  }

  @Test
  void anOwnerThatClosesFirstEndsAllAccess() {
    WasmInstance guest = program.wrap();
    U8View view = guest.memory().bytes(1024, 4);
    store.dispose();
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> view.get(0),
            () -> view.set(0, 1),
            view::copy,
            () -> guest.memory().grow(1),
            () -> guest.function("ptr").call(),
            () -> guest.global("ptr_global").get(),
            program::wrap)) {
      assertThatThrownBy(use).isInstanceOf(ClosedException.class).hasMessageContaining("owner");
    }
    guest.close();
  }

  @Test
  void trapsAreOfTheFamily() {
    try (WasmInstance guest = program.wrap()) {
      assertThatThrownBy(() -> guest.function("load8").call(-1)).isInstanceOf(TrapException.class);
      assertThat(guest.function("ptr").call()).isEqualTo(1024);
    }
  }

  @Test
  void aMemoryOfTwoGibibytesIsRefused() {
    long limit = WasmtimeMemory.MOST_BUFFERED_PAGES;
    try (Memory memory = new Memory(store, new io.github.kawamuray.wasmtime.MemoryType(1, false))) {
      WasmMemory wrapped = WasmInstance.ofMemory(memory, store).memory();
      wrapped.grow(limit - 1);
      U8View last = wrapped.bytes(wrapped.byteSize() - 1, 1);
      last.set(0, 1);
      assertThat(last.get(0)).isEqualTo(1);
      assertThat(wrapped.grow(1)).isEqualTo(limit);
      assertThatThrownBy(() -> last.get(0))
          .isInstanceOf(MemoryLimitException.class)
          .hasMessageContaining(Long.toString(limit));
      assertThat(wrapped.pages()).isEqualTo(limit + 1);
    }
  }

  @Test
  void bytesThatTellOtherKindsAreRefused() {
    byte[] lies =
        BinaryWriter.module()
            .section(BinaryModule.TYPES, types -> types.unsigned(1).type(FunctionType.of()))
            .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
            .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(MemoryType.of(1)))
            .section(
                BinaryModule.EXPORTS,
                exports ->
                    exports
                        .unsigned(2)
                        .export("ptr", ExternKind.MEMORY, 0)
                        .export("memory", ExternKind.FUNCTION, 0))
            .section(BinaryModule.CODE, codes -> codes.unsigned(1).code(body -> {}))
            .toByteArray();
    refused("pass the bytes of its own", program.linker(), NativeProgram.NAME, store, lies);
  }

  @Test
  void whatIsOneTooManyIsTold() {
    try (Memory memory = new Memory(store, new io.github.kawamuray.wasmtime.MemoryType(1, false));
        Global global =
            program.linker().get(store, NativeProgram.NAME, "ptr_global").get().global();
        Func function = program.linker().get(store, NativeProgram.NAME, "no_ptr").get().func()) {
      tooMany(memory, store, "more");
      tooMany(memory, store, MemoryType.of(1), MemoryType.of(1));
      tooMany(global, store, "more");
      tooMany(function, store, FunctionType.of(), "more");
    }
  }

  @Test
  void tablesAreOutOfReach() {
    byte[] state = Guests.own("state");
    try (NativeProgram other = new NativeProgram(state);
        WasmInstance linked = other.wrap();
        Instance owned = new Instance(other.store(), other.module(), List.of());
        WasmInstance alone = WasmInstance.wrap(owned, other.store(), state)) {
      assertThat(linked.exports())
          .containsKeys("memory", "counter", "vectors")
          .doesNotContainKey("table");
      assertThat(alone.exports()).containsKeys("memory", "vectors").doesNotContainKey("table");
    }
    try (NativeProgram other = new NativeProgram(state)) {
      refused(
          "pass the bytes of its own",
          other.linker(),
          NativeProgram.NAME,
          other.store(),
          exportingMemory("table"));
    }
  }

  @Test
  void closingTheWrapperEndsItsMemory() {
    BackendInstance guest =
        backend.wrapInstance(List.of(program.linker(), NativeProgram.NAME, store, wasm));
    BackendMemory memory = (BackendMemory) Objects.requireNonNull(guest.exports().get("memory"));
    assertThat(memory.linear().isClosed()).isFalse();
    guest.close();
    assertThat(memory.linear().isClosed()).isTrue();
  }

  @Test
  void aMemoryTellsTheSizeThatItHadWhenItWasAskedForLast() {
    try (Memory memory = new Memory(store, new io.github.kawamuray.wasmtime.MemoryType(3, false))) {
      BackendMemory fresh = (BackendMemory) backend.wrapExtern(List.of(memory, store));
      BackendMemory asked = (BackendMemory) backend.wrapExtern(List.of(memory, store));
      memory.grow(store, 1);
      assertThat(asked.type().minimum()).isEqualTo(4);
      store.dispose();
      assertThat(asked.type().minimum()).isEqualTo(4);
      assertThat(fresh.type().minimum()).isEqualTo(3);
    }
  }

  @Test
  void aMemoryGrowsByAllPagesThatThereAre() {
    try (Memory memory = new Memory(store, new io.github.kawamuray.wasmtime.MemoryType(0, false))) {
      BackendMemory wrapped = (BackendMemory) backend.wrapExtern(List.of(memory, store));
      assertThat(wrapped.grow(65_537)).isEqualTo(-1);
      assertThat(wrapped.grow(65_536)).isZero();
      assertThat(wrapped.linear().byteSize()).isEqualTo(1L << 32);
    }
  }

  @Test
  void whatIsMissingIsTold() {
    refused("byte[] is missing", program.linker(), NativeProgram.NAME, store);
    refused("String is missing", program.linker(), store, wasm);
    refused("Store is missing", program.linker(), NativeProgram.NAME, wasm);
    refused("one too many", program.linker(), NativeProgram.NAME, store, wasm, "more");
    refused(
        "does not begin like one of version 1; pass the Instance",
        program.linker(),
        NativeProgram.NAME,
        store,
        new byte[] {1, 2});
    refused("pass the bytes of its own", program.linker(), "another", store, wasm);
    refused(
        "pass the bytes of its own",
        program.linker(),
        NativeProgram.NAME,
        store,
        Guests.wasm("traps"));
    assertThatThrownBy(() -> WasmInstance.ofMemory(store))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("pass a Memory and its Store");
  }

  private static byte[] exportingMemory(String name) {
    return BinaryWriter.module()
        .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(MemoryType.of(1)))
        .section(
            BinaryModule.EXPORTS, exports -> exports.unsigned(1).export(name, ExternKind.MEMORY, 0))
        .toByteArray();
  }

  private static void tooMany(Object first, Object... more) {
    assertThatThrownBy(() -> WasmExtern.wrap(first, more))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("one too many");
  }

  private static void refused(String message, Object first, Object... more) {
    assertThatThrownBy(() -> WasmInstance.wrap(first, more))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining(message);
  }
}
