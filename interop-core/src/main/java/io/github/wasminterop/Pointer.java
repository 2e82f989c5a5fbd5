package io.github.wasminterop;

import io.github.wasminterop.error.InvalidArgumentException;

/**
 * The address of something in a guest's memory, as a component of a record.
 *
 * <pre>{@code
 * record Node(int value, Pointer<Node> next) {}
 *
 * StructType<Node> type = StructType.of(MethodHandles.lookup(), Node.class);
 * for (Pointer<Node> at = head; !at.isNull(); at = memory.readStruct(type, at.address()).next()) { … }
 * }</pre>
 *
 * <p>It is stored as {@link io.github.wasminterop.abi.Scalar#POINTER}, 4 bytes, or 8 in a memory
 * with 64-bit addresses. Nothing is checked until it is used.
 *
 * @param address the address in bytes, unsigned, {@code address >= 0}
 * @param <T> what is there
 */
@SuppressWarnings("UnusedTypeParameter") // it tells the reader, and the compiler, what is there
public record Pointer<T>(long address) {

  /**
   * Checks the address.
   *
   * @throws InvalidArgumentException if {@code address < 0}
   */
  public Pointer {
    Ranges.checkNotNegative("address", address);
  }

  /**
   * The null pointer, of address 0.
   *
   * @param <T> what it does not point to
   * @return the pointer
   */
  public static <T> Pointer<T> ofNull() {
    return new Pointer<>(0);
  }

  /** {@return whether the address is 0} */
  public boolean isNull() {
    return address == 0;
  }
}
