package io.github.wasminterop.faults;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A run of the kit, as JUnit tells it: the failures by the rule whose test failed. */
final class KitRun implements TestExecutionListener {
  /** Where the kit writes its reports. */
  static final Path REPORTS = Path.of("target", "conformance");

  private static final Pattern NAME = Pattern.compile("[a-z]+_([a-z]+_\\d+_\\d+)_.*");

  private static final Pattern DATA =
      Pattern.compile("[a-z]+_(ranges_20|text_21_0[5-9]|[a-z]+_(24|25|26|28))_?.*");

  private final Map<String, Throwable> broken = new TreeMap<>();
  private final Set<String> rules = new TreeSet<>();

  private KitRun() {}

  static KitRun with(Fault fault) {
    KitRun run = new KitRun();
    ScopedValue.where(FaultyKit.FAULT, fault)
        .run(() -> LauncherFactory.create().execute(request(), run));
    return run;
  }

  /** All rules that the kit has. */
  static Set<String> rules() {
    TestPlan plan = LauncherFactory.create().discover(request());
    return plan.getRoots().stream()
        .flatMap(root -> plan.getDescendants(root).stream())
        .filter(test -> test.getSource().filter(MethodSource.class::isInstance).isPresent())
        .map(KitRun::rule)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static LauncherDiscoveryRequest request() {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(selectClass(FaultyKit.class))
        .filters((PostDiscoveryFilter) KitRun::withoutData)
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
        .configurationParameter("conformance.reports", REPORTS.toString())
        .build();
  }

  /**
   * Leaves out the rules about text, structs, allocation and calls with data. Core keeps them by
   * what the others are about: a backend that breaks one breaks one of those.
   */
  private static FilterResult withoutData(TestDescriptor test) {
    return FilterResult.includedIf(
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(source -> ((MethodSource) source).getMethodName())
            .filter(DATA.asMatchPredicate())
            .isEmpty());
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String rule = rule(test);
    rules.add(rule);
    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      broken.putIfAbsent(rule, result.getThrowable().orElseThrow());
    }
  }

  /** The rule that a test checks; what is no test of a rule stands for itself. */
  private static String rule(TestIdentifier test) {
    String name =
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(source -> ((MethodSource) source).getMethodName())
            .orElseGet(test::getDisplayName);
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? matcher.group(1) : name;
  }

  /** The rules whose tests failed, with the first failure of each. */
  Map<String, Throwable> broken() {
    return broken;
  }

  /** Whatever JUnit ran: rules, and the containers around them. */
  Set<String> ran() {
    return rules;
  }
}
