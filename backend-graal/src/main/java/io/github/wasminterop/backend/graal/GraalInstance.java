package io.github.wasminterop.backend.graal;

import io.github.wasminterop.spi.BackendExtern;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.binary.BinaryModule;
import io.github.wasminterop.type.ExternKind;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.GlobalType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.TableType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Value;

/** An instance that the library made. */
final class GraalInstance implements BackendInstance {
  private final List<Store> held = new ArrayList<>();
  private final List<GraalMemory> memories = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile SequencedMap<String, BackendExtern> exports =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

  @Override
  public SequencedMap<String, BackendExtern> exports() {
    return exports;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      memories.forEach(GraalMemory::end);
      held.forEach(Store::release);
    }
  }

  /** Takes over a hold of a store, which ends with the instance. */
  void holds(Store store) {
    held.add(store);
  }

  /**
   * Takes the exports of the finished instance. Call it inside the guard.
   *
   * @param imported the memories, globals and tables that the module imports, of each kind in order
   */
  void bind(
      BinaryModule module,
      Guard guard,
      Value exported,
      Map<ExternKind, List<BackendExtern>> imported) {
    record Key(ExternKind kind, int index) {}
    Map<Key, BackendExtern> known = new HashMap<>();
    imported.forEach(
        (kind, externs) -> {
          for (int i = 0; i < externs.size(); i++) {
            known.put(new Key(kind, i), externs.get(i));
          }
        });
    SequencedMap<String, BackendExtern> result = new LinkedHashMap<>();
    for (BinaryModule.Export export : module.exports()) {
      String name = export.type().name();
      Key key = new Key(export.type().type().kind(), export.index());
      BackendExtern extern = known.get(key);
      if (extern == null) {
        Value value = exported.getMember(name);
        extern =
            switch (export.type().type()) {
              case FunctionType type -> new GraalFunction(guard, value, type);
              case GlobalType type -> new GraalGlobal(guard, value, type);
              case TableType type -> new GraalTable(guard, value, type);
              case MemoryType type -> memory(guard, value, type);
            };
        known.put(key, extern);
      }
      result.put(name, extern);
    }
    exports = Collections.unmodifiableSequencedMap(result);
  }

  private GraalMemory memory(Guard guard, Value value, MemoryType type) {
    GraalMemory memory = new GraalMemory(guard, value, type);
    memories.add(memory);
    return memory;
  }
}
