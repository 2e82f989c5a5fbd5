package io.github.wasminterop;

import io.github.wasminterop.error.AllocationException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.ValueType;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The stack that a guest built with wasm-bindgen keeps in its memory, where callers make room for
 * results that are returned through memory.
 *
 * <pre>{@code
 * try (StackFrame frame = instance.shadowStack().push(16)) {
 *   instance.function("greet").call(frame.pointer(), name.pointer(), name.length());
 *   long pointer = frame.data().getU32(0);
 *   long length = frame.data().getU32(4);
 * }
 * }</pre>
 *
 * <p>Use one object of this class for an instance, which knows what is on the stack, and from one
 * thread at a time: another one is refused with {@link
 * io.github.wasminterop.error.ConcurrentUseException}.
 */
public final class ShadowStack {
  private static final String EXPORT = "__wbindgen_add_to_stack_pointer";
  private static final FunctionType TYPE = FunctionType.of(ValueType.I32).returning(ValueType.I32);
  private static final long ALIGNMENT = 16;
  private static final long LARGEST = 1 << 30;

  private final WasmInstance instance;
  private final WasmMemory memory;
  private final WasmFunction add;
  private final ExclusiveUse use = new ExclusiveUse("the shadow stack");
  private final Deque<StackFrame> frames = new ArrayDeque<>();

  ShadowStack(WasmInstance instance) {
    this.instance = instance;
    this.memory = instance.memory();
    this.add = instance.function(EXPORT);
    if (!add.type().equals(TYPE)) {
      throw new TypeMismatchException(
          "%s: '%s' is %s instead of %s".formatted(instance, EXPORT, add.type(), TYPE));
    }
  }

  /**
   * Makes room on the stack. What it holds is what the guest left there.
   *
   * @param byteSize how many bytes, {@code 0 <= byteSize <= 1 GiB}; rounded up to a multiple of 16
   * @return the room, aligned to 16 bytes, to be closed by the caller
   * @throws InvalidArgumentException if {@code byteSize < 0} or {@code byteSize > 1 GiB}
   * @throws AllocationException if the stack has no such room inside the memory, or is not aligned;
   *     it is left as it was
   * @throws ClosedException if the instance is closed
   */
  public StackFrame push(long byteSize) {
    Ranges.checkNotNegative("byteSize", byteSize);
    if (byteSize > LARGEST) {
      throw new InvalidArgumentException(
          "a frame has 1 GiB at most, not %d bytes".formatted(byteSize));
    }
    use.enter();
    try {
      long size = (byteSize + ALIGNMENT - 1) & -ALIGNMENT;
      long pointer = add(-size);
      if (pointer == 0
          || pointer % ALIGNMENT != 0
          || pointer > memory.byteSize()
          || size > memory.byteSize() - pointer) {
        add(size);
        throw new AllocationException(
            "%s: the shadow stack has no room for %d bytes: it would begin at %d"
                .formatted(instance, size, pointer),
            size,
            ALIGNMENT,
            pointer);
      }
      StackFrame frame = new StackFrame(this, memory, pointer, size);
      frames.push(frame);
      return frame;
    } finally {
      use.exit();
    }
  }

  /** Takes a frame from the stack, and all that were pushed after it. */
  void pop(StackFrame frame) {
    use.enter();
    try {
      if (!frames.contains(frame)) {
        return;
      }
      StackFrame last;
      do {
        last = frames.pop();
        last.end();
      } while (last != frame);
      if (!instance.isClosed() && !memory.linear().isClosed()) {
        // A call that trapped has left the pointer where it was then.
        add(frame.pointer() + frame.byteSize() - add(0));
      }
    } finally {
      use.exit();
    }
  }

  /** Adds to the guest's stack pointer; gives its new value, unsigned. */
  private long add(long delta) {
    return Integer.toUnsignedLong((int) add.invoke(new long[] {(int) delta})[0]);
  }
}
