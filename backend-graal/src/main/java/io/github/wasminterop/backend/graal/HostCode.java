package io.github.wasminterop.backend.graal;

import io.github.wasminterop.type.FunctionType;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/** Java code as GraalWasm calls it. */
final class HostCode implements ProxyExecutable {
  private final FunctionType type;
  private final Code code;

  HostCode(FunctionType type, Code code) {
    this.type = type;
    this.code = code;
  }

  /** The code, on raw bits. */
  @FunctionalInterface
  interface Code {
    long[] call(long[] arguments);
  }

  /** What the code threw. GraalWasm changes some exceptions on their way, but not this one. */
  static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Thrown(Throwable cause) {
      super(null, cause, false, false);
    }
  }

  @Override
  public @Nullable Object execute(Value... arguments) {
    try {
      long[] results = code.call(Bits.unbox(type.parameters(), arguments));
      return switch (type.results().size()) {
        case 0 -> null;
        case 1 -> Bits.box(type.results().getFirst(), results[0]);
        default -> ProxyArray.fromArray(Bits.box(type.results(), results));
      };
    } catch (Throwable e) { // method handles and core declare nothing narrower
      throw new Thrown(e);
    }
  }
}
