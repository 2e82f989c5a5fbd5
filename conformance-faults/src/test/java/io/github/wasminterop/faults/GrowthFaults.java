package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendFunction;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Faults of what growth does, and of what is told of it. */
final class GrowthFaults {
  private static final long PAGE = 65_536;

  static final List<Fault> ALL =
      List.of(
          Fault.of(
                  "stable-base-claimed",
                  "says that segments survive growth, when growth may close them",
                  () -> claims(Capability.STABLE_BASE),
                  "temporal_3_08",
                  "capabilities_19_03")
              .because("both hold on to a segment"),
          Fault.of(
                  "grow-tells-new-size",
                  "gives the size after a growth instead of before",
                  () ->
                      new Seams() {
                        @Override
                        long grow(BackendMemory real, LinearMemory linear, long delta) {
                          long before = real.grow(delta);
                          return before < 0 ? before : before + delta;
                        }
                      },
                  "memories_22_02 03 04 06",
                  "sequences_23_01")
              .because("each looks at what grow gives"),
          Fault.of(
                  "growth-beyond-maximum",
                  "knows no maximum, and says that growth beyond it succeeded",
                  () ->
                      new Seams() {
                        @Override
                        MemoryType type(BackendMemory real) {
                          return withoutMaximum(real.type());
                        }

                        @Override
                        long grow(BackendMemory real, LinearMemory linear, long delta) {
                          return Math.max(real.grow(delta), 0);
                        }
                      },
                  "atomic_6_04 05",
                  "linking_12_06",
                  "memories_22_01 02 03 06",
                  "sequences_23_01")
              .because("each asks for the maximum, or grows a memory beyond it"),
          Fault.of(
                  "refused-growth-closes",
                  "closes the memory when growth by the guest is refused",
                  RefusedCloses::new,
                  "atomic_6_06",
                  "sequences_23_01")
              .because("in both the guest asks for too much"),
          Fault.of(
              "refused-growth-writes",
              "leaves a trace in the memory when growth by the guest is refused",
              RefusedWrites::new,
              "atomic_6_06"),
          Fault.of(
                  "new-pages-not-zero",
                  "leaves something in pages that the host's growth adds",
                  () ->
                      new Seams() {
                        @Override
                        long grow(BackendMemory real, LinearMemory linear, long delta) {
                          long before = real.grow(delta);
                          if (before >= 0 && delta > 0) {
                            bytes(linear).set(ValueLayout.JAVA_BYTE, before * PAGE + 7, (byte) 1);
                          }
                          return before;
                        }
                      },
                  "temporal_3_10",
                  "wrapping_18_03",
                  "memories_22_05",
                  "sequences_23_01")
              .because("each looks at pages that the host added"),
          Fault.of(
                  "content-lost-by-growth",
                  "clears a byte when the host grows the memory",
                  () ->
                      new Seams() {
                        @Override
                        long grow(BackendMemory real, LinearMemory linear, long delta) {
                          long before = real.grow(delta);
                          if (before >= 0 && delta > 0) {
                            bytes(linear).set(ValueLayout.JAVA_BYTE, 60_000, (byte) 0);
                          }
                          return before;
                        }
                      },
                  "temporal_3_10",
                  "wrapping_18_03",
                  "memories_22_05")
              .because("each looks at content from before a growth by the host"),
          Fault.of(
                  "type-without-growth",
                  "tells the size that the memory had at first as that of its type",
                  TypeOfOld::new,
                  "temporal_3_10",
                  "linking_12_06",
                  "memories_22_02")
              .because("each asks for the type after a growth"),
          Fault.of(
                  "maximum-dropped",
                  "does not tell the maximum of a memory",
                  () ->
                      new Seams() {
                        @Override
                        MemoryType type(BackendMemory real) {
                          return withoutMaximum(real.type());
                        }
                      },
                  "linking_12_06",
                  "memories_22_01 02 06")
              .because("each asks for the maximum, or links by it"));

  private GrowthFaults() {}

  private static MemorySegment bytes(LinearMemory linear) {
    return Objects.requireNonNull(linear.segment());
  }

  private static MemoryType withoutMaximum(MemoryType type) {
    return type.shared() ? type : MemoryType.of(type.minimum());
  }

  /** A backend that declares what it has not. */
  static Seams claims(Capability capability) {
    return new Seams() {
      @Override
      Set<Capability> capabilities(Set<Capability> real) {
        Set<Capability> more = EnumSet.copyOf(real);
        more.add(capability);
        return more;
      }
    };
  }

  private static final class TypeOfOld extends Seams {
    private final Map<BackendMemory, MemoryType> types = new HashMap<>();

    @Override
    synchronized MemoryType type(BackendMemory real) {
      return types.computeIfAbsent(real, BackendMemory::type);
    }
  }

  /** Tells of growth by the guest that was refused, which it is by so many pages. */
  private abstract static class Refusing extends Seams {
    private static final FunctionType GROW =
        FunctionType.of(ValueType.I32).returning(ValueType.I32);
    private final List<LinearMemory> memories = new CopyOnWriteArrayList<>();

    abstract void refused(LinearMemory linear);

    @Override
    LinearMemory linear(BackendMemory real) {
      memories.add(real.linear());
      return real.linear();
    }

    @Override
    long[] call(BackendFunction real, long[] arguments) {
      boolean tooMany = real.type().equals(GROW) && (arguments[0] == 511 || arguments[0] == 512);
      long[] results = real.call(arguments);
      if (tooMany && (int) results[0] == -1) {
        memories.stream()
            .filter(linear -> !linear.isClosed() && linear.mediated() == null)
            .forEach(this::refused);
      }
      return results;
    }
  }

  private static final class RefusedCloses extends Refusing {
    @Override
    void refused(LinearMemory linear) {
      linear.close();
    }
  }

  private static final class RefusedWrites extends Refusing {
    @Override
    void refused(LinearMemory linear) {
      bytes(linear).set(ValueLayout.JAVA_BYTE, 2000, (byte) 0);
    }
  }
}
