package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExportSection;
import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.LinearMemory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An instance. The object is there before Chicory's, so that host functions which the start
 * function calls see it.
 *
 * <p>An instance whose exports others import is closed for the host at once, but keeps its memories
 * for those guests until the last of them is closed too.
 */
final class ChicoryInstance implements BackendInstance {
  private final boolean wrapped;
  private final List<NativeMemory> memories = new ArrayList<>();
  private final List<Runnable> releases = new ArrayList<>();
  private final Set<ChicoryInstance> used = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Object, BackendExtern> externs = new IdentityHashMap<>();
  private volatile @Nullable Instance instance;
  private @Nullable SequencedMap<String, BackendExtern> exports;
  private int users = 1;
  private boolean closed;

  private ChicoryInstance(boolean wrapped) {
    this.wrapped = wrapped;
  }

  /** An instance in the making; {@link #attach} completes it. */
  static ChicoryInstance begin() {
    return new ChicoryInstance(false);
  }

  /** An instance that a program made. */
  static ChicoryInstance wrap(Instance instance) {
    ChicoryInstance wrapper = new ChicoryInstance(true);
    wrapper.attach(instance);
    return wrapper;
  }

  boolean isWrapped() {
    return wrapped;
  }

  /** Tells which of Chicory's instances this is, as soon as that is known. */
  void attach(Instance made) {
    if (instance == null) {
      instance = made;
    }
  }

  @Nullable Instance nativeInstance() {
    return instance;
  }

  /** Takes over a memory that the instance defines. */
  NativeMemory define(NativeMemory memory) {
    memories.add(memory);
    return memory;
  }

  /** Remembers what to do when the instance is no longer used. */
  void onRelease(Runnable release) {
    releases.add(release);
  }

  /** Remembers the object by which the host knows something that the instance imports. */
  void known(Object nativeObject, BackendExtern extern) {
    externs.put(nativeObject, extern);
  }

  /** Keeps another instance's memories for as long as this one is used. */
  void use(@Nullable ChicoryInstance other) {
    if (other != null && used.add(other)) {
      synchronized (other) {
        other.users++;
      }
    }
  }

  @Override
  public synchronized SequencedMap<String, BackendExtern> exports() {
    SequencedMap<String, BackendExtern> result = exports;
    if (result == null) {
      // Nobody gets to see this object before it is attached.
      result = Collections.unmodifiableSequencedMap(exports(Objects.requireNonNull(instance)));
      exports = result;
    }
    return result;
  }

  private SequencedMap<String, BackendExtern> exports(Instance made) {
    SequencedMap<String, BackendExtern> result = new LinkedHashMap<>();
    ExportSection section = made.module().exportSection();
    for (int i = 0; i < section.exportCount(); i++) {
      Export export = section.getExport(i);
      switch (export.exportType()) {
        case FUNCTION -> result.put(export.name(), ChicoryFunction.of(made, export, this));
        case MEMORY -> result.put(export.name(), memory(made.memory(export.index())));
        case GLOBAL -> result.put(export.name(), global(made.global(export.index())));
        case TABLE -> result.put(export.name(), table(made.table(export.index())));
        case TAG -> {
          // There is no such kind in the SPI.
        }
      }
    }
    return result;
  }

  private BackendExtern memory(Memory memory) {
    if (memory instanceof NativeMemory ours) {
      return externs.computeIfAbsent(ours.bytes(), _ -> memory(ours.bytes()));
    }
    return externs.computeIfAbsent(
        memory,
        _ -> {
          MediatedMemory mediated = new MediatedMemory(memory);
          onRelease(mediated.linear()::close);
          return mediated;
        });
  }

  private ChicoryMemory memory(NativeBytes bytes) {
    if (!wrapped) {
      return new ChicoryMemory(bytes, bytes.linear());
    }
    LinearMemory own = bytes.follow();
    onRelease(() -> bytes.unfollow(own));
    return new ChicoryMemory(bytes, own);
  }

  private BackendExtern global(GlobalInstance global) {
    return externs.computeIfAbsent(global, _ -> new ChicoryGlobal(global));
  }

  private BackendExtern table(TableInstance table) {
    return externs.computeIfAbsent(table, _ -> new ChicoryTable(table, this));
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      if (users > 1) {
        memories.forEach(memory -> memory.bytes().end(null));
      }
    }
    release();
  }

  private void release() {
    synchronized (this) {
      users--;
      if (users > 0) {
        return;
      }
      memories.forEach(NativeMemory::close);
      releases.forEach(Runnable::run);
    }
    used.forEach(ChicoryInstance::release);
  }
}
