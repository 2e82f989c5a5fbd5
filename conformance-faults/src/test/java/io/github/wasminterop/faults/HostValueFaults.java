package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.ImportType;
import io.github.wasminterop.type.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Faults of values on their way from the guest to Java code, and back. */
final class HostValueFaults {
  static final List<Fault> ALL =
      List.of(
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
              () -> new Results(HostValueFaults::cut),
              "hostfunctions_16_01"),
          Fault.of(
                  "host-result-lost",
                  "gives zero to the guest, whatever a host function returns",
                  () -> new Results((_, _) -> 0),
                  "threads_8_05",
                  "calling_13_05",
                  "hostfunctions_16_01 02 03 07 09 10",
                  "capabilities_19_04",
                  "sequences_23_01")
              .because("in each a host function returns something"));

  private HostValueFaults() {}

  private static long cut(ValueType type, long bits) {
    return type == ValueType.I64 ? (int) bits : bits;
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
