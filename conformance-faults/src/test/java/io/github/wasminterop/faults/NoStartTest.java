package io.github.wasminterop.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Where no runtime starts, the kit fails once, and leaves no report of an earlier run. */
class NoStartTest {
  private static final String SERVICE = "META-INF/services/io.github.wasminterop.spi.WasmBackend";

  @TempDir private Path reports;

  static class MissingBackend extends BackendConformance {
    @Override
    protected ConformanceTarget target() {
      return ConformanceTarget.of("missing");
    }
  }

  static class MissingMode extends BackendConformance {
    @Override
    protected ConformanceTarget target() {
      return ConformanceTarget.of(FaultyBackend.NAME).option("speed", "high");
    }
  }

  @Test
  void aBackendThatIsNotFoundIsOneFailureThatSaysHowBackendsAreFound() throws IOException {
    Files.createFile(reports.resolve("missing.json"));
    assertThat(failure(MissingBackend.class))
        .hasMessageContainingAll("no rule was tried", "no backend 'missing'", SERVICE, "provides");
    assertThat(reports).isEmptyDirectory();
  }

  @Test
  void aBackendThatDoesNotStartIsOneFailureThatSaysWhy() {
    assertThat(failure(MissingMode.class))
        .hasMessageContainingAll("no rule was tried", "no such option: [speed]")
        .hasMessageNotContaining(SERVICE);
  }

  private Throwable failure(Class<?> kit) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(kit))
                .configurationParameter("conformance.reports", reports.toString())
                .build(),
            listener);
    TestExecutionSummary summary = listener.getSummary();
    assertThat(summary.getTestsStartedCount()).as("rules tried").isZero();
    assertThat(summary.getFailures()).as("failures").hasSize(1);
    return summary.getFailures().getFirst().getException();
  }
}
