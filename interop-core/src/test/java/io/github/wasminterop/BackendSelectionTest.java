package io.github.wasminterop;

import static io.github.wasminterop.FakeBackends.withProviders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.FakeBackends.Alpha;
import io.github.wasminterop.FakeBackends.Beta;
import io.github.wasminterop.FakeBackends.Broken;
import io.github.wasminterop.FakeBackends.Incomplete;
import io.github.wasminterop.FakeBackends.Stranded;
import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.BackendSelectionException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.type.Capability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendSelectionTest {
  @TempDir private Path directory;

  @AfterEach
  void forgetTheProperty() {
    System.clearProperty(WasmRuntime.BACKEND_PROPERTY);
  }

  @Test
  void theOnlyOneIsTaken() throws IOException {
    withProviders(directory, () -> starts("alpha", WasmRuntime::load), Alpha.class);
  }

  @Test
  void withoutAnyTheErrorNamesTheArtifacts() throws IOException {
    withProviders(
        directory,
        () ->
            assertThatThrownBy(WasmRuntime::load)
                .isInstanceOf(BackendSelectionException.class)
                .hasMessageContainingAll("backend-chicory", "backend-wasmtime", "backend-graal"));
  }

  @Test
  void amongSeveralNothingIsGuessed() throws IOException {
    withProviders(
        directory,
        () -> {
          assertThatThrownBy(WasmRuntime::load)
              .isInstanceOfSatisfying(
                  BackendSelectionException.class,
                  e -> assertThat(e.candidates()).containsOnlyKeys("alpha", "beta"))
              .hasMessageContainingAll(
                  "[alpha, beta]", "WasmRuntime.load(name)", "-Dwasminterop.backend=");
          assertThat(FakeBackends.OPENED).isEmpty();
        },
        Beta.class,
        Alpha.class);
  }

  @Test
  void aNameWinsOverThePropertyWhichWinsOverTheRest() throws IOException {
    withProviders(
        directory,
        () -> {
          System.setProperty(WasmRuntime.BACKEND_PROPERTY, "beta");
          starts("beta", WasmRuntime::load);
          starts("alpha", () -> WasmRuntime.load("alpha"));
        },
        Alpha.class,
        Beta.class);
  }

  @Test
  void aNameThatIsNotThereIsAnErrorWithThoseThatAre() throws IOException {
    withProviders(
        directory,
        () ->
            assertThatThrownBy(() -> WasmRuntime.load("gamma"))
                .isInstanceOf(BackendSelectionException.class)
                .hasMessageContainingAll("gamma", "alpha"),
        Alpha.class);
  }

  @Test
  void oneThatCannotRunHereSaysWhyAndTheOthersGoOn() throws IOException {
    withProviders(
        directory,
        () -> {
          assertThatThrownBy(() -> WasmRuntime.load("stranded"))
              .isInstanceOf(BackendSelectionException.class)
              .hasMessageContainingAll("stranded", "no native library for this platform");
          assertThatThrownBy(() -> WasmRuntime.load("incomplete"))
              .isInstanceOf(BackendSelectionException.class)
              .hasMessageContainingAll("incomplete", "some/runtime/Engine");
          starts("alpha", () -> WasmRuntime.load("alpha"));
        },
        Stranded.class,
        Incomplete.class,
        Alpha.class);
  }

  @Test
  void aProviderThatCannotBeMadeDoesNotHideTheOthers() throws IOException {
    withProviders(directory, () -> starts("alpha", WasmRuntime::load), Broken.class, Alpha.class);
    withProviders(
        directory,
        () ->
            assertThatThrownBy(WasmRuntime::load)
                .isInstanceOf(BackendSelectionException.class)
                .hasMessageContainingAll("no backend", "broken"),
        Broken.class);
  }

  @Test
  void twoOfOneNameAreAnError() throws IOException {
    withProviders(
        directory,
        () ->
            assertThatThrownBy(() -> WasmRuntime.load("alpha"))
                .isInstanceOf(BackendSelectionException.class)
                .hasMessageContaining("2 backends named 'alpha'"),
        Alpha.class,
        SecondAlpha.class);
  }

  @Test
  void allAreListedWithTheirReasons() throws IOException {
    withProviders(
        directory,
        () -> {
          assertThat(WasmRuntime.backends())
              .extracting(BackendInfo::toString)
              .containsExactly(
                  "alpha (Fake alpha 1.0)",
                  "stranded (Fake stranded 1.0), unavailable: no native library for this platform");
          assertThat(WasmRuntime.backends().getFirst().capabilities())
              .containsExactly(Capability.MULTI_VALUE);
          assertThat(FakeBackends.OPENED).isEmpty();
        },
        Stranded.class,
        Alpha.class);
  }

  @Test
  void unknownOptionsAreRefusedBeforeTheStart() throws IOException {
    withProviders(
        directory,
        () -> {
          assertThatThrownBy(() -> WasmRuntime.load("alpha", Map.of("speed", "light")))
              .isInstanceOf(InvalidArgumentException.class);
          assertThatThrownBy(() -> WasmRuntime.load("alpha", Map.of("colour", "red")))
              .isInstanceOf(InvalidArgumentException.class);
          assertThat(FakeBackends.OPENED).isEmpty();
        },
        Alpha.class);
  }

  @Test
  void anObjectThatNobodyKnowsIsRefusedWithWhatIsKnown() throws IOException {
    withProviders(
        directory,
        () ->
            assertThatThrownBy(() -> WasmInstance.wrap("text"))
                .isInstanceOf(BackendSelectionException.class)
                .hasMessageContainingAll("java.lang.String", "alpha.Instance"),
        Alpha.class);
  }

  private static void starts(String name, ThrowingCallable load) {
    FakeBackends.OPENED.clear();
    assertThatThrownBy(load).isInstanceOf(BackendException.class);
    assertThat(FakeBackends.OPENED).containsExactly(name);
  }

  /** Has the name of another one. */
  public static final class SecondAlpha extends FakeBackends.Fake {
    /** Made by the service loader. */
    public SecondAlpha() {
      super("alpha");
    }
  }
}
