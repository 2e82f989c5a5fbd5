package io.github.wasminterop.faults;

import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An instance; the object is there before the real one, for host functions of its start. */
final class FaultyInstance implements BackendInstance {
  private final FaultyRuntime runtime;
  private final List<FaultyExtern.Memory> own = new CopyOnWriteArrayList<>();
  private volatile @Nullable BackendInstance real;
  private @Nullable SequencedMap<String, BackendExtern> exports;

  FaultyInstance(FaultyRuntime runtime) {
    this.runtime = runtime;
  }

  void attach(BackendInstance made) {
    real = made;
  }

  @Override
  public synchronized SequencedMap<String, BackendExtern> exports() {
    SequencedMap<String, BackendExtern> known = exports;
    BackendInstance made = real;
    if (known != null || made == null) {
      return known != null ? known : new LinkedHashMap<>();
    }
    SequencedMap<String, BackendExtern> wrapped = new LinkedHashMap<>();
    runtime.seams().exports(made).forEach((name, extern) -> wrapped.put(name, wrap(extern)));
    if (!wrapped.isEmpty()) { // the exports of an instance in the making may still come
      exports = Collections.unmodifiableSequencedMap(wrapped);
    }
    return wrapped;
  }

  private BackendExtern wrap(BackendExtern extern) {
    boolean imported = runtime.knows(extern);
    BackendExtern wrapped = runtime.wrap(extern);
    if (!imported && wrapped instanceof FaultyExtern.Memory memory) {
      own.add(memory);
    }
    return wrapped;
  }

  /** Ends the memories after an instantiation that failed. */
  void closeOwn() {
    own.forEach(memory -> memory.linear().close());
    own.forEach(memory -> runtime.forget(memory.real()));
  }

  @Override
  public void close() {
    BackendInstance made = real;
    List<LinearMemory> memories = own.stream().map(BackendMemory::linear).toList();
    if (made != null) {
      runtime.seams().close(made, memories);
    }
    own.forEach(memory -> runtime.forget(memory.real()));
  }
}
