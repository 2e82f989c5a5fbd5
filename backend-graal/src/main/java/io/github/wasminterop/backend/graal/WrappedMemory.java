package io.github.wasminterop.backend.graal;

import io.github.wasminterop.error.BackendException;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.type.MemoryType;
import java.util.List;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A memory that somebody else made. Its access is mediated even where GraalWasm would give its
 * buffer, for the one callback that tells of growth belongs to the context's owner.
 */
final class WrappedMemory implements BackendMemory {
  private static final long MAXIMUM = MemoryType.of(0).upperBound();

  /** The types one of which every memory has, as far as importing it goes. */
  private static final List<MemoryType> KINDS =
      List.of(
          MemoryType.of(0),
          MemoryType.of(0).as64(),
          MemoryType.of(0, MAXIMUM).asShared(),
          MemoryType.of(0, MAXIMUM).asShared().as64());

  private final Guard guard;
  private final Value memory;
  private final MemoryType declared;
  private final LinearMemory linear;
  private long lastPages;
  private @Nullable Grower grower;

  /**
   * A memory.
   *
   * @param declared its type, as far as it is known
   */
  WrappedMemory(Guard guard, Value memory, MemoryType declared) {
    this.guard = guard;
    this.memory = memory;
    this.declared = declared;
    this.linear = LinearMemory.mediated(new ValueAccess(guard, memory));
    this.lastPages = declared.minimum();
  }

  @Override
  public MemoryType type() {
    try {
      lastPages = linear.byteSize() / MemoryType.PAGE_SIZE;
    } catch (WasmInteropException e) {
      // The type is still there when the memory is not.
    }
    boolean wide = declared.memory64() || lastPages > MAXIMUM;
    return new MemoryType(lastPages, declared.maximum(), declared.shared(), wide);
  }

  @Override
  public LinearMemory linear() {
    return linear;
  }

  @Override
  public long grow(long delta) {
    return guard.get(
        () -> {
          Grower found = grower;
          if (found == null) {
            found = findGrower();
            grower = found;
          }
          return found.grow(delta);
        });
  }

  Guard guard() {
    return guard;
  }

  private Grower findGrower() {
    PolyglotException last = null;
    for (MemoryType type : KINDS) {
      try {
        return new Grower(guard.store().make(OwnModules.grower(type), memory), type.memory64());
      } catch (PolyglotException e) {
        last = e;
      }
    }
    throw new BackendException("GraalWasm does not let the memory grow", last);
  }

  /** A guest function that grows the memory. */
  private record Grower(Value function, boolean wide) {
    long grow(long delta) {
      if (wide) {
        return function.execute(delta).asLong();
      }
      return delta > MAXIMUM ? -1 : function.execute((int) delta).asInt();
    }
  }
}
