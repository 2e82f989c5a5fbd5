package io.github.wasminterop.faults;

import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.ValueType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Faults of the way from the guest to Java code. */
final class HostFaults {

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
              "hostfunctions_16_07"),
          Fault.of(
              "caller-in-start-is-another",
              "tells host functions that an empty instance calls, while the start function runs",
              NobodyCalls::new,
              "loading_11_09"),
          Fault.of(
              "host-arguments-reversed",
              "passes arguments to host functions in reverse order",
              () ->
                  new Seams() {
                    @Override
                    long[] callBack(
                        HostFunction.Callback host, BackendInstance caller, long[] arguments) {
                      if (arguments.length < 3) {
                        return host.call(caller, arguments);
                      }
                      long first = arguments[0];
                      arguments[0] = arguments[1];
                      arguments[1] = first;
                      return host.call(caller, arguments);
                    }
                  },
              "hostfunctions_16_01"),
          Fault.of(
              "host-nan-canonical",
              "makes each NaN that a host function returns the canonical one",
              () -> new Results(CallFaults::canonical),
              "hostfunctions_16_09"),
          Fault.of(
              "host-i64-cut",
              "cuts 64-bit results of host functions to 32 bits",
              () -> new Results(HostFaults::cut),
              "hostfunctions_16_01"),
          Fault.of(
                  "reentrance-refused",
                  "takes a call from within a callback for concurrent use",
                  Locked::new,
                  "temporal_3_01 02 03 04 05 06 07 09 10",
                  "threads_8_05",
                  "hostfunctions_16_02 06 07 10",
                  "sequences_23_01")
              .because("in each a host function calls the guest"),
          Fault.of(
                  "guest-within-callback-refused",
                  "does not make instances within a callback",
                  NoInner::new,
                  "hostfunctions_16_10",
                  "sequences_23_01")
              .because("both make an instance within a callback"));

  private HostFaults() {}

  private static long cut(ValueType type, long bits) {
    return type == ValueType.I64 ? (int) bits : bits;
  }

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

  /** Counts how deep the guest stands in host functions. */
  private abstract static class Depth extends Seams {
    private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);

    boolean inside() {
      return depth.get() > 0;
    }

    @Override
    long[] callBack(HostFunction.Callback host, BackendInstance caller, long[] arguments) {
      depth.set(depth.get() + 1);
      try {
        return host.call(caller, arguments);
      } finally {
        depth.set(depth.get() - 1);
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

  private static final class Locked extends Depth {
    @Override
    long[] call(BackendFunction real, long[] arguments) {
      if (inside()) {
        throw new ConcurrentUseException("a call is under way");
      }
      return real.call(arguments);
    }
  }

  private static final class NoInner extends Depth {
    @Override
    BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      if (inside()) {
        throw new ConcurrentUseException("a call is under way");
      }
      return real.instantiate(module, imports, wasi);
    }
  }

  private static final class NobodyCalls extends Seams {
    private final ThreadLocal<Boolean> starting = ThreadLocal.withInitial(() -> false);

    @Override
    BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      starting.set(true);
      try {
        return real.instantiate(module, imports, wasi);
      } finally {
        starting.set(false);
      }
    }

    @Override
    long[] callBack(HostFunction.Callback host, BackendInstance caller, long[] arguments) {
      return host.call(starting.get() ? new Nobody() : caller, arguments);
    }
  }

  /** An instance without exports. */
  private static final class Nobody implements BackendInstance {
    @Override
    public SequencedMap<String, BackendExtern> exports() {
      return new LinkedHashMap<>();
    }

    @Override
    public void close() {}
  }

  /** What is done to a result on its way to the guest. */
  private interface Passing {
    long pass(ValueType type, long bits);
  }

  private static final class Results extends Seams {
    private final Passing fault;

    Results(Passing fault) {
      this.fault = fault;
    }

    @Override
    BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      Map<ImportType, ImportValue> changed = new HashMap<>(imports);
      changed.replaceAll((_, value) -> value instanceof HostFunction host ? changed(host) : value);
      return real.instantiate(module, changed, wasi);
    }

    private HostFunction changed(HostFunction host) {
      return new HostFunction(
          host.type(),
          (caller, arguments) -> {
            long[] results = host.callback().call(caller, arguments);
            for (int i = 0; i < results.length; i++) {
              results[i] = fault.pass(host.type().results().get(i), results[i]);
            }
            return results;
          });
    }
  }
}
