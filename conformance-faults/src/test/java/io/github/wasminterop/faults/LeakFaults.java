package io.github.wasminterop.faults;

import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.type.ImportType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Faults of closing: too late, or not at all. */
final class LeakFaults {
  private static final int HANDLES = 150;

  static final List<Fault> ALL =
      List.of(
          Fault.of(
                  "instance-leaks",
                  "leaves the memory of a closed instance readable by its segment",
                  () ->
                      new AskingSeams() {
                        @Override
                        void close(BackendInstance real, Collection<LinearMemory> own) {
                          own.forEach(LinearMemory::close);
                        }
                      },
                  "closing_3_33",
                  "sequences_23_01",
                  "atomics_27_11")
              .because("two read a segment after close, one waits for its bytes to go"),
          Fault.of(
              "runtime-leaks",
              "leaves the memories that the host made open when the runtime is closed",
              () ->
                  new Seams() {
                    @Override
                    void close(BackendRuntime real, Collection<LinearMemory> all) {}
                  },
              "closing_3_38"),
          Fault.of(
              "handles-leak",
              "runs out of instances, closed ones included",
              Handles::new,
              "closing_3_42"),
          Fault.of(
                  "closes-bytes-first",
                  "frees the bytes before it says that the memory is closed",
                  () ->
                      new AskingSeams() {
                        @Override
                        void close(BackendInstance real, Collection<LinearMemory> own) {
                          real.close();
                          pause();
                          own.forEach(LinearMemory::close);
                        }
                      },
                  "threads_8_07",
                  "atomics_27_11")
              .because("both have another thread at the memory while it is closed"),
          Fault.of(
              "wrapped-close-stays-open",
              "does not end the memory of a wrapped instance that is closed",
              WrappedStaysOpen::new,
              "wrapping_18_06"),
          Fault.of(
                  "close-ignored",
                  "leaves a closed instance as it is until the runtime is closed",
                  CloseIgnored::new,
                  "closing_3_31 33 40",
                  "refresh_5_09",
                  "threads_8_02 03 07",
                  "wrapping_18_06",
                  "sequences_23_01",
                  "atomics_27_06 11")
              .because("each uses something of an instance after it was closed"),
          Fault.of(
                  "close-not-told",
                  "frees the bytes of what is closed, and does not say that it is",
                  () ->
                      new AskingSeams() {
                        @Override
                        void close(BackendInstance real, Collection<LinearMemory> own) {
                          real.close();
                        }

                        @Override
                        void close(BackendRuntime real, Collection<LinearMemory> all) {
                          real.close();
                        }
                      },
                  "closing_3_31 32 35 38",
                  "refresh_5_09",
                  "threads_8_02 03 07",
                  "sequences_23_01",
                  "atomics_27_06 11")
              .because("each uses something of an instance after it, or its runtime, was closed"));

  private LeakFaults() {}

  private static final class Handles extends Seams {
    private int used;

    @Override
    synchronized BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      used++;
      if (used > HANDLES) {
        throw new BackendException("no handle is left", null);
      }
      return super.instantiate(real, module, imports, wasi);
    }
  }

  private static final class WrappedStaysOpen extends Seams {
    private boolean wrapped;

    @Override
    BackendInstance wrap(WasmBackend real, Object nativeInstance) {
      wrapped = true;
      return super.wrap(real, nativeInstance);
    }

    @Override
    void close(BackendInstance real, Collection<LinearMemory> own) {
      if (!wrapped) {
        super.close(real, own);
      }
    }
  }

  private static final class CloseIgnored extends AskingSeams {
    private final List<Runnable> later = new CopyOnWriteArrayList<>();

    @Override
    void close(BackendInstance real, Collection<LinearMemory> own) {
      later.add(() -> super.close(real, own));
    }

    @Override
    void close(BackendRuntime real, Collection<LinearMemory> all) {
      later.forEach(Runnable::run);
      super.close(real, all);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
