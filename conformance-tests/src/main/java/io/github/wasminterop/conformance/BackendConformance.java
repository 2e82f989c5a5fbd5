package io.github.wasminterop.conformance;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The contract that every backend keeps, as JUnit tests. A backend's author extends this class:
 *
 * <pre>{@code
 * class ChicoryConformanceTest extends BackendConformance {
 *   @Override
 *   protected ConformanceTarget target() {
 *     return ConformanceTarget.of("chicory").option("execution", "compiled");
 *   }
 * }
 * }</pre>
 *
 * <p>The kit runs once for each such class; a backend has one for each of its modes. Modes and
 * native guests are told by the {@link ConformanceTarget}; what the backend cannot do is told by
 * the {@linkplain io.github.wasminterop.WasmRuntime#capabilities() capabilities} that it declares.
 *
 * <p><b>Names.</b> A test is named by its rule: {@code required_spatial_1_03_…} is the third rule
 * of group 1 of the memory contract, and every backend must keep it. An {@code optional_} rule
 * holds where a capability is declared, and its test is skipped, with the reason, where it is not.
 * An {@code untested_} rule is one that no test can check here; its test is always skipped. The
 * rules and why each exists are listed in CONTRACT.md.
 *
 * <p><b>Length.</b> Rule 23.01 runs random sequences of operations; the system property {@code
 * conformance.operations} says how many in each, 20 000 unless set. Rule 26.19 allocates as often
 * as the property {@code conformance.allocations} says, 2 000 times unless set.
 *
 * <p><b>Failures</b> name the rule, the backend and its mode, what was done, what was expected,
 * what came back, and the command that runs that one test again.
 *
 * <p><b>Reports.</b> When the last rule is done, a few lines on the console tell how many rules
 * were kept, broken and skipped, with the reason of each that was not kept. Two files have all
 * rules: {@code target/conformance/<target>.md} and {@code .json} in a Maven project, the same
 * below {@code build} in a Gradle project; the system property {@code conformance.reports} names
 * another folder. Each object in the JSON's list {@code rules} has {@code rule}, {@code strength},
 * {@code verdict} ({@code kept}, {@code broken} or {@code skipped}), {@code sentence} and {@code
 * reason}. A rule that is tried in several ways has one verdict.
 */
public abstract class BackendConformance {
  @RegisterExtension static final Extension REPORT = new ConformanceReport();

  /** For the classes that extend it. */
  protected BackendConformance() {}

  /**
   * What to test.
   *
   * @return the backend and its mode; the same at each call
   */
  protected abstract ConformanceTarget target();

  @Nested
  @DisplayName("1 spatial")
  class Spatial extends SpatialRules {
    Spatial() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("1 spatial: addresses")
  class Addresses extends AddressRules {
    Addresses() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("2 alignment")
  class Alignment extends AlignmentRules {
    Alignment() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("3 temporal: growth")
  class Temporal extends TemporalRules {
    Temporal() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("3 temporal: closing")
  class Closing extends ClosingRules {
    Closing() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("4 live")
  class Live extends LiveRules {
    Live() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("5 refresh")
  class Refresh extends RefreshRules {
    Refresh() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("6 atomic failure")
  class AtomicFailure extends AtomicFailureRules {
    AtomicFailure() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("7 cost")
  class Cost extends CostRules {
    Cost() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("8 threads")
  class Threads extends ThreadRules {
    Threads() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("9 errors")
  class Errors extends ErrorRules {
    Errors() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("10 elements")
  class Elements extends ElementRules {
    Elements() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("10 elements: copies")
  class Copies extends CopyRules {
    Copies() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("11 loading")
  class Loading extends LoadingRules {
    Loading() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("12 linking")
  class Linking extends LinkingRules {
    Linking() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("13 calling")
  class Calling extends CallingRules {
    Calling() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("14 globals")
  class Globals extends GlobalRules {
    Globals() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("15 tables")
  class Tables extends TableRules {
    Tables() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("16 host functions")
  class HostFunctions extends HostFunctionRules {
    HostFunctions() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("17 WASI")
  class Wasi extends WasiRules {
    Wasi() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("18 wrapping")
  class Wrapping extends WrappingRules {
    Wrapping() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("19 capabilities")
  class Capabilities extends CapabilityRules {
    Capabilities() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("19 capabilities: proposals")
  class Proposals extends ProposalRules {
    Proposals() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("20 descriptors")
  class Descriptors extends DescriptorRules {
    Descriptors() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("20 descriptors: ranges")
  class Ranges extends RangeRules {
    Ranges() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("21 text")
  class Text extends TextRules {
    Text() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("22 memories")
  class Memories extends MemoryRules {
    Memories() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("23 sequences")
  class Sequences extends SequenceRules {
    Sequences() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("24 structs")
  class Structs extends StructRules {
    Structs() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("25 fields")
  class Fields extends FieldRules {
    Fields() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("26 allocation")
  class Allocation extends AllocationRules {
    Allocation() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("26 allocation: allocators")
  class Allocator extends AllocatorRules {
    Allocator() {
      super(BackendConformance.this::target);
    }
  }

  @Nested
  @DisplayName("26 allocation: records")
  class Records extends RecordRules {
    Records() {
      super(BackendConformance.this::target);
    }
  }
}
