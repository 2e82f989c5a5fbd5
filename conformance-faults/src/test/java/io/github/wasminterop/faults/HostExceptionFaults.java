package io.github.wasminterop.faults;

import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.HostFunction;
import java.util.List;

/** Faults of what Java code throws on its way through the guest. */
final class HostExceptionFaults {
  static final List<Fault> ALL =
      List.of(
          thrown(
                  "host-exception-replaced",
                  "puts a trap in the place of what a host function throws",
                  e -> new TrapException("the host failed", TrapKind.OTHER, e),
                  "loading_11_11",
                  "hostfunctions_16_04 05 06 08")
              .because("each waits for what a host function, or its result, threw"),
          thrown(
              "host-error-replaced",
              "puts an exception in the place of an error that a host function throws",
              e -> e instanceof Error ? new IllegalStateException(e) : (RuntimeException) e,
              "hostfunctions_16_04"),
          Fault.of(
                  "host-exception-swallowed",
                  "gives zero to the guest when a host function throws",
                  Swallowing::new,
                  "loading_11_11",
                  "hostfunctions_16_04 05 06 07 08")
              .because("each waits for what a host function, or its result, threw"),
          Fault.of(
              "guest-trap-hidden-from-host",
              "lets a trap within a callback out as the runtime's exception",
              InnerTrap::new,
              "hostfunctions_16_07"));

  private HostExceptionFaults() {}

  /** What comes out instead of what was thrown. */
  private interface Translation {
    RuntimeException of(Throwable thrown);
  }

  private static Fault thrown(String name, String what, Translation fault, String... rules) {
    return Fault.of(
        name,
        what,
        () ->
            new Seams() {
              @Override
              long[] callBack(
                  HostFunction.Callback host, BackendInstance caller, long[] arguments) {
                try {
                  return host.call(caller, arguments);
                } catch (RuntimeException | Error e) {
                  throw fault.of(e);
                }
              }
            },
        rules);
  }

  private static final class Swallowing extends Seams {
    @Override
    long[] callBack(HostFunction.Callback host, BackendInstance caller, long[] arguments) {
      try {
        return host.call(caller, arguments);
      } catch (RuntimeException | Error e) {
        return new long[1];
      }
    }
  }

  private static final class InnerTrap extends Depth {
    @Override
    long[] call(BackendFunction real, long[] arguments) {
      try {
        return real.call(arguments);
      } catch (TrapException e) {
        throw inside() ? new IllegalStateException("a trap") : e;
      }
    }
  }
}
