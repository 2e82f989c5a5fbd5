package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** A backend that is not told of growth, and asks for the segment after guest code has run. */
class AskingSeams extends Seams {

  @Override
  LinearMemory linear(BackendMemory real) {
    // What somebody else made may be mediated by the real backend already.
    return real.linear().mediated() != null
        ? real.linear()
        : LinearMemory.asking(() -> segment(real));
  }

  /** The bytes of a memory as they are now. */
  MemorySegment segment(BackendMemory real) {
    return Objects.requireNonNull(real.linear().segment());
  }
}
