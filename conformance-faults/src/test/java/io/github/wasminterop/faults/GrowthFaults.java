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
import java.util.Collection;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Faults of a memory's growth, and of what the backend tells of its segment. */
final class GrowthFaults {
  private static final long PAGE = 65_536;

  static final List<Fault> ALL =
      List.of(
          Fault.of(
              "stale-after-guest-growth",
              "keeps the segment when a guest function returns",
              () ->
                  new AskingSeams() {
                    @Override
                    void returned(Collection<LinearMemory> all) {}
                  }),
          Fault.of(
              "stale-after-trap",
              "keeps the segment when a guest function traps or is left by an exception",
              () ->
                  new AskingSeams() {
                    @Override
                    void failed(Collection<LinearMemory> all) {}
                  }),
          Fault.of(
              "stale-after-host-growth",
              "keeps the segment when the host grows the memory",
              () ->
                  new AskingSeams() {
                    @Override
                    void grown(LinearMemory linear) {}
                  }),
          Fault.of(
              "stale-in-callback",
              "keeps the segment when the guest calls the host",
              () ->
                  new AskingSeams() {
                    @Override
                    void entered(Collection<LinearMemory> all) {}
                  }),
          Fault.of("generation-still", "gives the first segment for ever", FirstSegment::new),
          Fault.of(
              "generation-always-moves",
              "says after each call that the segment is another",
              AlwaysMoves::new),
          Fault.of(
              "segment-too-short",
              "gives segments that lack the last 8 bytes",
              () ->
                  new AskingSeams() {
                    @Override
                    MemorySegment segment(BackendMemory real) {
                      MemorySegment all = super.segment(real);
                      return all.asSlice(0, Math.max(0, all.byteSize() - 8));
                    }
                  }),
          Fault.of(
              "stable-base-claimed",
              "says that segments survive growth, when growth may close them",
              () -> claims(Capability.STABLE_BASE)),
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
                  }),
          Fault.of(
              "refused-growth-closes",
              "closes the memory when growth by the guest is refused",
              RefusedCloses::new),
          Fault.of(
              "refused-growth-writes",
              "leaves a trace in the memory when growth by the guest is refused",
              RefusedWrites::new),
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
                  }),
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
                  }),
          Fault.of(
              "type-without-growth",
              "tells the size that the memory had at first as that of its type",
              TypeOfOld::new),
          Fault.of(
              "maximum-dropped",
              "does not tell the maximum of a memory",
              () ->
                  new Seams() {
                    @Override
                    MemoryType type(BackendMemory real) {
                      var type = real.type();
                      return type.shared()
                          ? type
                          : MemoryType.of(type.minimum());
                    }
                  }));

  private GrowthFaults() {}

  private static MemorySegment bytes(LinearMemory linear) {
    return Objects.requireNonNull(linear.segment());
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

  private static final class FirstSegment extends AskingSeams {
    private final Map<BackendMemory, MemorySegment> first = new IdentityHashMap<>();

    @Override
    synchronized MemorySegment segment(BackendMemory real) {
      return first.computeIfAbsent(real, super::segment);
    }
  }

  private static final class AlwaysMoves extends Seams {

    @Override
    void returned(Collection<LinearMemory> all) {
      for (LinearMemory linear : all) {
        if (!linear.isClosed() && linear.mediated() == null) {
          linear.replace(bytes(linear));
        }
      }
    }
  }

  private static final class TypeOfOld extends Seams {
    private final Map<BackendMemory, MemoryType> types =
        new IdentityHashMap<>();

    @Override
    synchronized MemoryType type(BackendMemory real) {
      return types.computeIfAbsent(real, BackendMemory::type);
    }
  }

  /** Tells of growth by the guest that was refused: the only -1 that this function ever gives. */
  private abstract static class Refusing extends Seams {
    private static final FunctionType GROW = FunctionType.of(ValueType.I32).returning(ValueType.I32);
    private final List<LinearMemory> memories = new CopyOnWriteArrayList<>();

    abstract void refused(LinearMemory linear);

    @Override
    LinearMemory linear(BackendMemory real) {
      memories.add(real.linear());
      return real.linear();
    }

    @Override
    long[] call(BackendFunction real, long[] arguments) {
      long[] results = real.call(arguments);
      if (real.type().equals(GROW) && (int) results[0] == -1) {
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
