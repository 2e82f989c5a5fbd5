package io.github.wasminterop.backend.wasmtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Where the stack pointer is, from a function of the C library that stores it among other things.
 * Known on Linux with glibc.
 *
 * @param function takes the address to store at
 * @param offset where the stack pointer is in what it stores
 * @param guard what the stored stack pointer has been combined with by exclusive or
 * @param turn by how many bits the combination has then been rotated to the left
 */
record StackPointer(MethodHandle function, long offset, long guard, int turn) {
  /** How many bytes there must be for what the function stores. */
  static final long STORED_SIZE = 8 << 10;

  /** The alignment of what it stores. */
  static final long ALIGNMENT = 16;

  private static final long RANDOM_BYTES = 25; // AT_RANDOM of getauxval
  private static final long CALLS_APART = 4 << 10;

  /** The fastest way that this machine has, or null if none is known. */
  static @Nullable StackPointer find() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return null;
    }
    try {
      return switch (System.getProperty("os.arch", "")) {
        case "amd64" -> {
          StackPointer documented = ofContext(160); // uc_mcontext.gregs[REG_RSP]
          StackPointer faster = ofJump();
          yield faster.agreesWith(documented) ? faster : documented;
        }
        case "aarch64" -> ofContext(432); // uc_mcontext.sp
        default -> null;
      };
    } catch (NoSuchElementException e) {
      return null;
    }
  }

  /** By a documented structure, but each time it asks the kernel for the thread's signals. */
  static StackPointer ofContext(long offset) {
    return new StackPointer(storing("getcontext"), offset, 0, 0);
  }

  /**
   * Without a call of the kernel, but glibc stores the stack pointer with a secret that the kernel
   * gave to the process. How it does so is not documented, and to be compared before it is relied
   * on.
   */
  @SuppressWarnings("restricted") // a function of the C library, and the bytes it documents
  static StackPointer ofJump() {
    Linker linker = Linker.nativeLinker();
    MethodHandle find =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("getauxval"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    try {
      MemorySegment secret = ((MemorySegment) find.invokeExact(RANDOM_BYTES)).reinterpret(16);
      return new StackPointer(
          storing("_setjmp"), 48, secret.get(ValueLayout.JAVA_LONG_UNALIGNED, 8), 17);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) { // a method handle declares it
      throw new AssertionError(e);
    }
  }

  /** Whether both find the same stack. */
  boolean agreesWith(StackPointer other) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment storage = arena.allocate(STORED_SIZE, ALIGNMENT);
      return Math.abs(read(storage) - other.read(storage)) < CALLS_APART;
    }
  }

  /**
   * The stack pointer of the current thread.
   *
   * @param storage {@link #STORED_SIZE} bytes of native memory that no other thread uses
   */
  long read(MemorySegment storage) {
    try {
      int failed = (int) function.invokeExact(storage);
      return failed == 0
          ? Long.rotateRight(storage.get(ValueLayout.JAVA_LONG, offset), turn) ^ guard
          : Long.MAX_VALUE;
    } catch (Error e) {
      throw e;
    } catch (Throwable e) { // a method handle declares it
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("restricted") // functions of the C library, with their types as documented
  private static MethodHandle storing(String name) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
        Linker.Option.critical(false));
  }
}
