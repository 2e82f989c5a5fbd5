package io.github.wasminterop;

import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.AtomicWaits;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.WaitResult;
import java.lang.foreign.MemorySegment;

/** What atomic access to the elements of a view has in common, whatever their size. */
final class AtomicRange {
  private final WasmView<?, ?> view;
  private final int elementSize;

  AtomicRange(WasmView<?, ?> view) {
    this.view = view;
    this.elementSize = view.elementType().byteSize();
    view.requireAligned("atomic access");
    view.segment();
  }

  /** Waits at a checked address. */
  @FunctionalInterface
  interface Wait {
    WaitResult at(AtomicWaits waits, long address) throws InterruptedException;
  }

  MemorySegment bytes() {
    return view.segment();
  }

  long offset(long index) {
    Ranges.checkInView(view.name(), index, 1, view.length);
    return index * elementSize;
  }

  RuntimeException lost(MemorySegment bytes, IllegalStateException cause) {
    return view.memory().lost(view.name(), bytes, cause);
  }

  WaitResult await(long index, Wait wait) throws InterruptedException {
    WasmMemory memory = view.memory();
    memory.checkOpen(view.name());
    long address = view.pointer() + offset(index);
    if (!memory.type().shared()) {
      throw new TypeMismatchException(
          "%s: no thread can wait at a memory that is not shared: %s"
              .formatted(view.name(), memory));
    }
    WaitResult result = wait.at(waits(), address);
    memory.checkOpen(view.name());
    return result;
  }

  int notifyWaiters(long index, int count) {
    WasmMemory memory = view.memory();
    memory.checkOpen(view.name());
    long address = view.pointer() + offset(index);
    return memory.type().shared() ? waits().wake(address, count) : 0;
  }

  private AtomicWaits waits() {
    AtomicWaits waits = view.memory().backend().waits();
    if (waits == null) {
      throw new UnsupportedCapabilityException(
          "%s: the backend lets only guests wait at this memory, and notify it; call a function of the guest's that does"
              .formatted(view.name()),
          Capability.ATOMIC_WAIT);
    }
    return waits;
  }
}
