package io.github.wasminterop.backend.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.HostCode;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.spi.binary.BinaryWriter;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Start functions, of which the runtime loses what they end in, and exports that it calls. */
class StartTest {
  private final WasmRuntime runtime = Guests.runtime("static");

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void aTrapKeepsItsKind() {
    assertThat(trap(body -> body.units(0x00))).isEqualTo(TrapKind.UNREACHABLE); // unreachable
    assertThat(trap(body -> body.units(0x41, 0, 0x41, 0, 0x6d, 0x1a))) // 0 / 0
        .isEqualTo(TrapKind.INTEGER_DIVIDE_BY_ZERO);
    assertThat(trap(body -> body.units(0x41, 0x7f, 0x28, 2, 0, 0x1a))) // i32.load -1
        .isEqualTo(TrapKind.MEMORY_OUT_OF_BOUNDS);
    assertThat(trap(body -> body.units(0x10, 0))).isEqualTo(TrapKind.STACK_OVERFLOW); // itself
  }

  @Test
  void anExceptionOfTheHostKeepsItsIdentity() {
    RuntimeException mine = new IllegalStateException("mine");
    Error error = new AssertionError("my error");
    assertThat(catchThrowable(() -> start(_ -> failWith(mine)))).isSameAs(mine);
    assertThat(catchThrowable(() -> start(_ -> failWith(error)))).isSameAs(error);
  }

  @Test
  void anExitCodeIsKept() {
    for (int code : new int[] {0, 1, 125, 126, 255, -1}) {
      WasmImports imports = WasmImports.none().wasi(WasiOptions.none());
      assertThatThrownBy(() -> runtime.instantiate(exiting(code), imports))
          .isInstanceOfSatisfying(
              GuestExitException.class, e -> assertThat(e.exitCode()).isEqualTo(code));
    }
  }

  @Test
  void theHostMayAnswerAStartFunction() {
    try (WasmInstance guest = start(arguments -> arguments + 1)) {
      assertThat(guest.global("answer").getInt()).isEqualTo(42);
    }
  }

  @Test
  void commandsAndReactorsAreInstancesLikeOthers() {
    try (WasmInstance guest = runtime.instantiate(Guests.own("command"))) {
      assertThat(guest.exports().keySet())
          .containsExactly("memory", "runs", "_start", "_initialize");
      assertThat(guest.global("runs").getInt()).as("nobody has called it").isZero();
      guest.memory().bytes(0, 1).set(0, 5);
      guest.function("_start").call();
      guest.function("_start").call();
      guest.function("_initialize").call();
      assertThat(guest.global("runs").getInt()).isEqualTo(12);
      assertThat(guest.memory().bytes(0, 1).get(0)).isEqualTo(5);
    }
  }

  @Test
  void aStartFunctionTakesNoNameThatTheGuestHas() {
    for (String name : List.of("", "start", "\0start")) {
      byte[] wasm =
          BinaryWriter.module()
              .section(BinaryModule.TYPES, types -> types.unsigned(1).type(FunctionType.of()))
              .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
              .section(
                  BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(MemoryType.of(1)))
              .section(
                  BinaryModule.EXPORTS,
                  exports -> exports.unsigned(1).export(name, ExternKind.MEMORY, 0))
              .section(BinaryModule.START, start -> start.unsigned(0))
              // i32.const 0, i32.const 5, i32.store8
              .section(
                  BinaryModule.CODE,
                  codes -> codes.unsigned(1).code(body -> body.units(0x41, 0, 0x41, 5, 0x3a, 0, 0)))
              .toByteArray();
      try (WasmInstance guest = runtime.instantiate(wasm)) {
        assertThat(guest.exports().keySet()).containsExactly(name);
        assertThat(guest.memory(name).bytes(0, 1).get(0)).isEqualTo(5);
      }
    }
  }

  private interface Answer {
    int to(int argument);
  }

  private WasmInstance start(Answer answer) {
    HostCode code = (guest, arguments) -> answer.to((Integer) arguments[0]);
    return runtime.instantiate(
        Guests.own("start"),
        WasmImports.none()
            .function("env", "go", FunctionType.of(ValueType.I32).returning(ValueType.I32), code));
  }

  private static int failWith(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  private TrapKind trap(java.util.function.Consumer<BinaryWriter> instructions) {
    byte[] wasm =
        BinaryWriter.module()
            .section(BinaryModule.TYPES, types -> types.unsigned(1).type(FunctionType.of()))
            .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
            .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(MemoryType.of(1)))
            .section(BinaryModule.START, start -> start.unsigned(0))
            .section(BinaryModule.CODE, codes -> codes.unsigned(1).code(instructions))
            .toByteArray();
    Throwable thrown = catchThrowable(() -> runtime.instantiate(wasm));
    assertThat(thrown).isInstanceOf(TrapException.class);
    return ((TrapException) thrown).kind();
  }

  private static byte[] exiting(int code) {
    return BinaryWriter.module()
        .section(
            BinaryModule.TYPES,
            types -> types.unsigned(2).type(FunctionType.of()).type(FunctionType.of(ValueType.I32)))
        .section(
            BinaryModule.IMPORTS,
            imports -> imports.unsigned(1).importOf(WasiOptions.MODULE, "proc_exit", 1))
        .section(BinaryModule.FUNCTIONS, functions -> functions.unsigned(1).unsigned(0))
        .section(BinaryModule.MEMORIES, memories -> memories.unsigned(1).type(MemoryType.of(1)))
        .section(
            BinaryModule.EXPORTS,
            exports -> exports.unsigned(1).export("memory", ExternKind.MEMORY, 0))
        .section(BinaryModule.START, start -> start.unsigned(1))
        .section(
            BinaryModule.CODE,
            codes ->
                codes.unsigned(1).code(body -> body.constant(ValueType.I32, code).units(0x10, 0)))
        .toByteArray();
  }
}
