package io.github.wasminterop.spi;

import io.github.wasminterop.type.WaitResult;

/**
 * Waiting at the addresses of a shared memory, together with its guests.
 *
 * <p>Core passes only addresses that are aligned to the value's size, and inside the memory. Safe
 * for use by any number of threads; none of the methods waits for a guest that is running.
 *
 * @see <a href="https://webassembly.github.io/threads/core/exec/instructions.html">Specification:
 *     memory.atomic.wait and memory.atomic.notify</a>
 */
public interface AtomicWaits {

  /**
   * Waits until the address is notified.
   *
   * @param address the address of a 32-bit integer, unsigned
   * @param expected the value that it must have for the wait to begin
   * @param nanos for how long, or a negative number for ever
   * @return how the wait ended; {@link WaitResult#WOKEN} as well when the memory is closed
   *     meanwhile
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  WaitResult await(long address, int expected, long nanos) throws InterruptedException;

  /**
   * Waits until the address is notified.
   *
   * @param address the address of a 64-bit integer, unsigned
   * @param expected the value that it must have for the wait to begin
   * @param nanos for how long, or a negative number for ever
   * @return how the wait ended; {@link WaitResult#WOKEN} as well when the memory is closed
   *     meanwhile
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  WaitResult await(long address, long expected, long nanos) throws InterruptedException;

  /**
   * Wakes threads that wait at an address, the one that waits longest first.
   *
   * @param address the address, unsigned
   * @param count how many at most, unsigned
   * @return how many were woken, unsigned
   */
  int wake(long address, int count);
}
