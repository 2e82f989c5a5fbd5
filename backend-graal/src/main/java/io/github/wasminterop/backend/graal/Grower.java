package io.github.wasminterop.backend.graal;

import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.type.MemoryType;
import java.util.List;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/**
 * A guest function that grows a memory, for contexts without the embedder object.
 *
 * @param function the function
 * @param wide whether the memory has 64-bit addresses
 */
record Grower(Value function, boolean wide) {
  private static final long MAXIMUM = MemoryType.of(0).upperBound();

  /** The types one of which every memory has, as far as importing it goes. */
  private static final List<MemoryType> KINDS =
      List.of(
          MemoryType.of(0),
          MemoryType.of(0).as64(),
          MemoryType.of(0, MAXIMUM).asShared(),
          MemoryType.of(0, MAXIMUM).asShared().as64());

  /** A function of its own for a memory of a store. */
  static Grower of(Store store, Value memory) {
    PolyglotException last = null;
    for (MemoryType type : KINDS) {
      try {
        return new Grower(store.make(OwnModules.grower(type), memory), type.memory64());
      } catch (PolyglotException e) {
        last = e;
      }
    }
    throw new BackendException("GraalWasm does not let the memory grow", last);
  }

  /**
   * Grows the memory.
   *
   * @return the pages it had before, or -1 if it cannot grow so far
   */
  long grow(long delta) {
    if (wide) {
      return function.execute(delta).asLong();
    }
    return delta != (int) delta ? -1 : function.execute((int) delta).asInt();
  }
}
