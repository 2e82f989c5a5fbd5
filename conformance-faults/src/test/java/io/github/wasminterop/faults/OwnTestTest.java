package io.github.wasminterop.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.wasminterop.conformance.BackendConformance;
import io.github.wasminterop.conformance.ConformanceTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** An author may add tests to the class that runs the kit; the report is about rules only. */
class OwnTestTest {
  @TempDir private Path reports;

  static class KitWithATestOfItsOwn extends BackendConformance {
    @Override
    protected ConformanceTarget target() {
      return ConformanceTarget.of("chicory");
    }

    @Test
    void own() {}
  }

  @Test
  void aTestThatTheAuthorAddsIsRunAndNotReported() {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Warnings warnings = new Warnings();
    Logger logger = Logger.getLogger("org.junit");
    logger.addHandler(warnings);
    try {
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectMethod(KitWithATestOfItsOwn.class, "own"))
                  .configurationParameter("conformance.reports", reports.toString())
                  .build(),
              listener);
    } finally {
      logger.removeHandler(warnings);
    }
    assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(1);
    assertThat(warnings.of("TestWatcher")).as("what JUnit complains of").isEmpty();
    assertThat(reports).isEmptyDirectory();
  }

  private static final class Warnings extends Handler {
    private final List<String> messages = new CopyOnWriteArrayList<>();

    List<String> of(String subject) {
      return messages.stream().filter(message -> message.contains(subject)).toList();
    }

    @Override
    public void publish(LogRecord message) {
      messages.add(message.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
