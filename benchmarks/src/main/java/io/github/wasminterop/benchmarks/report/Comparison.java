package io.github.wasminterop.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A measurement of ours beside a reference of the same run, or alone.
 *
 * @param ours ours
 * @param reference what it is compared with
 */
record Comparison(Measurement ours, Optional<Measurement> reference) {

  /** Each measurement of ours: once alone, then with each kind of reference that there is. */
  static List<Comparison> of(List<Measurement> measurements) {
    List<Comparison> result = new ArrayList<>();
    for (Measurement ours : measurements) {
      if (!ours.isOurs()) {
        continue;
      }
      result.add(new Comparison(ours, Optional.empty()));
      for (String what : Measurement.REFERENCES) {
        measurements.stream()
            .filter(other -> other.what().equals(what) && other.serves(ours))
            .max(Comparator.comparingInt(other -> other.subject().length()))
            .ifPresent(found -> result.add(new Comparison(ours, Optional.of(found))));
      }
    }
    return result;
  }

  /** What ours is compared with, or nothing. */
  String what() {
    return reference.map(Measurement::what).orElse("");
  }

  Quantity time() {
    return new Quantity(ours.score(), ours.error());
  }

  Optional<Quantity> referenceTime() {
    return reference.map(of -> new Quantity(of.score(), of.error()));
  }

  Optional<Quantity> ratio() {
    return referenceTime().map(time()::over);
  }

  Optional<Quantity> difference() {
    return referenceTime().map(time()::minus);
  }

  /** What ours allocates more than the reference, or at all. */
  Optional<Quantity> bytes() {
    if (ours.bytes().isEmpty()) {
      return Optional.empty();
    }
    double base = reference.map(of -> of.bytes().orElse(0)).orElse(0.0);
    return Optional.of(new Quantity(ours.bytes().getAsDouble() - base, 0));
  }
}
