package io.github.wasminterop.faults;

import io.github.wasminterop.error.InvalidModuleException;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.BackendModule;
import io.github.wasminterop.spi.BackendRuntime;
import io.github.wasminterop.spi.ImportValue;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.WasiOptions;
import io.github.wasminterop.type.ImportType;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Faults of loading and instantiating modules. */
final class LoadingFaults {
  private static final int START_SECTION = 8;

  static final List<Fault> ALL =
      List.of(
          Fault.of(
              "module-bytes-changed",
              "changes the array that holds a module",
              () ->
                  new Seams() {
                    @Override
                    BackendModule load(BackendRuntime real, byte[] wasm) {
                      BackendModule module = real.load(wasm);
                      wasm[wasm.length - 1] ^= 1;
                      return module;
                    }
                  },
              "loading_11_08"),
          Fault.of(
                  "invalid-module-loaded",
                  "takes a module that is not valid for an empty one",
                  () ->
                      new Seams() {
                        @Override
                        BackendModule load(BackendRuntime real, byte[] wasm) {
                          try {
                            return real.load(wasm);
                          } catch (InvalidModuleException e) {
                            return real.load(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
                          }
                        }
                      },
                  "loading_11_04 05",
                  "proposals_19_12 14")
              .because("each loads what must be refused"),
          Fault.of(
                  "own-exception-for-invalid-module",
                  "lets the runtime's exception for an invalid module out",
                  () ->
                      new Seams() {
                        @Override
                        BackendModule load(BackendRuntime real, byte[] wasm) {
                          try {
                            return real.load(wasm);
                          } catch (InvalidModuleException e) {
                            throw new IllegalArgumentException("malformed", e);
                          }
                        }
                      },
                  "loading_11_04 05",
                  "proposals_19_12 14")
              .because("each loads what must be refused"),
          Fault.of(
                  "start-not-run",
                  "does not run the start function",
                  StartNotRun::new,
                  "closing_3_41",
                  "loading_11_09 10 11")
              .because("each waits for what the start function does"),
          Fault.of(
                  "instances-shared",
                  "gives the same instance again for a module",
                  Shared::new,
                  "closing_3_36 42",
                  "loading_11_07",
                  "sequences_23_01")
              .because("each makes two instances of a module"),
          Fault.of(
              "own-exception-for-linking",
              "lets a ClassCastException out for a memory of another runtime",
              OtherRuntime::new,
              "linking_12_09"));

  private LoadingFaults() {}

  private static final class StartNotRun extends Seams {
    @Override
    BackendModule load(BackendRuntime real, byte[] wasm) {
      return real.load(withoutStart(wasm));
    }

    /** The fixtures' sections are all small enough for a size of at most two bytes. */
    private static byte[] withoutStart(byte[] wasm) {
      int at = 8;
      while (at + 1 < wasm.length) {
        boolean wide = wasm[at + 1] < 0;
        int size = wasm[at + 1] & 0x7f;
        int body = at + 2;
        if (wide) {
          size |= wasm[at + 2] << 7;
          body++;
        }
        if (wasm[at] == START_SECTION) {
          byte[] fewer = Arrays.copyOf(wasm, wasm.length - (body + size - at));
          System.arraycopy(wasm, body + size, fewer, at, fewer.length - at);
          return fewer;
        }
        at = body + size;
      }
      return wasm;
    }
  }

  private static final class Shared extends Seams {
    // Modules that were loaded from the same bytes may be equal.
    private final IdentityHashMap<BackendModule, BackendInstance> made = new IdentityHashMap<>();

    @Override
    synchronized BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      return made.computeIfAbsent(module, _ -> real.instantiate(module, imports, wasi));
    }
  }

  private static final class OtherRuntime extends Seams {
    private final List<BackendExtern> own = new CopyOnWriteArrayList<>();

    @Override
    LinearMemory linear(BackendMemory real) {
      own.add(real);
      return real.linear();
    }

    @Override
    BackendInstance instantiate(
        BackendRuntime real,
        BackendModule module,
        Map<ImportType, ImportValue> imports,
        @Nullable WasiOptions wasi) {
      for (ImportValue value : imports.values()) {
        if (value instanceof BackendMemory memory && !own.contains(memory)) {
          throw new ClassCastException("a memory of another store");
        }
      }
      return real.instantiate(module, imports, wasi);
    }
  }
}
