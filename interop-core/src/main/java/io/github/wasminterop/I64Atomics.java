package io.github.wasminterop;

import io.github.wasminterop.type.WaitResult;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Atomic access to the elements of a view, together with other threads: of Java's, and of guests
 * that use the atomic instructions. Made for {@linkplain
 * io.github.wasminterop.type.MemoryType#shared() shared} memories; works on all that are zero-copy.
 *
 * <pre>{@code
 * I64Atomics counters = memory.view(ElementType.I64, 0, 16).atomics();
 * counters.getAndAdd(3, 1);
 * counters.await(0, 0, TimeUnit.SECONDS.toNanos(1));         // until a guest notifies
 * counters.setVolatile(1, 42);
 * counters.notifyWaiters(1, Integer.MAX_VALUE);
 * }</pre>
 *
 * <p>The methods that {@link VarHandle} has, too, do what they do there. Those with volatile
 * semantics are the guest's sequentially consistent instructions.
 *
 * <p>Each method takes an index in elements, {@code 0 <= index < length()} of the view, and throws
 * {@link io.github.wasminterop.error.OutOfBoundsException} for any other, {@link
 * io.github.wasminterop.error.ClosedException} if the memory is closed, also if that happens while
 * a thread waits.
 *
 * <p><b>Threads.</b> Any number of threads may use one object at once, as long as none refreshes
 * the view.
 *
 * @see <a href="https://webassembly.github.io/threads/core/index.html">Specification: threads</a>
 */
public final class I64Atomics {
  private static final VarHandle ELEMENT =
      ((ValueLayout.OfLong) ElementType.I64.layout()).varHandle();

  private final AtomicRange range;

  I64Atomics(I64View view) {
    range = new AtomicRange(view);
  }

  /**
   * Reads an element, in the one order that all threads agree on.
   *
   * @param index the index in elements
   * @return the value
   */
  public long getVolatile(long index) {
    MemorySegment bytes = range.bytes();
    try {
      return (long) ELEMENT.getVolatile(bytes, range.offset(index));
    } catch (IllegalStateException e) {
      throw range.lost(bytes, e);
    }
  }

  /**
   * Writes an element, in the one order that all threads agree on.
   *
   * @param index the index in elements
   * @param value the value
   */
  public void setVolatile(long index, long value) {
    MemorySegment bytes = range.bytes();
    try {
      ELEMENT.setVolatile(bytes, range.offset(index), value);
    } catch (IllegalStateException e) {
      throw range.lost(bytes, e);
    }
  }

  /**
   * Reads an element. What another thread did before its {@link #setRelease} of the value is
   * visible afterwards.
   *
   * @param index the index in elements
   * @return the value
   */
  public long getAcquire(long index) {
    MemorySegment bytes = range.bytes();
    try {
      return (long) ELEMENT.getAcquire(bytes, range.offset(index));
    } catch (IllegalStateException e) {
      throw range.lost(bytes, e);
    }
  }

  /**
   * Writes an element. What this thread did before is visible to one that reads the value by {@link
   * #getAcquire}.
   *
   * @param index the index in elements
   * @param value the value
   */
  public void setRelease(long index, long value) {
    MemorySegment bytes = range.bytes();
    try {
      ELEMENT.setRelease(bytes, range.offset(index), value);
    } catch (IllegalStateException e) {
      throw range.lost(bytes, e);
    }
  }

  /**
   * Writes an element if it has the expected value, in one step.
   *
   * @param index the index in elements
   * @param expected the value that it must have
   * @param value the value that it gets
   * @return whether it had the expected value
   */
  public boolean compareAndSet(long index, long expected, long value) {
    MemorySegment bytes = range.bytes();
    try {
      return ELEMENT.compareAndSet(bytes, range.offset(index), expected, value);
    } catch (IllegalStateException e) {
      throw range.lost(bytes, e);
    }
  }

  /**
   * Writes an element if it has the expected value, in one step.
   *
   * @param index the index in elements
   * @param expected the value that it must have
   * @param value the value that it gets
   * @return the value before, which is the expected one if it was written
   */
  public long compareAndExchange(long index, long expected, long value) {
    MemorySegment bytes = range.bytes();
    try {
      return (long) ELEMENT.compareAndExchange(bytes, range.offset(index), expected, value);
    } catch (IllegalStateException e) {
      throw range.lost(bytes, e);
    }
  }

  /**
   * Reads an element and writes another value, in one step.
   *
   * @param index the index in elements
   * @param value the value that it gets
   * @return the value before
   */
  public long getAndSet(long index, long value) {
    MemorySegment bytes = range.bytes();
    try {
      return (long) ELEMENT.getAndSet(bytes, range.offset(index), value);
    } catch (IllegalStateException e) {
      throw range.lost(bytes, e);
    }
  }

  /**
   * Adds to an element, in one step, wrapping around on overflow.
   *
   * @param index the index in elements
   * @param delta what is added
   * @return the value before
   */
  public long getAndAdd(long index, long delta) {
    MemorySegment bytes = range.bytes();
    try {
      return (long) ELEMENT.getAndAdd(bytes, range.offset(index), delta);
    } catch (IllegalStateException e) {
      throw range.lost(bytes, e);
    }
  }

  /**
   * Clears all bits of an element that a mask does not have, in one step.
   *
   * @param index the index in elements
   * @param mask the mask
   * @return the value before
   */
  public long getAndBitwiseAnd(long index, long mask) {
    MemorySegment bytes = range.bytes();
    try {
      return (long) ELEMENT.getAndBitwiseAnd(bytes, range.offset(index), mask);
    } catch (IllegalStateException e) {
      throw range.lost(bytes, e);
    }
  }

  /**
   * Sets all bits of an element that a mask has, in one step.
   *
   * @param index the index in elements
   * @param mask the mask
   * @return the value before
   */
  public long getAndBitwiseOr(long index, long mask) {
    MemorySegment bytes = range.bytes();
    try {
      return (long) ELEMENT.getAndBitwiseOr(bytes, range.offset(index), mask);
    } catch (IllegalStateException e) {
      throw range.lost(bytes, e);
    }
  }

  /**
   * Inverts all bits of an element that a mask has, in one step.
   *
   * @param index the index in elements
   * @param mask the mask
   * @return the value before
   */
  public long getAndBitwiseXor(long index, long mask) {
    MemorySegment bytes = range.bytes();
    try {
      return (long) ELEMENT.getAndBitwiseXor(bytes, range.offset(index), mask);
    } catch (IllegalStateException e) {
      throw range.lost(bytes, e);
    }
  }

  /**
   * Waits until another thread notifies the element, if it has the expected value. Deciding to wait
   * and beginning to wait are one step: no notification after it is missed.
   *
   * @param index the index in elements
   * @param expected the value that the element must have
   * @param nanos for how long, in nanoseconds, or a negative number for ever
   * @return how the wait ended
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws io.github.wasminterop.error.TypeMismatchException if the memory is not shared
   * @throws io.github.wasminterop.error.UnsupportedCapabilityException if the backend lets only
   *     guests wait at this memory: {@link io.github.wasminterop.type.Capability#ATOMIC_WAIT}
   */
  public WaitResult await(long index, long expected, long nanos) throws InterruptedException {
    return range.await(index, (waits, address) -> waits.await(address, expected, nanos));
  }

  /**
   * Wakes threads that wait at an element, of Java and of guests, the one that waits longest first.
   * At a memory that is not shared none waits.
   *
   * @param index the index in elements
   * @param count how many at most, unsigned
   * @return how many were woken, unsigned
   * @throws io.github.wasminterop.error.UnsupportedCapabilityException if the backend lets only
   *     guests wait at this memory: {@link io.github.wasminterop.type.Capability#ATOMIC_WAIT}
   */
  public int notifyWaiters(long index, int count) {
    return range.notifyWaiters(index, count);
  }
}
