package io.github.wasminterop.faults;

import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.GuestExitException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.HostFunction;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.ImportType;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Faults of what a guest sees of the system, and of threads. */
final class SystemFaults {

  static final List<Fault> ALL =
      List.of(
          wasi(
                  "stdout-dropped",
                  "drops what the guest writes to its standard output",
                  options -> options.withStdout(OutputStream.nullOutputStream()),
                  "wasi_17_01 03 04 06 07")
              .because("in each the guest answers by its output"),
          wasi(
              "stderr-to-stdout",
              "writes the guest's standard error to its standard output",
              options -> options.withStderr(options.stdout()),
              "wasi_17_02"),
          wasi(
              "stdin-dropped",
              "gives the guest an empty standard input",
              options -> options.withStdin(InputStream.nullInputStream()),
              "wasi_17_06"),
          wasi(
              "arguments-dropped",
              "gives the guest its first argument only",
              options ->
                  options.withArguments(
                      options.arguments().stream().limit(1).toArray(String[]::new)),
              "wasi_17_03"),
          wasi(
              "environment-inherited",
              "gives the guest the host's environment",
              options ->
                  options.environment().isEmpty()
                      ? options.withEnvironment(Map.of("HOME", "/root"))
                      : options,
              "wasi_17_04"),
          wasi(
              "directories-inherited",
              "gives the guest a directory that was not asked for",
              options ->
                  options.directories().isEmpty()
                      ? options.withDirectories(Map.of("/data", Path.of("")))
                      : options,
              "wasi_17_07"),
          wasi(
              "directories-dropped",
              "gives the guest no directories",
              options -> options.withDirectories(Map.of()),
              "wasi_17_07"),
          Fault.of(
              "wasi-given-unasked",
              "serves WASI to a guest whose host gave none",
              UnaskedWasi::new,
              "wasi_17_08"),
          exit(
              "exit-is-a-trap",
              "takes the guest's exit for a trap",
              e -> new TrapException("exit", TrapKind.OTHER, e),
              "wasi_17_05"),
          exit(
              "exit-code-lost",
              "tells the exit code 1 whatever it was",
              e -> new GuestExitException("exit", 1, e),
              "wasi_17_05"),
          Fault.of(
              "exit-swallowed",
              "returns normally when the guest exits",
              () ->
                  new Seams() {
                    @Override
                    long[] call(BackendFunction real, long[] arguments) {
                      try {
                        return real.call(arguments);
                      } catch (GuestExitException _) {
                        return new long[real.type().results().size()];
                      }
                    }
                  },
              "wasi_17_05"),
          Fault.of(
                  "thread-confined",
                  "serves only the thread that called first",
                  Confined::new,
                  "threads_8_01 02 04 06 08")
              .because("in each a second thread calls the guest"),
          Fault.of(
              "close-confined",
              "does not let another thread close an instance",
              CloseConfined::new,
              "threads_8_02"),
          Fault.of(
              "calls-of-two-threads-fail",
              "throws its own exception when a second thread comes in during a callback",
              TwoInside::new,
              "threads_8_04"),
          Fault.of(
              "one-guest-at-a-time",
              "refuses calls of other instances of the runtime meanwhile",
              OneGuest::new,
              "threads_8_08"));

  private SystemFaults() {}

  private static Fault wasi(
      String name, String what, UnaryOperator<WasiOptions> fault, String... rules) {
    return Fault.of(
        name,
        what,
        () ->
            new Seams() {
              @Override
              BackendInstance instantiate(
                  BackendRuntime real,
                  BackendModule module,
                  Map<ImportType, ImportValue> imports,
                  @Nullable WasiOptions wasi) {
                return real.instantiate(module, imports, wasi == null ? null : fault.apply(wasi));
              }
            },
        rules);
  }

  /** What comes out instead of an exit. */
  private interface Translation {
    RuntimeException of(GuestExitException exit);
  }

  private static Fault exit(String name, String what, Translation fault, String... rules) {
    return Fault.of(
        name,
        what,
        () ->
            new Seams() {
              @Override
              long[] call(BackendFunction real, long[] arguments) {
                try {
                  return real.call(arguments);
                } catch (GuestExitException e) {
                  throw fault.of(e);
                }
              }
            },
        rules);
  }

  private static final class UnaskedWasi extends Seams {
    @Override
    List<ImportType> imports(BackendModule real) {
      return real.imports().stream()
          .filter(type -> !type.module().equals(WasiOptions.MODULE))
          .toList();
    }

    @Override
    BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      return real.instantiate(module, imports, wasi == null ? WasiOptions.none() : wasi);
    }
  }

  private static final class Confined extends Seams {
    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

    @Override
    long[] call(BackendFunction real, long[] arguments) {
      owner.compareAndSet(null, Thread.currentThread());
      if (!Thread.currentThread().equals(owner.get())) {
        throw new ConcurrentUseException("this is not the thread that called first");
      }
      return real.call(arguments);
    }
  }

  private static final class CloseConfined extends Seams {
    private final Thread owner = Thread.currentThread();

    @Override
    void close(BackendInstance real, Collection<LinearMemory> own) {
      if (Thread.currentThread().equals(owner)) {
        super.close(real, own);
      }
    }
  }

  private static final class TwoInside extends Seams {
    private volatile @Nullable Thread inside;

    @Override
    long[] callBack(HostFunction.Callback host, BackendInstance caller, long[] arguments) {
      Thread before = inside;
      inside = Thread.currentThread();
      try {
        return host.call(caller, arguments);
      } finally {
        inside = before;
      }
    }

    @Override
    long[] call(BackendFunction real, long[] arguments) {
      Thread other = inside;
      if (other != null && !other.equals(Thread.currentThread())) {
        throw new IllegalStateException("another thread is inside");
      }
      return real.call(arguments);
    }
  }

  private static final class OneGuest extends Seams {
    private @Nullable Thread maker;

    @Override
    synchronized BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      if (maker != null && !maker.equals(Thread.currentThread())) {
        throw new ConcurrentUseException("another thread has a guest");
      }
      maker = Thread.currentThread();
      return real.instantiate(module, imports, wasi);
    }
  }
}
