package io.github.wasminterop;

import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.spi.LinearMemory;

/**
 * Room on a guest's {@link ShadowStack}, until it is closed. Views of it end then, as those of an
 * {@link AllocationScope} do; segments and buffers taken from them don't.
 */
public final class StackFrame implements AutoCloseable {
  private final ShadowStack stack;
  private final LinearMemory life;
  private final WasmMemory memory;
  private final long pointer;
  private final long byteSize;

  StackFrame(ShadowStack stack, WasmMemory memory, long pointer, long byteSize) {
    this.stack = stack;
    this.life = memory.linear().child();
    this.memory = memory.scoped(life);
    this.pointer = pointer;
    this.byteSize = byteSize;
  }

  /** {@return the address of the first byte, a multiple of 16} */
  public long pointer() {
    return pointer;
  }

  /** {@return the size in bytes, a multiple of 16} */
  public long byteSize() {
    return byteSize;
  }

  /**
   * A view of the frame, for values of mixed types.
   *
   * @return the data
   * @throws ClosedException if the frame or the instance is closed
   */
  public DataView data() {
    return memory.data(pointer, byteSize);
  }

  /**
   * Gives the room back: the guest's stack pointer is again what it was before the frame was
   * pushed, even if a call has trapped meanwhile. Frames that were pushed after it are closed, too.
   * If the instance is closed already, the guest isn't called. Closing again does nothing.
   *
   * @throws io.github.wasminterop.error.ConcurrentUseException if another thread is using the
   *     stack; the frame stays open
   */
  @Override
  public void close() {
    stack.pop(this);
  }

  void end() {
    life.close();
  }
}
