package io.github.wasminterop.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of every exception that this library throws on its own account. The family is closed: a
 * program can tell all cases apart with one {@code switch}.
 *
 * <p>What a host function throws passes through as it is, if it is unchecked; a null argument ends
 * in {@link NullPointerException}; and a raw {@link java.lang.foreign.MemorySegment} or {@link
 * java.nio.Buffer} that was handed out reports misuse in the JDK's own way.
 */
public abstract sealed class WasmInteropException extends RuntimeException
    permits AlignmentException,
        AllocationException,
        AllocatorResolutionException,
        BackendException,
        BackendSelectionException,
        ClosedException,
        ConcurrentUseException,
        DescriptorException,
        ExportException,
        GuestExitException,
        HostFunctionException,
        InvalidArgumentException,
        InvalidModuleException,
        LinkException,
        MalformedTextException,
        MalformedValueException,
        MemoryLimitException,
        MemoryResolutionException,
        OutOfBoundsException,
        TrapException,
        TypeMismatchException,
        UnsupportedCapabilityException {
  private static final long serialVersionUID = 1L;

  WasmInteropException(String message) {
    super(message);
  }

  WasmInteropException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
