package io.github.wasminterop.backend.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.Instance;
import io.github.wasminterop.BackendInfo;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.spi.BackendOptions;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.type.Capability;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ChicoryBackendTest {
  private static final ChicoryBackend BACKEND = new ChicoryBackend();

  @Test
  void isFoundAndIntroducesItself() {
    assertThat(WasmRuntime.backends())
        .singleElement()
        .extracting(BackendInfo::name, BackendInfo::runtime, BackendInfo::isAvailable)
        .containsExactly("chicory", "Chicory " + Release.VERSION, true);
  }

  @Test
  void tellsTheVersionThatItRunsOn() throws Exception {
    Properties pom = new Properties();
    try (InputStream in =
        Instance.class.getResourceAsStream(
            "/META-INF/maven/com.dylibso.chicory/runtime/pom.properties")) {
      pom.load(Objects.requireNonNull(in));
    }
    assertThat(pom.getProperty("version")).isEqualTo(Release.VERSION);
  }

  @Test
  void asksAndAnswersWithoutChicory() throws Exception {
    URL[] withoutChicory = {
      ChicoryBackend.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader loader = new URLClassLoader(withoutChicory, new SpiOnly())) {
      WasmBackend backend =
          (WasmBackend)
              loader
                  .loadClass(ChicoryBackend.class.getName())
                  .getDeclaredConstructor()
                  .newInstance();
      assertThat(backend.getClass()).isNotSameAs(ChicoryBackend.class);
      assertThat(backend.name()).isEqualTo("chicory");
      assertThat(backend.runtimeName()).startsWith("Chicory ");
      assertThat(backend.nativeTypes()).isNotEmpty();
      assertThat(backend.options()).hasSize(2);
      assertThat(backend.capabilities(BackendOptions.resolve(backend.options(), Map.of())))
          .isNotEmpty();
      assertThat(backend.unavailable())
          .hasValueSatisfying(reason -> assertThat(reason).contains("com.dylibso.chicory:runtime"));
    }
  }

  @Test
  void memoriesStayWhereTheyAreIfTheirMaximumIsReserved() {
    assertThat(BACKEND.capabilities(memory("moving"))).doesNotContain(Capability.STABLE_BASE);
    assertThat(BACKEND.capabilities(memory("reserved")))
        .containsAll(Release.CAPABILITIES)
        .contains(Capability.STABLE_BASE);
  }

  @Test
  void reservingIsRefusedWhereTheBackendCannot() {
    String host = System.getProperty("os.name");
    System.setProperty("os.name", "Mac OS X");
    try {
      assertThatThrownBy(() -> BACKEND.open(memory("reserved")))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("memory=reserved is not possible here: ")
          .hasMessageContaining("Linux");
      BACKEND.open(memory("moving")).close();
    } finally {
      System.setProperty("os.name", host);
    }
  }

  @Test
  void theNativeTypesAreNamedAsTheyAre() throws Exception {
    for (String name : new ChicoryBackend().nativeTypes()) {
      assertThat(Class.forName(name).getName()).isEqualTo(name);
    }
  }

  private static BackendOptions memory(String kind) {
    return BackendOptions.resolve(BACKEND.options(), Map.of("memory", kind));
  }

  /** Finds the SPI and the JDK, but nothing else of the class path. */
  private static final class SpiOnly extends ClassLoader {

    SpiOnly() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("io.github.wasminterop.") && !name.contains(".backend.")) {
        return Class.forName(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
