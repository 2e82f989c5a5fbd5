package io.github.wasminterop.backend.graal;

import static io.github.wasminterop.ElementType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmExtern;
import io.github.wasminterop.WasmFunction;
import io.github.wasminterop.WasmGlobal;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.WasmTable;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.ValueType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WrappingTest {
  private static final byte[] PLAIN = Guests.wasm("plain");
  private static final FunctionType BINARY =
      FunctionType.of(ValueType.I32, ValueType.I32).returning(ValueType.I32);

  @Test
  void aContextWithBindingsNeedsNothingMore() {
    NativeGuests owner = NativeGuests.withBindings(PLAIN);
    try (WasmInstance guest = WasmInstance.wrap(owner.instance())) {
      assertThat(guest.function("add").type()).isEqualTo(BINARY);
      assertThat(guest.function("add").call(1, 2)).isEqualTo(3);
      assertThat(guest.global("counter").type()).isEqualTo(new GlobalType(ValueType.I32, true));
      assertThat(guest.global("constant").type()).isEqualTo(new GlobalType(ValueType.I64, false));
      WasmTable table = guest.table("table");
      table.set(1, table.get(0).orElseThrow());
      assertThat(guest.function("indirect").call(1)).isEqualTo(34);
      assertThat(guest.memory().isZeroCopy()).isTrue();
    }
    assertThat(owner.export("add").execute(1, 2).asInt()).isEqualTo(3);
    owner.context().close();
  }

  @Test
  void aPlainContextNeedsTheModulesBytes() {
    NativeGuests owner = NativeGuests.plain(PLAIN);
    assertThatExceptionOfType(TypeMismatchException.class)
        .isThrownBy(() -> WasmInstance.wrap(owner.instance()))
        .withMessageContaining("module's bytes");
    assertThatThrownBy(() -> WasmInstance.wrap(owner.instance(), (Object) Guests.wasm("callback")))
        .isInstanceOf(TypeMismatchException.class);
    WasmInstance guest = WasmInstance.wrap(owner.instance(), (Object) PLAIN);
    assertThat(guest.function("add").call(1, 2)).isEqualTo(3);
    assertThat(guest.memory().type().maximum()).hasValue(10);
    assertThatThrownBy(() -> guest.table("table").size())
        .isInstanceOf(UnsupportedCapabilityException.class);
    WasmInstance ofExports =
        WasmInstance.wrap(owner.instance().getMember("exports"), (Object) PLAIN);
    assertThat(ofExports.function("add").call(1, 2)).isEqualTo(3);
    owner.context().close();
  }

  @Test
  void viewsFollowTheOwnersGrowth() {
    NativeGuests owner = NativeGuests.plain(PLAIN);
    WasmMemory memory = WasmInstance.ofMemory(owner.export("memory")).memory();
    I32View view = memory.view(I32, 0, 4);
    owner.export("store").execute(4, 5);
    owner.export("grow").execute(2);
    owner.export("store").execute(8, 6);
    assertThat(view.copy()).containsExactly(0, 5, 6, 0);
    assertThat(memory.pages()).isEqualTo(3);
    assertThat(memory.grow(1)).isEqualTo(3);
    assertThat(owner.export("grow").execute(0).asInt()).isEqualTo(4);
    assertThatThrownBy(() -> memory.grow(7)).isInstanceOf(MemoryLimitException.class);
    owner.context().close();
  }

  @Test
  void viewsWithoutCopiesFollowTheOwnersGrowth() {
    NativeGuests owner = NativeGuests.withBindings(PLAIN);
    WasmInstance guest = WasmInstance.wrap(owner.instance());
    WasmInstance again = WasmInstance.wrap(owner.instance());
    I32View view = guest.memory().view(I32, 0, 4);
    I32View second = again.memory().view(I32, 0, 4);
    owner.export("store").execute(4, 5);
    assertThat(view.get(1)).isEqualTo(5);
    MemorySegment before = view.segment();
    owner.export("grow").execute(2);
    owner.export("store").execute(8, 6);
    assertThatThrownBy(() -> before.get(ValueLayout.JAVA_INT, 4))
        .isInstanceOf(IllegalStateException.class);
    assertThat(view.copy()).containsExactly(0, 5, 6, 0);
    assertThat(second.get(2)).isEqualTo(6);
    assertThat(guest.memory().grow(1)).isEqualTo(3);
    again.close();
    assertThatThrownBy(() -> second.get(0)).isInstanceOf(ClosedException.class);
    view.set(0, 7);
    assertThat(owner.export("load").execute(0).asInt()).isEqualTo(7);
    owner.context().close();
    assertThat(view.get(0)).as("the bytes stay while a view needs them").isEqualTo(7);
    MemorySegment last = view.segment();
    guest.close();
    assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> last.get(ValueLayout.JAVA_INT, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whereGrowthCannotBeFollowedAccessIsMediated() {
    NativeGuests owner = NativeGuests.withBindings(PLAIN);
    Value embedder = owner.context().getPolyglotBindings().getMember("WebAssembly");
    embedder
        .getMember("embedder_data_set")
        .execute(owner.export("memory"), "what somebody else attached");
    try (WasmInstance guest = WasmInstance.wrap(owner.instance())) {
      assertThat(guest.memory().isZeroCopy()).isFalse();
      I32View view = guest.memory().view(I32, 0, 4);
      assertThatThrownBy(view::segment).isInstanceOf(UnsupportedCapabilityException.class);
      view.set(1, 8);
      assertThat(owner.export("load").execute(4).asInt()).isEqualTo(8);
    }
    owner.context().close();
  }

  @Test
  void theTypeOfAFunctionIsToldWithAllTypesOfValues() {
    NativeGuests owner = NativeGuests.withBindings(Guests.wasm("types"));
    WasmFunction all = (WasmFunction) WasmExtern.wrap(owner.export("all"));
    assertThat(all.type().parameters())
        .containsExactly(
            ValueType.I32,
            ValueType.I64,
            ValueType.F32,
            ValueType.F64,
            ValueType.V128,
            ValueType.FUNCREF,
            ValueType.EXTERNREF);
    assertThat(all.type().results()).isEqualTo(all.type().parameters().reversed());
    owner.context().close();
  }

  @Test
  void singleThingsCanBeWrapped() {
    NativeGuests owner = NativeGuests.plain(PLAIN);
    WasmFunction add = (WasmFunction) WasmExtern.wrap(owner.export("add"), BINARY);
    assertThat(add.call(3, 4)).isEqualTo(7);
    WasmGlobal counter = (WasmGlobal) WasmExtern.wrap(owner.export("counter"));
    counter.set(11);
    assertThat(owner.export("counter").getMember("value").asInt()).isEqualTo(11);
    assertThatThrownBy(() -> WasmExtern.wrap(owner.export("add")))
        .isInstanceOf(TypeMismatchException.class);
    assertThatThrownBy(() -> WasmExtern.wrap(owner.export("memory"), BINARY))
        .isInstanceOf(TypeMismatchException.class);
    for (Object wrong : new Object[] {Value.asValue(5), owner.instance().getMember("exports")}) {
      assertThatThrownBy(() -> WasmExtern.wrap(wrong)).isInstanceOf(TypeMismatchException.class);
    }
    assertThatThrownBy(() -> WasmInstance.wrap(owner.export("memory")))
        .isInstanceOf(TypeMismatchException.class);
    WasmFunction mistyped =
        (WasmFunction) WasmExtern.wrap(owner.export("add"), FunctionType.of(ValueType.I64));
    assertThatThrownBy(() -> mistyped.call(1)).isInstanceOf(TypeMismatchException.class);
    owner.context().close();
  }

  @Test
  void anOwnerThatClosesFirstIsNoticed() {
    for (boolean cancel : new boolean[] {false, true}) {
      NativeGuests owner = NativeGuests.plain(PLAIN);
      WasmInstance guest = WasmInstance.wrap(owner.instance(), (Object) PLAIN);
      I32View view = guest.memory().view(I32, 0, 4);
      owner.context().close(cancel);
      assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedException.class);
      assertThatThrownBy(view::copy).isInstanceOf(ClosedException.class);
      assertThatThrownBy(() -> guest.function("add").call(1, 2))
          .isInstanceOf(ClosedException.class);
      assertThatThrownBy(() -> guest.global("counter").get()).isInstanceOf(ClosedException.class);
      assertThatThrownBy(() -> WasmInstance.wrap(owner.instance()))
          .isInstanceOf(ClosedException.class);
      assertThat(guest.memory().type().maximum()).hasValue(10);
      guest.close();
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void anOwnerMayCancelACall() throws Exception {
    NativeGuests owner = NativeGuests.withBindings(PLAIN);
    WasmInstance guest = WasmInstance.wrap(owner.instance());
    CountDownLatch calling = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Object> sum =
          threads.submit(
              () -> {
                calling.countDown();
                return guest.function("sum").call(-1); // 4294967295 numbers
              });
      calling.await();
      owner.context().close(true);
      assertThatThrownBy(sum::get).hasCauseInstanceOf(ClosedException.class);
    }
    guest.close();
  }

  @Test
  void onlyFunctionsOfAWrappedInstanceCanBeImported() {
    NativeGuests owner = NativeGuests.plain(PLAIN);
    WasmInstance wrapped = WasmInstance.wrap(owner.instance(), (Object) PLAIN);
    try (WasmRuntime runtime = Guests.runtime("direct")) {
      WasmInstance own = runtime.instantiate(PLAIN);
      WasmImports imports =
          WasmImports.none()
              .table("m", "table", own.table("table"))
              .global("m", "counter", own.global("counter"))
              .function("m", "add", wrapped.function("add"));
      WasmInstance importer =
          runtime.instantiate(Guests.wasm("importer"), imports.memory("m", "memory", own.memory()));
      assertThat(importer.function("add").call()).isEqualTo(3);
      assertThatThrownBy(
              () ->
                  runtime.instantiate(
                      Guests.wasm("importer"), imports.memory("m", "memory", wrapped.memory())))
          .isInstanceOf(LinkException.class);
    }
    owner.context().close();
  }
}
