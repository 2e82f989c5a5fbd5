package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Faults of what the backend tells of the segment that holds a memory. */
final class SegmentFaults {

  static final List<Fault> ALL =
      List.of(
          Fault.of(
                  "stale-after-guest-growth",
                  "keeps the segment when a guest function returns",
                  () ->
                      new AskingSeams() {
                        @Override
                        void returned(Collection<LinearMemory> all) {}
                      },
                  "closing_3_36",
                  "temporal_3_01 02 03 04 05 06 07 09 10 11 12 13",
                  "refresh_5_06",
                  "memories_22_06",
                  "sequences_23_01")
              .because("in each a guest function grows the memory"),
          Fault.of(
                  "stale-after-trap",
                  "keeps the segment when a guest function traps or is left by an exception",
                  () ->
                      new AskingSeams() {
                        @Override
                        void failed(Collection<LinearMemory> all) {}
                      },
                  "temporal_3_01 02 03 04 05 06 07 09 10")
              .because("each is tried with a guest that grows the memory and traps"),
          Fault.of(
                  "stale-after-host-growth",
                  "keeps the segment when the host grows the memory",
                  () ->
                      new AskingSeams() {
                        @Override
                        void grown(LinearMemory linear) {}
                      },
                  "addresses_1_13",
                  "closing_3_38",
                  "temporal_3_01 02 03 04 05 06 07 09 10",
                  "threads_8_06",
                  "descriptors_20_06",
                  "memories_22_05",
                  "sequences_23_01",
                  "atomics_27_06")
              .because("in each the host grows the memory"),
          Fault.of(
                  "stale-in-callback",
                  "keeps the segment when the guest calls the host",
                  () ->
                      new AskingSeams() {
                        @Override
                        void entered(Collection<LinearMemory> all) {}
                      },
                  "temporal_3_01 09 10",
                  "refresh_5_08",
                  "sequences_23_01")
              .because("in each a guest grows the memory and calls the host, which looks at it"),
          Fault.of(
                  "second-growth-missed",
                  "notices the first growth of a memory, and no other",
                  FirstGrowth::new,
                  "temporal_3_01 02 03 04 05 06 07 09 10 11",
                  "refresh_5_06",
                  "threads_8_01 06",
                  "sequences_23_01")
              .because("in each a memory grows twice"),
          Fault.of(
              "generation-always-moves",
              "says after each call that the segment is another",
              AlwaysMoves::new,
              "cost_7_01"),
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
                      },
                  "spatial_1_01 02 03 06 09",
                  "temporal_3_10",
                  "threads_8_06",
                  "memories_22_01 06",
                  "sequences_23_01")
              .because("each asks for the size, or for the last bytes"));

  private SegmentFaults() {}

  private static final class FirstGrowth extends AskingSeams {
    private final Map<BackendMemory, Deque<MemorySegment>> known = new HashMap<>();

    @Override
    synchronized MemorySegment segment(BackendMemory real) {
      MemorySegment now = super.segment(real);
      Deque<MemorySegment> two = known.computeIfAbsent(real, _ -> new ArrayDeque<>());
      if (two.isEmpty() || (two.size() < 2 && two.getLast().byteSize() != now.byteSize())) {
        two.add(now);
      }
      return two.getLast();
    }
  }

  private static final class AlwaysMoves extends Seams {

    @Override
    void returned(Collection<LinearMemory> all) {
      for (LinearMemory linear : all) {
        if (!linear.isClosed() && linear.mediated() == null) {
          linear.replace(Objects.requireNonNull(linear.segment()));
        }
      }
    }
  }
}
