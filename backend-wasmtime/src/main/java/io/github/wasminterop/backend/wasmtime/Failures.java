package io.github.wasminterop.backend.wasmtime;

import io.github.kawamuray.wasmtime.Trap;
import io.github.kawamuray.wasmtime.WasmFunctionError;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.error.WasmInteropException;
import java.util.Locale;
import java.util.Objects;

/** What to throw for what Wasmtime threw. */
final class Failures {

  private Failures() {}

  static InvalidModuleException ofLoad(RuntimeException thrown) {
    return new InvalidModuleException(
        "the module is invalid, or needs a feature that Wasmtime 7 does not have: " + text(thrown),
        thrown);
  }

  /**
   * For a call.
   *
   * @return the exception to throw; an {@link Error} is thrown at once
   */
  static RuntimeException ofCall(Throwable thrown) {
    return switch (thrown) {
      case WasmInteropException e -> e;
      case WasmFunctionError.TrapError e -> trap(e);
      case WasmFunctionError.I32ExitError e ->
          new GuestExitException("the guest exited with code " + e.exitCode(), e.exitCode(), e);
      case RuntimeException e when TrapKind.of(text(e)) != TrapKind.OTHER ->
          new TrapException("the guest trapped: " + text(e), TrapKind.of(text(e)), e);
      case RuntimeException e -> new BackendException("Wasmtime failed: " + text(e), e);
      case Error e -> throw e;
      default -> new BackendException("Wasmtime failed: " + thrown, thrown);
    };
  }

  /** For instantiation, of an instance whose memory begins with some pages. */
  static RuntimeException ofInstantiation(RuntimeException thrown, long pages) {
    if (thrown instanceof WasmInteropException) {
      return thrown;
    }
    String text = text(thrown);
    if (text.contains("mmap") || text.contains("memory allocation")) {
      return new MemoryLimitException(
          "the host has no room for a memory of %d pages: %s".formatted(pages, text),
          pages,
          thrown);
    }
    if (text.contains("incompatible import type") || text.contains("unknown import")) {
      return new LinkException("the module cannot be linked: " + text, "", "", thrown);
    }
    return ofCall(thrown);
  }

  static ClosedException closed(String subject) {
    return new ClosedException(
        subject + " is closed, because its instance or runtime is; use it before", subject);
  }

  private static TrapException trap(WasmFunctionError.TrapError thrown) {
    TrapKind kind = kind(thrown.trap());
    String what =
        kind == TrapKind.OTHER
            ? text(thrown)
            : kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new TrapException("the guest trapped: " + what, kind, thrown);
  }

  private static TrapKind kind(Trap trap) {
    return switch (trap) {
      case STACK_OVERFLOW -> TrapKind.STACK_OVERFLOW;
      case MEMORY_OUT_OF_BOUNDS -> TrapKind.MEMORY_OUT_OF_BOUNDS;
      case HEAP_MISALIGNED -> TrapKind.UNALIGNED_ATOMIC;
      case TABLE_OUT_OF_BOUNDS -> TrapKind.TABLE_OUT_OF_BOUNDS;
      case INDIRECT_CALL_TO_NULL -> TrapKind.UNINITIALIZED_ELEMENT;
      case BAD_SIGNATURE -> TrapKind.INDIRECT_CALL_TYPE_MISMATCH;
      case INTEGER_OVERFLOW -> TrapKind.INTEGER_OVERFLOW;
      case INTEGER_DIVISION_BY_ZERO -> TrapKind.INTEGER_DIVIDE_BY_ZERO;
      case BAD_CONVERSION_TO_INTEGER -> TrapKind.INVALID_CONVERSION_TO_INTEGER;
      case UNREACHABLE_CODE_REACHED -> TrapKind.UNREACHABLE;
      case UNKNOWN, INTERRUPT, ALWAYS_TRAP_ADAPTER, OUF_OF_FUEL -> TrapKind.OTHER;
    };
  }

  private static String text(Throwable thrown) {
    return Objects.requireNonNullElse(thrown.getMessage(), thrown.toString());
  }
}
