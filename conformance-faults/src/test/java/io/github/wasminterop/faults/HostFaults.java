package io.github.wasminterop.faults;

import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.ImportType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Faults of who calls Java code, and of what it may call. */
final class HostFaults {
  static final List<Fault> ALL =
      List.of(
          Fault.of(
              "caller-in-start-is-another",
              "tells host functions that an empty instance calls, while the start function runs",
              NobodyCalls::new,
              "loading_11_09"),
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
}
