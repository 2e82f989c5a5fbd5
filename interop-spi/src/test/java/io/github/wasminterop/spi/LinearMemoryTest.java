package io.github.wasminterop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.error.ClosedException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LinearMemoryTest {
  private final MemorySegment small = Arena.ofAuto().allocate(8);
  private final MemorySegment large = Arena.ofAuto().allocate(16);

  @Test
  void aReplacedSegmentHasAGenerationOfItsOwn() {
    LinearMemory memory = LinearMemory.of(small);
    int before = memory.generation();
    assertThat(before).isNotEqualTo(LinearMemory.STALE);
    memory.replace(large);
    assertThat(memory.generation()).isNotIn(before, LinearMemory.STALE);
    assertThat(memory.segment()).isSameAs(large);
    assertThat(memory.byteSize()).isEqualTo(16);
  }

  @Test
  void invalidatingAMemoryThatIsToldOfGrowthChangesNothing() {
    LinearMemory memory = LinearMemory.of(small);
    int before = memory.generation();
    memory.invalidate();
    assertThat(memory.generation()).isEqualTo(before);
  }

  @Test
  void theBackendIsAskedOnceAfterEachInvalidation() {
    AtomicInteger asked = new AtomicInteger();
    LinearMemory memory =
        LinearMemory.asking(
            () -> {
              asked.incrementAndGet();
              return small;
            });
    assertThat(memory.generation()).isEqualTo(LinearMemory.STALE);
    assertThat(asked).hasValue(0);
    memory.segment();
    memory.segment();
    assertThat(asked).hasValue(1);
    memory.invalidate();
    assertThat(memory.generation()).isEqualTo(LinearMemory.STALE);
    memory.segment();
    assertThat(asked).hasValue(2);
  }

  @Test
  void theGenerationMovesOnlyWithTheSegment() {
    AtomicReference<MemorySegment> current = new AtomicReference<>(small);
    LinearMemory memory = LinearMemory.asking(current::get);
    memory.segment();
    int before = memory.generation();
    memory.invalidate();
    memory.segment();
    assertThat(memory.generation()).isEqualTo(before);
    current.set(large);
    memory.invalidate();
    assertThat(memory.segment()).isSameAs(large);
    assertThat(memory.generation()).isNotIn(before, LinearMemory.STALE);
  }

  @Test
  void aFixedMemoryIsAskedForItsSizeAndKeepsItsGeneration() {
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<MemorySegment> current = new AtomicReference<>(large.asSlice(0, 8));
    LinearMemory memory =
        LinearMemory.fixed(
            () -> {
              asked.incrementAndGet();
              return current.get();
            });
    assertThat(memory.byteSize()).isEqualTo(8);
    int before = memory.generation();
    assertThat(before).isNotEqualTo(LinearMemory.STALE);
    memory.invalidate();
    assertThat(memory.generation()).isEqualTo(before);
    assertThat(asked).hasValue(1);
    current.set(large);
    assertThat(memory.byteSize()).isEqualTo(large.byteSize());
    assertThat(memory.byteSize()).isEqualTo(large.byteSize());
    assertThat(memory.generation()).isEqualTo(before);
    assertThat(asked).hasValue(2);
    memory.close();
    assertThat(memory.generation()).isEqualTo(LinearMemory.STALE);
    assertThatThrownBy(memory::byteSize).isInstanceOf(ClosedException.class);
  }

  @SuppressWarnings("restricted") // makes two segments of one address
  @Test
  void aSegmentOfAClosedArenaIsNeverKept() {
    Arena arena = Arena.ofShared();
    MemorySegment first = arena.allocate(8);
    MemorySegment again = first.reinterpret(Arena.ofAuto(), null);
    AtomicReference<MemorySegment> current = new AtomicReference<>(first);
    LinearMemory memory = LinearMemory.asking(current::get);
    memory.segment();
    int before = memory.generation();
    arena.close();
    current.set(again);
    memory.invalidate();
    assertThat(memory.segment()).isSameAs(again);
    assertThat(memory.generation()).isNotEqualTo(before);
  }

  @Test
  void aMediatedMemoryHasNoSegment() {
    LinearMemory memory =
        LinearMemory.mediated(
            new MediatedAccess() {
              @Override
              public long byteSize() {
                return 65_536;
              }

              @Override
              public void read(long address, MemorySegment target) {}

              @Override
              public void write(long address, MemorySegment source) {}

              @Override
              public long load(long address, int byteSize) {
                return 0;
              }

              @Override
              public void store(long address, int byteSize, long value) {}
            });
    assertThat(memory.segment()).isNull();
    assertThat(memory.mediated()).isNotNull();
    assertThat(memory.generation()).isEqualTo(LinearMemory.STALE);
    assertThat(memory.byteSize()).isEqualTo(65_536);
    LinearMemory child = memory.child();
    assertThat(child.segment()).isNull();
    assertThat(child.mediated()).isSameAs(memory.mediated());
    assertThat(child.generation()).isEqualTo(LinearMemory.STALE);
    child.close();
    assertThatThrownBy(child::byteSize).isInstanceOf(ClosedException.class);
    assertThat(memory.byteSize()).isEqualTo(65_536);
  }

  @Test
  void afterCloseThereIsNothing() {
    LinearMemory memory = LinearMemory.of(small);
    memory.close();
    memory.close();
    assertThat(memory.isClosed()).isTrue();
    assertThat(memory.generation()).isEqualTo(LinearMemory.STALE);
    assertThatThrownBy(memory::segment).isInstanceOf(ClosedException.class);
    assertThatThrownBy(memory::byteSize).isInstanceOf(ClosedException.class);
  }

  @Test
  void closingWhileAnotherThreadAsksEndsItByAnException() throws Exception {
    for (int round = 0; round < 2000; round++) {
      LinearMemory memory = LinearMemory.of(small);
      FutureTask<Throwable> reader =
          new FutureTask<>(
              () ->
                  catchThrowable(
                      () -> {
                        while (true) {
                          assertThat(memory.byteSize()).isEqualTo(8);
                        }
                      }));
      Thread.ofPlatform().start(reader);
      Thread.sleep(0, 50_000);
      memory.close();
      assertThat(reader.get()).isExactlyInstanceOf(ClosedException.class);
    }
  }

  @Test
  void aChildHasTheSegmentsAndGenerationsOfItsParent() {
    LinearMemory memory = LinearMemory.of(small);
    LinearMemory child = memory.child();
    assertThat(child.segment()).isSameAs(small);
    assertThat(child.generation()).isEqualTo(memory.generation());
    memory.replace(large);
    assertThat(child.generation()).isEqualTo(LinearMemory.STALE);
    assertThat(child.segment()).isSameAs(large);
    assertThat(child.generation()).isEqualTo(memory.generation());
    assertThat(child.byteSize()).isEqualTo(16);
  }

  @Test
  void aClosedChildHasNothingAndItsParentGoesOn() {
    LinearMemory memory = LinearMemory.of(small);
    LinearMemory child = memory.child();
    LinearMemory other = memory.child();
    child.segment();
    other.segment();
    child.close();
    child.close();
    assertThat(child.isClosed()).isTrue();
    assertThat(child.generation()).isEqualTo(LinearMemory.STALE);
    assertThatThrownBy(child::segment).isInstanceOf(ClosedException.class);
    assertThat(memory.isClosed()).isFalse();
    assertThat(memory.segment()).isSameAs(small);
    assertThat(other.generation()).isEqualTo(memory.generation());
    memory.replace(large);
    assertThat(child.generation()).isEqualTo(LinearMemory.STALE);
  }

  @Test
  void childrenEndWithTheirParent() {
    LinearMemory memory = LinearMemory.of(small);
    LinearMemory child = memory.child();
    LinearMemory grandchild = child.child();
    assertThat(grandchild.segment()).isSameAs(small);
    memory.close();
    for (LinearMemory each : new LinearMemory[] {child, grandchild, memory.child()}) {
      assertThat(each.isClosed()).isTrue();
      assertThat(each.generation()).isEqualTo(LinearMemory.STALE);
      assertThatThrownBy(each::segment).isInstanceOf(ClosedException.class);
    }
  }

  @Test
  void childrenAskNoMoreOftenThanTheirParent() {
    AtomicInteger asked = new AtomicInteger();
    LinearMemory memory =
        LinearMemory.asking(
            () -> {
              asked.incrementAndGet();
              return small;
            });
    LinearMemory child = memory.child();
    LinearMemory grandchild = child.child();
    grandchild.segment();
    child.segment();
    memory.segment();
    assertThat(asked).hasValue(1);
    int before = grandchild.generation();
    memory.invalidate();
    assertThat(child.generation()).isEqualTo(LinearMemory.STALE);
    assertThat(grandchild.generation()).isEqualTo(LinearMemory.STALE);
    memory.segment();
    assertThat(grandchild.segment()).isSameAs(small);
    assertThat(grandchild.generation()).isEqualTo(before);
    assertThat(asked).hasValue(2);
  }

  @Test
  void aChildOfAFixedMemoryKeepsItsGenerationAndFollowsTheSize() {
    AtomicReference<MemorySegment> current = new AtomicReference<>(large.asSlice(0, 8));
    LinearMemory memory = LinearMemory.fixed(current::get);
    LinearMemory child = memory.child();
    assertThat(child.byteSize()).isEqualTo(8);
    int before = child.generation();
    current.set(large);
    memory.invalidate();
    assertThat(child.generation()).isEqualTo(before).isNotEqualTo(LinearMemory.STALE);
    assertThat(child.byteSize()).isEqualTo(16);
  }

  @Test
  void aChildTakesNoSegmentOfItsOwn() {
    LinearMemory child = LinearMemory.of(small).child();
    assertThatThrownBy(() -> child.replace(large)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void heapSegmentsAreRefused() {
    MemorySegment heap = MemorySegment.ofArray(new byte[8]);
    assertThatThrownBy(() -> LinearMemory.of(heap)).isInstanceOf(IllegalArgumentException.class);
  }
}
