package io.github.wasminterop.backend.wasmtime;

import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much of its stack a thread has left. Guest code takes it for granted that it has all of
 * {@link #GUEST}, and the native code around it that it can call Java; a thread that has less ends
 * the JVM.
 *
 * <p>Known on Linux with glibc; elsewhere nothing is checked.
 */
final class StackSpace {
  /** How much stack guest code may use, from its outermost entry on. */
  static final long GUEST = 512 << 10;

  // 128 KiB were enough for each order of calls that was tried; 88 KiB were not.
  private static final long HOST = 192 << 10;

  private static final @Nullable Calls CALLS = Calls.find();
  private static final ThreadLocal<Bounds> BOUNDS =
      ThreadLocal.withInitial(
          () -> new Bounds(storage(Arena.ofAuto()), Objects.requireNonNull(CALLS).low()));

  private StackSpace() {}

  /**
   * Checks that guest code can be run.
   *
   * @param outermost whether no other code of the same store's is on the stack
   * @throws TrapException if the stack is too short
   */
  static void check(boolean outermost) {
    check(outermost, free());
  }

  /** Likewise, for a thread that has {@code free} bytes left. */
  static void check(boolean outermost, long free) {
    long needed = outermost ? GUEST + HOST : HOST;
    if (free < needed) {
      throw new TrapException(
          "call stack exhausted: this thread has %d KiB of stack left, and guest code on Wasmtime"
                  .formatted(free >> 10)
              + " needs %d; call it from a thread with a larger stack".formatted(needed >> 10),
          TrapKind.STACK_OVERFLOW,
          null);
    }
  }

  /** How many bytes the current thread has left, or more if that is not known. */
  static long free() {
    return CALLS == null ? Long.MAX_VALUE : free(CALLS);
  }

  private static long free(Calls calls) {
    if (Thread.currentThread().isVirtual()) { // its carrier may be another one each time
      try (Arena arena = Arena.ofConfined()) {
        return calls.pointer().read(storage(arena)) - calls.low();
      }
    }
    Bounds bounds = BOUNDS.get();
    return calls.pointer().read(bounds.storage()) - bounds.low();
  }

  private static MemorySegment storage(Arena arena) {
    return arena.allocate(StackPointer.STORED_SIZE, StackPointer.ALIGNMENT);
  }

  /** A platform thread's stack ends at {@code low}; {@code storage} is for its stack pointer. */
  private record Bounds(MemorySegment storage, long low) {}

  /** What the C library knows. */
  record Calls(
      StackPointer pointer,
      MethodHandle self,
      MethodHandle getAttributes,
      MethodHandle getStack,
      MethodHandle destroyAttributes) {

    @SuppressWarnings("restricted") // functions of the C library, with their types as documented
    static @Nullable Calls find() {
      StackPointer pointer = StackPointer.find();
      if (pointer == null) {
        return null;
      }
      Linker linker = Linker.nativeLinker();
      SymbolLookup symbols = linker.defaultLookup();
      var word = ValueLayout.JAVA_LONG;
      var address = ValueLayout.ADDRESS;
      var result = ValueLayout.JAVA_INT;
      try {
        return new Calls(
            pointer,
            linker.downcallHandle(symbols.findOrThrow("pthread_self"), FunctionDescriptor.of(word)),
            linker.downcallHandle(
                symbols.findOrThrow("pthread_getattr_np"),
                FunctionDescriptor.of(result, word, address)),
            linker.downcallHandle(
                symbols.findOrThrow("pthread_attr_getstack"),
                FunctionDescriptor.of(result, address, address, address)),
            linker.downcallHandle(
                symbols.findOrThrow("pthread_attr_destroy"),
                FunctionDescriptor.of(result, address)));
      } catch (NoSuchElementException e) {
        return null;
      }
    }

    /** Where the current thread's stack ends, or 0 if that cannot be found out. */
    long low() {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment attributes = arena.allocate(256, 16);
        MemorySegment low = arena.allocate(ValueLayout.JAVA_LONG);
        MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
        int failed = (int) getAttributes.invokeExact((long) self.invokeExact(), attributes);
        if (failed == 0) {
          failed = (int) getStack.invokeExact(attributes, low, size);
          failed |= (int) destroyAttributes.invokeExact(attributes);
        }
        return failed == 0 ? low.get(ValueLayout.JAVA_LONG, 0) : 0;
      } catch (Error e) {
        throw e;
      } catch (Throwable e) { // a method handle declares it
        throw new AssertionError(e);
      }
    }
  }
}
