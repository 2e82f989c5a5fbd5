package io.github.wasminterop.backend.graal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.type.Capability;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class GraalBackendTest {
  private static final int HEADER_SIZE = 8;

  @Test
  void namesTheVersionThatRuns() throws Exception {
    // On a stock JDK Engine.getVersion() says no more than that it is none of GraalVM.
    Class<?> language = Class.forName("org.graalvm.wasm.WasmLanguage");
    assertThat(language.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("-" + GraalBackend.VERSION + ".jar");
    assertThat(new GraalBackend().runtimeName()).isEqualTo("GraalWasm " + GraalBackend.VERSION);
    assertThat(new GraalBackend().unavailable()).isEmpty();
  }

  @Test
  void saysWhatItCanDoWithoutGraalWasm() throws Exception {
    List<URL> path = new ArrayList<>();
    for (Class<?> type : List.of(GraalBackend.class, WasmBackend.class)) {
      path.add(type.getProtectionDomain().getCodeSource().getLocation());
    }
    try (URLClassLoader alone =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Object backend = alone.loadClass(GraalBackend.class.getName()).getConstructor().newInstance();
      Class<?> options = alone.loadClass(BackendOptions.class.getName());
      assertThat(call(backend, "name")).isEqualTo("graal");
      assertThat(call(backend, "runtimeName")).isEqualTo("GraalWasm " + GraalBackend.VERSION);
      assertThat(call(backend, "nativeTypes").toString()).contains("org.graalvm.polyglot.Value");
      assertThat(call(backend, "options").toString()).contains("direct, mediated");
      Object defaults = options.getConstructor(Map.class).newInstance(Map.of());
      assertThat(
              backend
                  .getClass()
                  .getMethod("capabilities", options)
                  .invoke(backend, defaults)
                  .toString())
          .contains("ZERO_COPY");
      assertThat(call(backend, "unavailable").toString()).contains("org.graalvm.polyglot:wasm");
    }
  }

  @Test
  void namesTheClassThatIsMissingAndHowToAddIt() {
    assertThat(GraalBackend.unavailable(GraalBackend.class.getClassLoader())).isEmpty();
    assertThat(GraalBackend.unavailable(ClassLoader.getPlatformClassLoader()))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("org.graalvm.polyglot.Engine")
                    .contains("org.graalvm.polyglot:polyglot:" + GraalBackend.VERSION)
                    .contains("org.graalvm.polyglot:wasm:" + GraalBackend.VERSION));
  }

  @Test
  void isAService() {
    assertThat(ServiceLoader.load(WasmBackend.class))
        .hasAtLeastOneElementOfType(GraalBackend.class);
  }

  @Test
  void onlyTheDirectModeIsZeroCopy() {
    GraalBackend backend = new GraalBackend();
    assertThat(backend.capabilities(new BackendOptions(Map.of("memory", "direct"))))
        .contains(Capability.ZERO_COPY)
        .doesNotContain(Capability.STABLE_BASE);
    assertThat(backend.capabilities(new BackendOptions(Map.of("memory", "mediated"))))
        .doesNotContain(Capability.ZERO_COPY, Capability.STABLE_BASE)
        .contains(Capability.MEMORY64);
  }

  @Test
  void mutatedModulesAreRefusedOrRun() {
    Random random = new Random(7);
    try (WasmRuntime runtime = Guests.runtime("direct")) {
      for (int i = 0; i < 1_500; i++) {
        byte[] wasm = mutated(Guests.wasm("plain"), random);
        Throwable thrown =
            catchThrowable(
                () -> {
                  try (WasmInstance instance = runtime.instantiate(wasm)) {
                    instance.exports();
                  }
                });
        if (thrown != null) {
          assertThat(thrown)
              .as("round %d: %s", i, HexFormat.of().formatHex(wasm))
              .isInstanceOf(WasmInteropException.class);
        }
      }
    }
  }

  private static byte[] mutated(byte[] valid, Random random) {
    byte[] wasm = valid.clone();
    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
      wasm[random.nextInt(HEADER_SIZE, wasm.length)] = (byte) random.nextInt();
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(wasm, random.nextInt(HEADER_SIZE, wasm.length))
        : wasm;
  }

  private static Object call(Object target, String method) throws Exception {
    return target.getClass().getMethod(method).invoke(target);
  }
}
