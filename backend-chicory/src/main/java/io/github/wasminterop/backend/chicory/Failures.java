package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasi.WasiExitException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.InvalidException;
import com.dylibso.chicory.wasm.MalformedException;
import com.dylibso.chicory.wasm.UnlinkableException;
import com.dylibso.chicory.wasm.types.MemorySection;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.error.WasmInteropException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What to throw for what Chicory threw. */
final class Failures {

  private Failures() {}

  /** For the load of a module. */
  static InvalidModuleException ofLoad(Throwable thrown) {
    return new InvalidModuleException("the module is invalid: " + text(thrown), thrown);
  }

  /** For instantiation. */
  static RuntimeException ofInstantiation(Throwable thrown) {
    return switch (thrown) {
      case UnlinkableException e ->
          new LinkException("the module cannot be linked: " + text(e), "", "", e);
      case InvalidException e when TrapKind.of(text(e)) == TrapKind.OTHER -> ofLoad(e);
      case MalformedException e -> ofLoad(e);
      default -> ofCall(thrown, null, false);
    };
  }

  /**
   * For a call.
   *
   * @param instance the instance that was called, if it is known
   * @param foreign whether a program made the instance with host functions of its own, whose
   *     exceptions are to come out as they are
   * @return the exception to throw; an {@link Error} is thrown at once
   */
  static RuntimeException ofCall(Throwable thrown, @Nullable Instance instance, boolean foreign) {
    return switch (thrown) {
      case HostFailure e -> e.unwrap();
      case WasmInteropException e -> e;
      case WasiExitException e ->
          new GuestExitException("the guest exited with code " + e.exitCode(), e.exitCode(), e);
      case StackOverflowError e -> stackOverflow(e);
      case ChicoryException e when e.getCause() instanceof StackOverflowError -> stackOverflow(e);
      case ChicoryInterruptedException e ->
          new BackendException("the thread was interrupted while it ran the guest", e);
      case ChicoryException e ->
          new TrapException("the guest trapped: " + text(e), TrapKind.of(text(e)), e);
      case WasmException e ->
          new TrapException(
              "the guest threw an exception that nobody caught, with tag " + e.tagIdx(),
              TrapKind.UNCAUGHT_EXCEPTION,
              e);
      case IllegalStateException _ when instance != null && usesClosedMemory(instance) ->
          new ClosedException(
              "the guest uses a memory that is closed, because the instance or runtime that owns it"
                  + " is",
              "memory");
      case RuntimeException e when foreign -> e;
      case RuntimeException e -> new BackendException("Chicory failed: " + e, e);
      case Error e -> throw e;
      default -> new BackendException("Chicory failed: " + thrown, thrown);
    };
  }

  private static TrapException stackOverflow(Throwable thrown) {
    return new TrapException(
        "the guest trapped: call stack exhausted", TrapKind.STACK_OVERFLOW, thrown);
  }

  private static boolean usesClosedMemory(Instance instance) {
    int imported = instance.imports().memoryCount();
    int defined = instance.module().memorySection().map(MemorySection::memoryCount).orElse(0);
    for (int i = 0; i < imported + defined; i++) {
      if (instance.memory(i) instanceof NativeMemory memory && memory.isClosed()) {
        return true;
      }
    }
    return false;
  }

  private static String text(Throwable thrown) {
    return Objects.requireNonNullElse(thrown.getMessage(), thrown.toString());
  }
}
