package io.github.wasminterop.backend.endive;

import static io.github.wasminterop.ElementType.I32;
import static io.github.wasminterop.backend.endive.Guests.assertTraps;
import static io.github.wasminterop.backend.endive.Guests.call;
import static io.github.wasminterop.backend.endive.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.I32View;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ImportType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import run.endive.runtime.CallResult;
import run.endive.runtime.Instance;

/** What Endive does in its own way. */
class EngineTest {
  private static final int PAGE = 65_536;

  @Test
  void thereIsNoCompilerToAskFor() {
    assertThatThrownBy(() -> Guests.runtime("compiled"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContainingAll("execution", "compiled", "[interpreted]", "no compiler");
  }

  @Test
  void vectorsComeFromMemoryAndGoThere() {
    try (WasmRuntime runtime = WasmRuntime.load("endive")) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("vectors"));
      I32View all = guest.memory().view(I32, 0, PAGE / 4);
      all.slice(0, 4).copyFrom(new int[] {1, -2, 3, -4});
      run(guest, "next", 0, PAGE - 16);
      assertThat(all.slice(PAGE / 4 - 4, 4).copy()).containsExactly(2, -1, 4, -3);
      assertThat(call(guest, "far", PAGE - 16 - 65_000)).isEqualTo((-3L << 32) + 4);
      run(guest, "last", 0, 400);
      assertThat(all.slice(99, 3).copy()).containsExactly(0, -4, 0);
    }
  }

  @Test
  void vectorsOutsideTheMemoryTrapAndChangeNothing() {
    try (WasmRuntime runtime = WasmRuntime.load("endive")) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("vectors"));
      I32View end = guest.memory().view(I32, PAGE - 16, 4);
      for (int address : new int[] {PAGE - 15, PAGE - 8, PAGE, -16}) {
        assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "next", 0, address));
        assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "next", address, 0));
      }
      assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "last", 0, PAGE - 3));
      assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "far", PAGE - 15 - 65_000));
      assertThat(end.copy()).containsOnly(0);
    }
  }

  @Test
  void vectorsGoFromGuestToGuest() {
    try (WasmRuntime runtime = WasmRuntime.load("endive")) {
      WasmInstance taker = runtime.instantiate(Guests.wasm("vector_taker"));
      WasmInstance passer =
          runtime.instantiate(
              Guests.wasm("vector_passer"), WasmImports.none().instance("lib", taker));
      assertThat(call(passer, "through", 7)).isEqualTo(-7);
    }
  }

  @Test
  void referencesGoFromGuestToGuest() {
    try (References guests = References.with(() -> {})) {
      Object marker = new Object();
      assertThat(guests.through(marker).refResult(0)).isSameAs(marker);
      assertThat(guests.through(null).refResult(0)).isNull();
      assertThat(guests.passer().export("null_through").apply()).containsExactly(1);
    }
  }

  @Test
  void callsWithReferencesAreOfOneThreadAtATime() throws Exception {
    AtomicReference<References> guests = new AtomicReference<>();
    AtomicReference<Throwable> refusal = new AtomicReference<>();
    AtomicBoolean first = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newSingleThreadExecutor();
        References made =
            References.with(
                () -> {
                  if (first.getAndSet(false)) {
                    Callable<?> call = () -> guests.get().through(null);
                    refusal.set(catchThrowable(() -> threads.submit(call).get()));
                  }
                })) {
      guests.set(made);
      made.through(null);
      assertThat(refusal.get()).hasCauseInstanceOf(ConcurrentUseException.class);
    }
  }

  /** A guest that passes references, and one that takes them. */
  private record References(EndiveRuntime runtime, Instance passer) implements AutoCloseable {

    static References with(Runnable host) {
      EndiveRuntime runtime =
          new EndiveRuntime(new Engine(BackendOptions.resolve(List.of(), Map.of())), false);
      BackendInstance taker =
          runtime.instantiate(runtime.load(Guests.wasm("reference_taker")), Map.of(), null);
      BackendModule module = runtime.load(Guests.wasm("reference_passer"));
      Map<ImportType, ImportValue> imports = new HashMap<>();
      for (ImportType type : module.imports()) {
        imports.put(
            type,
            type.module().equals("lib")
                ? taker.exports().get(type.name())
                : new HostFunction(
                    FunctionType.of(),
                    (_, _) -> {
                      host.run();
                      return new long[0];
                    }));
      }
      EndiveInstance passer = (EndiveInstance) runtime.instantiate(module, imports, null);
      return new References(runtime, passer.nativeInstance());
    }

    CallResult through(Object reference) {
      return passer.export("through").applyWithRefs(new long[1], new Object[] {reference});
    }

    @Override
    public void close() {
      runtime.close();
    }
  }
}
