package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** An instance in a store of ours, which it uses until it is closed. */
final class WasmtimeInstance implements BackendInstance {
  private final GuestStore store;
  private final List<WasmtimeMemory> memories = new ArrayList<>();
  private volatile SequencedMap<String, BackendExtern> exports =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>());
  private boolean closed;

  /** Takes over one use of the store. */
  WasmtimeInstance(GuestStore store) {
    this.store = store;
  }

  GuestStore store() {
    return store;
  }

  /** Remembers that the instance defines a memory. */
  WasmtimeMemory define(WasmtimeMemory memory) {
    memories.add(memory);
    return memory;
  }

  void complete(SequencedMap<String, BackendExtern> all) {
    exports = all;
  }

  @Override
  public SequencedMap<String, BackendExtern> exports() {
    return exports;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (WasmtimeMemory memory : memories) {
      if (memory.end()) {
        store.remove(memory);
      }
    }
    store.release();
  }
}
