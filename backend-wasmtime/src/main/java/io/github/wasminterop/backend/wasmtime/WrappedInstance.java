package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import java.util.Collections;
import java.util.SequencedMap;

/** An instance that a program made. Closing it detaches from it. */
final class WrappedInstance implements BackendInstance {
  private final WrappedStore store;
  private final SequencedMap<String, BackendExtern> exports;

  WrappedInstance(WrappedStore store, SequencedMap<String, BackendExtern> exports) {
    this.store = store;
    this.exports = Collections.unmodifiableSequencedMap(exports);
  }

  @Override
  public SequencedMap<String, BackendExtern> exports() {
    return exports;
  }

  @Override
  public void close() {
    for (BackendExtern extern : exports.values()) {
      if (extern instanceof BackendMemory memory) {
        memory.linear().close();
      }
    }
    store.detach();
  }
}
