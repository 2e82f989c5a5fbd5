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
  private final List<Object> numbers;
  private final List<Runnable> copies = new ArrayList<>();
  private @Nullable AllocationScope scope;
  private @Nullable DataCall moved;

  DataCall(WasmMemory memory, Supplier<WasmAllocator> allocator) {
    this(memory, allocator, new ArrayList<>());
  }

  private DataCall(WasmMemory memory, Supplier<WasmAllocator> allocator, List<Object> numbers) {
    this.memory = memory;
    this.allocator = allocator;
    this.numbers = numbers;
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

  /** The same call, in whose scope is allocated what the guest takes over. */
  DataCall moved() {
    DataCall made = moved;
    if (made == null) {
      made = new DataCall(memory, allocator, numbers);
      moved = made;
    }
    return made;
  }

  /** Leaves to the guest what it takes over: the call begins. */
  void handOver() {
    if (moved != null && moved.scope != null) {
      moved.scope.disownAll();
    }
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
    try (DataCall _ = moved;
        AllocationScope _ = scope) {
      // Both are closed, whatever the first throws.
    }
  }
}
