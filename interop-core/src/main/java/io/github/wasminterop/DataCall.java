package io.github.wasminterop;

import io.github.wasminterop.error.TypeMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call with Java data: its numbers, what was allocated for it, and what is to be copied back.
 */
final class DataCall implements AutoCloseable {
  private final WasmMemory memory;
  private final Supplier<WasmAllocator> allocator;
  private final List<Object> numbers = new ArrayList<>();
  private final List<Runnable> copies = new ArrayList<>();
  private @Nullable AllocationScope scope;

  DataCall(WasmMemory memory, Supplier<WasmAllocator> allocator) {
    this.memory = memory;
    this.allocator = allocator;
  }

  WasmMemory memory() {
    return memory;
  }

  /** What is allocated here is freed when the call is over. */
  AllocationScope scope() {
    AllocationScope opened = scope;
    if (opened == null) {
      opened = allocator.get().scope();
      scope = opened;
    }
    return opened;
  }

  void add(Object number) {
    numbers.add(number);
  }

  void add(long pointer, long length) {
    add(pointer);
    add(length);
  }

  Object[] numbers() {
    return numbers.toArray();
  }

  /** What to do when the guest's function has returned. */
  void afterwards(Runnable copy) {
    copies.add(copy);
  }

  void copyBack() {
    copies.forEach(Runnable::run);
  }

  void requireMemory(String subject, WasmMemory of) {
    if (!of.isSameAs(memory)) {
      throw new TypeMismatchException(
          "%s is a view of %s, another memory than the guest's %s; copy its elements to an array"
              .formatted(subject, of, memory));
    }
  }

  @Override
  public void close() {
    if (scope != null) {
      scope.close();
    }
  }
}
