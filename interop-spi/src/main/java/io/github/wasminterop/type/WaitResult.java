package io.github.wasminterop.type;

/**
 * How a wait at an address of a shared memory ended.
 *
 * @see <a href="https://webassembly.github.io/threads/core/exec/instructions.html">Specification:
 *     memory.atomic.wait</a>
 */
public enum WaitResult {
  /** Another thread notified the address. The specification's 0. */
  WOKEN,
  /** The value at the address was not the expected one, so the thread did not wait. Its 1. */
  NOT_EQUAL,
  /** Nobody notified the address in time. Its 2. */
  TIMED_OUT
}
