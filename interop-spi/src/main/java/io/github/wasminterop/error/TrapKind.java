package io.github.wasminterop.error;

import java.util.regex.Pattern;

/**
 * What made a guest trap.
 *
 * @see <a href="https://webassembly.github.io/spec/core/intro/overview.html#trap">Specification:
 *     traps</a>
 */
public enum TrapKind {
  /** The {@code unreachable} instruction: an assertion, a panic, an abort. */
  UNREACHABLE("unreachable"),
  /** An access outside a linear memory, or a data segment that does not fit. */
  MEMORY_OUT_OF_BOUNDS(
      "out of bounds memory|out-of-bounds memory|memory access out of bounds|memory out of bounds"),
  /** An access outside a table, or an element segment that does not fit. */
  TABLE_OUT_OF_BOUNDS(
      "out of bounds table|table out of bounds|undefined element|table access out of bounds"),
  /** An indirect call through an element that is null. */
  UNINITIALIZED_ELEMENT("uninitialized element|null reference|null function"),
  /** An indirect call of a function of another type. */
  INDIRECT_CALL_TYPE_MISMATCH("indirect call type mismatch"),
  /** An integer division or remainder by zero. */
  INTEGER_DIVIDE_BY_ZERO("divide by zero|division by zero"),
  /**
   * An integer division, or a conversion from a floating-point number, whose result does not fit.
   */
  INTEGER_OVERFLOW("integer overflow"),
  /** A conversion of NaN to an integer. */
  INVALID_CONVERSION_TO_INTEGER("invalid conversion to integer"),
  /** The call stack is used up. */
  STACK_OVERFLOW("stack exhausted|stack overflow"),
  /** An atomic access whose address is not a multiple of its size. */
  UNALIGNED_ATOMIC("unaligned atomic"),
  /** {@code memory.atomic.wait} on a memory that is not shared. */
  EXPECTED_SHARED_MEMORY("expected shared memory"),
  /** An exception of the guest's language that nobody caught. */
  UNCAUGHT_EXCEPTION("uncaught exception"),
  /** Anything else; the message tells. */
  OTHER("");

  private final Pattern phrases;

  TrapKind(String phrases) {
    this.phrases = Pattern.compile(phrases, Pattern.CASE_INSENSITIVE);
  }

  /**
   * Recognises a trap by the wording that the specification's tests use and runtimes follow.
   *
   * @param message what a runtime says of the trap
   * @return the first kind one of whose phrases occurs in the message, whatever its case, or {@link
   *     #OTHER}
   */
  public static TrapKind of(String message) {
    for (TrapKind kind : values()) {
      if (kind.phrases.matcher(message).find()) {
        return kind;
      }
    }
    return OTHER;
  }
}
