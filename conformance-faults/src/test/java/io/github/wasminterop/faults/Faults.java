package io.github.wasminterop.faults;

import java.util.List;
import java.util.stream.Stream;

/** All faults, and the wrappers without one. */
final class Faults {

  /** Nothing is wrong with these: the kit must find nothing. */
  static final List<Fault> CLEAN =
      List.of(
          Fault.of("none", "passes everything on", Seams::new).compiled(),
          Fault.of("none-interpreted", "passes everything on", Seams::new),
          Fault.of("none-asking", "asks for segments after each call", AskingSeams::new),
          Fault.of(
                  "none-mediated", "gives no segments", () -> new MediatedSeams(SegmentAccess::new))
              .compiled());

  static final List<Fault> ALL =
      Stream.of(
              MemoryFaults.ALL,
              SegmentFaults.ALL,
              GrowthFaults.ALL,
              SharingFaults.ALL,
              WaitFaults.ALL,
              ClosingFaults.ALL,
              LeakFaults.ALL,
              CallFaults.ALL,
              TrapFaults.ALL,
              GlobalFaults.ALL,
              HostFaults.ALL,
              HostValueFaults.ALL,
              HostExceptionFaults.ALL,
              LoadingFaults.ALL,
              ExportFaults.ALL,
              IdentityFaults.ALL,
              CapabilityFaults.ALL,
              SystemFaults.ALL)
          .flatMap(List::stream)
          .toList();

  private Faults() {}

  static Fault named(String name) {
    return Stream.of(CLEAN, ALL)
        .flatMap(List::stream)
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
