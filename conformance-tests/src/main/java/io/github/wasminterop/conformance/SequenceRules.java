package io.github.wasminterop.conformance;

import io.github.wasminterop.type.Capability;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group 23: what holds for every order of operations. */
abstract class SequenceRules extends RuleGroup {
  private static final int OPERATIONS = Integer.getInteger("conformance.operations", 20_000);

  SequenceRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @DisplayName(
      "Whatever the order of load, call, callback, growth, view, slice, segment, read, write,"
          + " refresh and close, each gives what a model in plain Java gives, or an exception of"
          + " the family.")
  @Why("faults of staleness show in orders that nobody thought of")
  void optional_sequences_23_01_randomOrderAgreesWithAModel(long seed) {
    needs(Capability.HOST_FUNCTIONS);
    OperationSequence.run(this::newRuntime, seed, OPERATIONS);
  }
}
