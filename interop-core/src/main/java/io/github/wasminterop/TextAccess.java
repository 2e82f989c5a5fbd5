package io.github.wasminterop;

import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.OutOfBoundsException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Text in a memory. */
final class TextAccess {
  private static final int SCRATCH_FROM = 1 << 12;
  private static final int SCRATCH_UP_TO = 1 << 20;
  private static final int FIRST_CHUNK = 64;
  private static final int LAST_CHUNK = 1 << 15;

  /**
   * An array that bytes pass through on their way to a {@code String}, for whoever takes it first.
   * Making one for each text costs half as much again as decoding ASCII; for short texts it is the
   * cheaper way.
   */
  private static final AtomicReference<byte @Nullable []> SCRATCH = new AtomicReference<>();

  private TextAccess() {}

  /** Reads an unchecked range of bytes. */
  static String read(
      WasmMemory memory, String subject, long pointer, long byteLength, TextEncoding encoding) {
    Ranges.checkInMemory(subject, pointer, byteLength, 1, memory.linear().byteSize());
    if (byteLength > Integer.MAX_VALUE - 8) {
      throw Ranges.outside(subject + ": a Java array", 0, byteLength, Integer.MAX_VALUE - 8);
    }
    int size = (int) byteLength;
    if (size < SCRATCH_FROM || size > SCRATCH_UP_TO) {
      return decode(memory, subject, pointer, new byte[size], size, encoding);
    }
    byte[] scratch = SCRATCH.getAndSet(null);
    if (scratch == null || scratch.length < size) {
      scratch = new byte[Integer.highestOneBit(2 * size - 1)];
    }
    try {
      return decode(memory, subject, pointer, scratch, size, encoding);
    } finally {
      SCRATCH.set(scratch);
    }
  }

  private static String decode(
      WasmMemory memory,
      String subject,
      long pointer,
      byte[] bytes,
      int size,
      TextEncoding encoding) {
    memory.read(subject, pointer, MemorySegment.ofArray(bytes).asSlice(0, size));
    return encoding.decode(subject, bytes, 0, size);
  }

  /** Reads what lies behind an unchecked pointer. */
  static String read(WasmMemory memory, String subject, long pointer, TextFormat format) {
    TextEncoding encoding = format.encoding();
    return switch (format) {
      case TextFormat.NulTerminated(_, long maxBytes) -> {
        long size = byteLengthToNul(memory, subject, pointer, maxBytes, encoding.unitSize());
        yield read(memory, subject, pointer, size, encoding);
      }
      case TextFormat.LengthPrefixed(_, Scalar prefix) -> {
        long size = memory.load(subject, pointer, prefix.byteSize());
        yield read(memory, subject, pointer + prefix.byteSize(), size, encoding);
      }
      case TextFormat.AssemblyScript _ -> {
        long size = lengthBefore(memory, subject, pointer, format.bytesBeforePointer());
        yield read(memory, subject, pointer, size, encoding);
      }
    };
  }

  /** Writes bytes over the beginning of an unchecked range, all or none. */
  static int write(WasmMemory memory, String subject, long pointer, long capacity, byte[] bytes) {
    Ranges.checkInMemory(subject, pointer, capacity, 1, memory.linear().byteSize());
    Ranges.checkInView(subject, 0, bytes.length, capacity);
    memory.write(subject, pointer, MemorySegment.ofArray(bytes));
    return bytes.length;
  }

  /** Writes text so that an unchecked pointer is that of a string. */
  static int write(
      WasmMemory memory,
      String subject,
      long pointer,
      long capacity,
      String text,
      TextFormat format) {
    int before = format.bytesBeforePointer();
    Ranges.checkInMemory(subject, pointer, capacity, 1, memory.linear().byteSize());
    checkRoomBefore(subject, pointer, before);
    return write(
        memory, subject, pointer - before, capacity + before, format.encode(subject, text));
  }

  /** The unsigned integer that ends where an unchecked pointer points. */
  static long lengthBefore(WasmMemory memory, String subject, long pointer, int byteSize) {
    checkRoomBefore(subject, pointer, byteSize);
    return memory.load(subject, pointer - byteSize, byteSize);
  }

  private static void checkRoomBefore(String subject, long pointer, int byteSize) {
    if (pointer >= 0 && pointer < byteSize) {
      throw new OutOfBoundsException(
          "%s: there is no room for the %d bytes of a length before address %d; does it stand for null?"
              .formatted(subject, byteSize, pointer),
          subject,
          pointer - byteSize,
          byteSize,
          0);
    }
  }

  /**
   * How many bytes lie before the first unit that is zero. Looks at no byte behind it by more than
   * a chunk, nor behind the limit or the end of the memory.
   *
   * @param maxBytes how many bytes may be looked at
   * @param unitSize 1, 2, 4 or 8
   */
  static long byteLengthToNul(
      WasmMemory memory, String subject, long pointer, long maxBytes, int unitSize) {
    long memorySize = memory.linear().byteSize();
    Ranges.checkInMemory(subject, pointer, 0, 1, memorySize);
    long limit = Math.min(maxBytes, memorySize - pointer);
    limit -= limit % unitSize;
    byte[] chunk = new byte[(int) Math.min(FIRST_CHUNK, limit)];
    for (long done = 0; done < limit; ) {
      int size = (int) Math.min(chunk.length, limit - done);
      memory.read(subject, pointer + done, MemorySegment.ofArray(chunk).asSlice(0, size));
      int found = indexOfNul(chunk, size, unitSize);
      if (found >= 0) {
        return done + found;
      }
      done += size;
      if (chunk.length < LAST_CHUNK) {
        chunk = new byte[(int) Math.min(2L * chunk.length, Math.max(unitSize, limit - done))];
      }
    }
    throw new OutOfBoundsException(
        "%s: no NUL in the %d bytes from address %d on, %s"
            .formatted(
                subject,
                limit,
                pointer,
                maxBytes <= memorySize - pointer
                    ? "which are all that may be looked at"
                    : "where the memory ends"),
        subject,
        pointer,
        limit + unitSize,
        pointer + limit);
  }

  private static int indexOfNul(byte[] bytes, int size, int unitSize) {
    int zeros = 0;
    for (int i = 0; i < size; i++) {
      if (i % unitSize == 0) {
        zeros = 0;
      }
      if (bytes[i] == 0 && ++zeros == unitSize) {
        return i + 1 - unitSize;
      }
    }
    return -1;
  }
}
