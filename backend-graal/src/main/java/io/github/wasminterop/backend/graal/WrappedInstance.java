package io.github.wasminterop.backend.graal;

import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import java.util.Collections;
import java.util.SequencedMap;

/** An instance that somebody else made. */
final class WrappedInstance implements BackendInstance {
  private final SequencedMap<String, BackendExtern> exports;

  WrappedInstance(SequencedMap<String, BackendExtern> exports) {
    this.exports = Collections.unmodifiableSequencedMap(exports);
  }

  @Override
  public SequencedMap<String, BackendExtern> exports() {
    return exports;
  }

  @Override
  public void close() {
    for (BackendExtern extern : exports.values()) {
      if (extern instanceof GraalMemory memory) {
        memory.end();
      }
    }
  }
}
