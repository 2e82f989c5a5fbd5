package io.github.wasminterop.backend.chicory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that the operating system has set aside. They take room only where they have been
 * written to, and read as zeros elsewhere.
 */
@SuppressWarnings("restricted")
final class Reservation {
  private static final int READ_AND_WRITE = 3;
  private static final int PRIVATE_ANONYMOUS_NORESERVE = 0x4022;
  private static final long FAILED = -1;

  private final MemorySegment bytes;

  private Reservation(MemorySegment bytes) {
    this.bytes = bytes;
  }

  /** Why this JVM cannot reserve, or nothing if it can. */
  static Optional<String> obstacle() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
        || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      return Optional.of("the backend knows how to reserve addresses on 64-bit Linux only");
    }
    Module module = Reservation.class.getModule();
    return module.isNativeAccessEnabled()
        ? Optional.empty()
        : Optional.of(
            "the JVM denies native access; start it with --enable-native-access="
                + (module.isNamed() ? module.getName() : "ALL-UNNAMED"));
  }

  /** Reserves, or gives null if the operating system refuses. */
  static @Nullable Reservation of(long byteSize) {
    MemorySegment start = Calls.map(byteSize);
    return start.address() == FAILED ? null : new Reservation(start.reinterpret(byteSize));
  }

  /** All of it, in no arena. */
  MemorySegment bytes() {
    return bytes;
  }

  /** Gives the addresses back; nobody may use them any more. */
  void release() {
    Calls.unmap(bytes);
  }

  /** The calls of the C library; a class of its own, because linking them takes a while. */
  private static final class Calls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
    private static final MethodHandle MMAP =
        LINKER.downcallHandle(
            LIBRARY.findOrThrow("mmap"),
            FunctionDescriptor.of(
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG));
    private static final MethodHandle MUNMAP =
        LINKER.downcallHandle(
            LIBRARY.findOrThrow("munmap"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

    private Calls() {}

    static MemorySegment map(long byteSize) {
      try {
        return (MemorySegment)
            MMAP.invokeExact(
                MemorySegment.NULL, byteSize, READ_AND_WRITE, PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
      } catch (Throwable e) { // what a downcall declares and never throws
        throw new AssertionError(e);
      }
    }

    static void unmap(MemorySegment bytes) {
      try {
        int result = (int) MUNMAP.invokeExact(bytes, bytes.byteSize());
        if (result != 0) {
          throw new IllegalStateException("munmap refused " + bytes);
        }
      } catch (RuntimeException e) {
        throw e;
      } catch (Throwable e) { // what a downcall declares and never throws
        throw new AssertionError(e);
      }
    }
  }
}
