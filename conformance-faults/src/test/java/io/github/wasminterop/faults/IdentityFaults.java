package io.github.wasminterop.faults;

import java.util.List;
import java.util.Set;

/** Faults of what a backend tells of itself before it is started. */
final class IdentityFaults {

  static final List<Fault> ALL =
      List.of(
          Fault.of(
              "version-missing",
              "does not tell the version of its runtime",
              () ->
                  new Seams() {
                    @Override
                    String runtimeName(String real) {
                      return real.replaceAll("[^A-Za-z].*", "");
                    }
                  },
              "capabilities_19_01"),
          Fault.of(
              "every-object-known",
              "says that it can wrap objects of each class",
              () ->
                  new Seams() {
                    @Override
                    Set<String> nativeTypes(Set<String> own) {
                      return Set.of(Object.class.getName());
                    }
                  },
              "errors_9_07"));

  private IdentityFaults() {}
}
