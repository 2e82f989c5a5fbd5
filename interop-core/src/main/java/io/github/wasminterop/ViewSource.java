package io.github.wasminterop;

import org.jspecify.annotations.Nullable;

/**
 * What a view is made of.
 *
 * @param resolver evaluates the view's descriptors anew, or null if its range is fixed
 */
record ViewSource(
    WasmMemory memory,
    ElementType<?> type,
    String name,
    boolean unaligned,
    Range range,
    @Nullable Resolver resolver) {

  /** Where a view is: its first byte, and how many elements it has. */
  record Range(long pointer, long length) {}

  /** Evaluates descriptors, once each. */
  @FunctionalInterface
  interface Resolver {
    Range resolve();
  }

  /** The same for another range that stays as it is. */
  ViewSource fixed(ElementType<?> otherType, String otherName, long pointer, long length) {
    return new ViewSource(
        memory, otherType, otherName, unaligned, new Range(pointer, length), null);
  }
}
