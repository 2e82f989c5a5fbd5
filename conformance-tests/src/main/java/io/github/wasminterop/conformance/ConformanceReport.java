package io.github.wasminterop.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Gathers what comes of the rules, and tells it when the last is done: a summary on the console,
 * and two files, in Markdown and JSON. A backend that does not start is told once, and no rule is
 * tried.
 */
final class ConformanceReport implements BeforeAllCallback, TestWatcher, AfterAllCallback {
  /** The parameter of JUnit's, or system property, that names the folder of the files. */
  static final String FOLDER = "conformance.reports";

  private static final Namespace NAMESPACE = Namespace.create(ConformanceReport.class);

  /** JUnit calls this for each group, too; what counts is the class around them. */
  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (context.getTestInstance().orElse(null) instanceof BackendConformance kit) {
      ConformanceTarget target = kit.target();
      for (String suffix : List.of(".md", ".json")) {
        Files.deleteIfExists(folder(context).resolve(target.fileName() + suffix));
      }
      NoStart.check(target);
    }
  }

  @Override
  public void testSuccessful(ExtensionContext test) {
    add(test, Verdict.KEPT, List.of());
  }

  @Override
  public void testFailed(ExtensionContext test, @Nullable Throwable cause) {
    add(test, Verdict.BROKEN, List.of(BrokenRule.finding(cause)));
  }

  @Override
  public void testAborted(ExtensionContext test, @Nullable Throwable cause) {
    add(test, Verdict.SKIPPED, List.of(skipped(cause)));
  }

  private static String skipped(@Nullable Throwable cause) {
    return cause == null || cause.getMessage() == null
        ? "given up"
        : cause.getMessage().replaceFirst("^(Assumption failed: )?(skipped: )?", "");
  }

  @Override
  public void testDisabled(ExtensionContext test, Optional<String> reason) {
    add(test, Verdict.SKIPPED, List.of(reason.orElse("disabled")));
  }

  private static void add(ExtensionContext test, Verdict verdict, List<String> reasons) {
    if (!RuleGroup.class.isAssignableFrom(test.getRequiredTestClass())) {
      return; // a test that the backend's author has added
    }
    Class<?> suite = test.getEnclosingTestClasses().getFirst();
    Findings findings = store(test).computeIfAbsent(suite, _ -> new Findings(), Findings.class);
    test.getTestInstance().ifPresent(group -> findings.about(((RuleGroup) group).target()));
    test.getTestMethod().ifPresent(method -> findings.add(Rule.of(method), verdict, reasons));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Class<?> suite = context.getRequiredTestClass();
    if (suite.isAnnotationPresent(Nested.class)) {
      return;
    }
    Findings findings = store(context).remove(suite, Findings.class);
    if (findings != null && !findings.all().isEmpty()) {
      publish(findings, folder(context), System.out);
    }
  }

  private static void publish(Findings findings, Path folder, PrintStream console) {
    ReportText text = new ReportText(findings.target(), findings.all());
    String name = findings.target().map(ConformanceTarget::fileName).orElse("unknown");
    try {
      Files.createDirectories(folder);
      Path markdown = Files.writeString(folder.resolve(name + ".md"), text.markdown());
      Files.writeString(folder.resolve(name + ".json"), text.json());
      console.print(text.summary(markdown));
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be written to " + folder, e);
    }
  }

  private static Path folder(ExtensionContext context) {
    return context
        .getConfigurationParameter(FOLDER)
        .map(Path::of)
        .orElseGet(() -> BuildLayout.current().output().resolve("conformance"));
  }

  private static Store store(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE);
  }
}
