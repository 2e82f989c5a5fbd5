package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.MediatedAccess;
import io.github.wasminterop.type.Capability;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/** A backend whose memories have no segment that it could give away. */
class MediatedSeams extends Seams {
  private final Function<BackendMemory, MediatedAccess> accesses;

  MediatedSeams(Function<BackendMemory, MediatedAccess> accesses) {
    this.accesses = accesses;
  }

  @Override
  Set<Capability> capabilities(Set<Capability> real) {
    Set<Capability> fewer = EnumSet.copyOf(real);
    fewer.remove(Capability.ZERO_COPY);
    return fewer;
  }

  @Override
  LinearMemory linear(BackendMemory real) {
    // What somebody else made may be mediated by the real backend already.
    return real.linear().mediated() != null
        ? real.linear()
        : LinearMemory.mediated(accesses.apply(real));
  }
}
