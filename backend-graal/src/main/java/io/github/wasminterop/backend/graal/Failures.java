package io.github.wasminterop.backend.graal;

import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.error.HostFunctionException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.WasmInteropException;
import java.util.Objects;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/** Turns what the polyglot API throws into exceptions of the library, or of the host function. */
final class Failures {
  private static final String EXHAUSTION = "exhaustion";
  private static final String TRAP = "trap";

  private Failures() {}

  /** What the specification's tests call a failure, for instance {@code trap, unreachable}. */
  record Failure(String type, String text) {
    private static final Failure NONE = new Failure("", "");

    static Failure of(PolyglotException e) {
      Value guest = e.getGuestObject();
      return guest != null && guest.hasMember("failure")
          ? new Failure(
              guest.getMember("failureType").asString(), guest.getMember("failure").asString())
          : NONE;
    }

    boolean isTrap() {
      return type.equals(TRAP) || type.equals(EXHAUSTION);
    }

    boolean isUnlinkable() {
      return type.equals("unlinkable");
    }

    boolean isLackOfMemory() {
      return (type.equals(EXHAUSTION) && text.contains("memory"))
          || text.startsWith("memory instance size");
    }
  }

  /**
   * What to throw for something that a use of the polyglot API threw.
   *
   * @return the exception, unless what was thrown is to go on as it is
   */
  static RuntimeException of(Throwable thrown) {
    return switch (thrown) {
      case WasmInteropException e -> e;
      case PolyglotException e -> of(e);
      case StackOverflowError e -> stackOverflow(e);
      case IllegalStateException e -> closed(e);
      case IllegalArgumentException e ->
          new TypeMismatchException("GraalWasm refuses the values: " + e.getMessage());
      case RuntimeException e -> new BackendException("GraalWasm failed: " + e, e);
      default -> passOn(thrown);
    };
  }

  private static RuntimeException of(PolyglotException e) {
    if (e.isHostException()) {
      return ofHost(e.asHostException());
    }
    if (e.isExit()) {
      return new GuestExitException(
          "the guest has exited with code %d, and its context ended with that"
              .formatted(e.getExitStatus()),
          e.getExitStatus(),
          e);
    }
    if (e.isCancelled()) {
      return closed(e);
    }
    Failure failure = failure(e);
    if (failure.isTrap()) {
      return new TrapException(
          "the guest trapped: " + e.getMessage(), TrapKind.of(failure.text()), e);
    }
    return new BackendException("GraalWasm failed: " + e.getMessage(), e);
  }

  private static RuntimeException ofHost(Throwable thrown) {
    return switch (thrown) {
      case HostCode.Thrown e -> passOn(Objects.requireNonNull(e.getCause()));
      case StackOverflowError e -> stackOverflow(e);
      case RuntimeException e -> e;
      case Error e -> passOn(e);
      default ->
          new HostFunctionException(
              "a host function of the context's owner threw " + thrown, "unknown", thrown);
    };
  }

  private static Failure failure(PolyglotException e) {
    try {
      return Failure.of(e);
    } catch (IllegalStateException closed) {
      return Failure.NONE;
    }
  }

  private static TrapException stackOverflow(StackOverflowError e) {
    return new TrapException("the guest trapped: call stack exhausted", TrapKind.STACK_OVERFLOW, e);
  }

  static ClosedException closed(RuntimeException cause) {
    ClosedException closed = closed();
    closed.initCause(cause);
    return closed;
  }

  static ClosedException closed() {
    return new ClosedException(
        "the GraalWasm context is closed, by its owner or with its last instance; use what is in"
            + " it before",
        "context");
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> RuntimeException passOn(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
