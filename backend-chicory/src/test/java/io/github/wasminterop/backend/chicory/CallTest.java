package io.github.wasminterop.backend.chicory;

import static io.github.wasminterop.backend.chicory.Guests.assertTraps;
import static io.github.wasminterop.backend.chicory.Guests.call;
import static io.github.wasminterop.backend.chicory.Guests.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.HostFunctionException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Calls into guests and out of them, and how they end. */
class CallTest {
  private static final FunctionType HOST = FunctionType.of(ValueType.I32).returning(ValueType.I32);

  @EachExecution
  void trapsTellTheirKind(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = guest(runtime, argument -> argument);
      assertTraps(TrapKind.UNREACHABLE, () -> run(guest, "unreachable"));
      assertTraps(TrapKind.INTEGER_DIVIDE_BY_ZERO, () -> run(guest, "divide", 0));
      assertTraps(TrapKind.INTEGER_OVERFLOW, () -> run(guest, "divide", -1));
      assertTraps(TrapKind.INTEGER_OVERFLOW, () -> run(guest, "convert", 0x1p70f));
      assertTraps(TrapKind.INVALID_CONVERSION_TO_INTEGER, () -> run(guest, "convert", Float.NaN));
      assertTraps(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> run(guest, "load", 65_533));
      assertTraps(TrapKind.INDIRECT_CALL_TYPE_MISMATCH, () -> run(guest, "indirect", 1));
      assertTraps(TrapKind.UNINITIALIZED_ELEMENT, () -> run(guest, "indirect", 2));
      assertTraps(TrapKind.TABLE_OUT_OF_BOUNDS, () -> run(guest, "indirect", 99));
      assertTraps(TrapKind.STACK_OVERFLOW, () -> run(guest, "recurse", 0));
      assertTraps(TrapKind.STACK_OVERFLOW, () -> run(guest, "ping", 0));
      assertThat(call(guest, "indirect", 0)).as("still usable").isEqualTo(7);
    }
  }

  @EachExecution
  void anUncaughtExceptionOfTheGuest(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = runtime.instantiate(Guests.wasm("tag"));
      assertThat(guest.exports()).containsOnlyKeys("throw");
      assertTraps(TrapKind.UNCAUGHT_EXCEPTION, () -> run(guest, "throw"));
    }
  }

  @EachExecution
  void whatAHostFunctionThrowsComesOutAsItIs(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      for (Throwable thrown :
          List.of(
              new IllegalStateException("host"),
              new WasmRuntimeException("out of bounds memory access, says the host"),
              new AssertionError("host"),
              new OutOfMemoryError("host"),
              new TrapException("of another guest", TrapKind.OTHER, null))) {
        WasmInstance guest =
            guest(
                runtime,
                _ -> {
                  throw CallTest.<RuntimeException>sneaky(thrown);
                });
        assertThatThrownBy(() -> run(guest, "call_host", 1)).isSameAs(thrown);
      }
    }
  }

  /** The interpreter has one stack per instance; {@code compiled} guests have none to corrupt. */
  @Test
  void anInterpretedGuestRunsOneThreadAtATime() throws Exception {
    try (WasmRuntime runtime = Guests.runtime("interpreted");
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      AtomicReference<Throwable> refusal = new AtomicReference<>();
      AtomicReference<WasmInstance> self = new AtomicReference<>();
      WasmInstance guest =
          guest(
              runtime,
              argument -> {
                WasmInstance me = Objects.requireNonNull(self.get());
                if (argument == 1) {
                  refusal.set(failure(threads.submit(() -> run(me, "divide", 1))));
                }
                return (int) call(me, "indirect", 0) + argument;
              });
      self.set(guest);
      assertThat(call(guest, "call_host", 1)).isEqualTo(8);
      assertThat(refusal.get()).isInstanceOf(ConcurrentUseException.class);
      threads.submit(() -> run(guest, "call_host", 2)).get();
    }
  }

  @EachExecution
  void aCheckedExceptionIsTheCause(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest =
          runtime.instantiate(
              Guests.wasm("traps"),
              WasmImports.none()
                  .function(
                      "env",
                      "host",
                      HOST,
                      (_, _) -> {
                        throw new IOException("host");
                      }));
      assertThatThrownBy(() -> run(guest, "call_host", 1))
          .isInstanceOf(HostFunctionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @EachExecution
  void aHostFunctionCallsTheGuestBack(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      AtomicReference<WasmInstance> caller = new AtomicReference<>();
      WasmInstance guest =
          runtime.instantiate(
              Guests.wasm("traps"),
              WasmImports.none()
                  .function(
                      "env",
                      "host",
                      HOST,
                      (instance, arguments) -> {
                        caller.set(instance);
                        int depth = (int) arguments[0];
                        return depth == 0
                            ? 100
                            : (int) call(instance, "call_host", depth - 1) + depth;
                      }));
      assertThat(call(guest, "call_host", 4)).isEqualTo(110);
      assertThat(caller.get()).isSameAs(guest);
    }
  }

  @EachExecution
  void theStartFunctionSeesTheInstanceThatTheHostGets(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      List<Object> seen = new ArrayList<>();
      WasmInstance guest =
          runtime.instantiate(
              Guests.wasm("start"),
              WasmImports.none()
                  .function(
                      "env",
                      "host",
                      HOST,
                      (caller, arguments) -> {
                        seen.add(caller);
                        seen.add(caller.memory().readUtf8(0, (int) arguments[0]));
                        return 0;
                      }));
      assertThat(seen).containsExactly(guest, "ready");
    }
  }

  @EachExecution
  void aStartFunctionThatFails(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      IllegalStateException thrown = new IllegalStateException("host");
      AtomicReference<WasmInstance> caller = new AtomicReference<>();
      WasmImports imports =
          WasmImports.none()
              .function(
                  "env",
                  "host",
                  HOST,
                  (instance, _) -> {
                    caller.set(instance);
                    throw thrown;
                  });
      assertThatThrownBy(() -> runtime.instantiate(Guests.wasm("start"), imports)).isSameAs(thrown);
      assertThat(caller.get().isClosed()).isTrue();
    }
  }

  @EachExecution
  void aStartFunctionThatTraps(String execution) {
    byte[] unaligned =
        BinaryWriter.module()
            .section(BinaryModule.TYPES, types -> types.unsigned(1).type(FunctionType.of()))
            .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
            .section(
                BinaryModule.MEMORIES,
                memories -> memories.unsigned(1).type(MemoryType.of(1, 1).asShared()))
            .section(BinaryModule.START, start -> start.unsigned(0))
            .section(
                BinaryModule.CODE,
                codes ->
                    codes
                        .unsigned(1)
                        .code( // i32.const 1, i32.atomic.load, drop
                            body -> body.units(0x41, 1, 0xFE, 0x10, 2, 0, 0x1A)))
            .toByteArray();
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      assertTraps(TrapKind.UNALIGNED_ATOMIC, () -> runtime.instantiate(unaligned));
    }
  }

  @EachExecution
  void anInterruptedThreadLeavesTheGuest(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = guest(runtime, argument -> argument);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> run(guest, "recurse", 0)).isInstanceOf(BackendException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @EachExecution
  void severalResults(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest = guest(runtime, argument -> argument);
      assertThat(guest.function("pair").call(-1, -2L)).isEqualTo(List.of(-2L, -1));
    }
  }

  @EachExecution
  void theHighBitsOfAnI32AreIgnored(String execution) {
    long garbage = 0x1234_5678_0000_0000L;
    ChicoryBackend backend = new ChicoryBackend();
    BackendRuntime runtime =
        backend.open(BackendOptions.resolve(backend.options(), Map.of("execution", execution)));
    BackendModule module = runtime.load(Guests.wasm("traps"));
    BackendInstance guest =
        runtime.instantiate(
            module,
            Map.of(
                module.imports().getFirst(),
                new HostFunction(HOST, (_, bits) -> new long[] {(int) bits[0] | garbage})),
            null);
    for (String name : List.of("not_zero", "host_not_zero")) {
      BackendFunction function =
          (BackendFunction) Objects.requireNonNull(guest.exports().get(name));
      assertThat((int) function.call(garbage)[0]).isZero();
      assertThat((int) function.call(garbage | 1)[0]).isOne();
    }
    runtime.close();
  }

  @EachExecution
  void aHostFunctionThatClosesTheInstance(String execution) {
    try (WasmRuntime runtime = Guests.runtime(execution)) {
      WasmInstance guest =
          runtime.instantiate(
              Guests.wasm("traps"),
              WasmImports.none()
                  .function(
                      "env",
                      "host",
                      HOST,
                      (caller, arguments) -> {
                        caller.close();
                        return arguments[0];
                      }));
      assertThatThrownBy(() -> run(guest, "host_then_load", 0)).isInstanceOf(ClosedException.class);
    }
  }

  private static WasmInstance guest(WasmRuntime runtime, IntUnaryOperator host) {
    return runtime.instantiate(
        Guests.wasm("traps"),
        WasmImports.none()
            .function("env", "host", HOST, (_, arguments) -> host.applyAsInt((int) arguments[0])));
  }

  private static Throwable failure(Future<?> future) {
    return Objects.requireNonNull(
        catchThrowableOfType(ExecutionException.class, future::get).getCause());
  }

  @SuppressWarnings("unchecked") // T is unchecked for the compiler only
  private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
