package io.github.wasminterop;

import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.MemoryLimitException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.spi.BackendMemory;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.spi.MediatedAccess;
import io.github.wasminterop.type.MemoryType;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A linear memory of a guest, or one that the host made to be imported.
 *
 * <pre>{@code
 * WasmMemory memory = instance.memory();
 * U8View header = memory.view(ElementType.U8, 1024, 16);
 * memory.writeUtf8(2048, 64, "héllo");
 * memory.grow(1);                                        // header goes on
 * }</pre>
 *
 * <p>A memory lives as long as the instance that defines it, or the runtime that made it. After
 * that every method but {@link #name}, {@link #isZeroCopy} and {@link #type} throws {@link
 * ClosedException}.
 */
public final class WasmMemory implements WasmExtern {
  private static final long MEDIATED_CHUNK = 1L << 30;

  private final Origin origin;
  private final String name;
  private final BackendMemory memory;
  private final LinearMemory linear;
  private final @Nullable WasmMemory whole;

  WasmMemory(Origin origin, String name, BackendMemory memory) {
    this(origin, name, memory, memory.linear(), null);
  }

  private WasmMemory(
      Origin origin,
      String name,
      BackendMemory memory,
      LinearMemory linear,
      @Nullable WasmMemory whole) {
    this.origin = origin;
    this.name = name;
    this.memory = memory;
    this.linear = linear;
    this.whole = whole;
  }

  @Override
  public MemoryType type() {
    return memory.type();
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Tells how views of this memory work.
   *
   * @return true if they address the guest's bytes themselves; false if each access is mediated by
   *     the runtime, which is slower, and {@link WasmView#segment()} and {@link WasmView#buffer()}
   *     are refused
   */
  public boolean isZeroCopy() {
    return linear.mediated() == null;
  }

  /** {@return the current size in bytes} */
  public long byteSize() {
    checkOpen(name);
    return linear.byteSize();
  }

  /** {@return the current size in pages of 65 536 bytes} */
  public long pages() {
    return byteSize() / MemoryType.PAGE_SIZE;
  }

  /**
   * Grows the memory by pages of zeros. Views go on; segments and buffers taken before may be
   * closed.
   *
   * @param delta by how many pages, {@code delta >= 0}
   * @return the size in pages before
   * @throws io.github.wasminterop.error.InvalidArgumentException if {@code delta < 0}
   * @throws MemoryLimitException if {@code pages() + delta} is above the memory's maximum or what
   *     the runtime or the host has room for; nothing changed
   */
  public long grow(long delta) {
    Ranges.checkNotNegative("delta", delta);
    long pages = pages();
    long before = delta > type().upperBound() - pages ? -1 : memory.grow(delta);
    if (before < 0) {
      throw new MemoryLimitException(
          "%s cannot grow by %d pages: it has %d, and may have %d at most, if the host has the room"
              .formatted(name, delta, pages, type().upperBound()),
          Ranges.saturatedSum(pages, delta),
          null);
    }
    return before;
  }

  /**
   * A view of a fixed range.
   *
   * @param type the type of the elements
   * @param pointer the address of the first element in bytes, unsigned, a multiple of the element's
   *     size
   * @param length the number of elements, {@code length >= 0}
   * @param <V> the class of the view
   * @return the view
   * @throws OutOfBoundsException if {@code pointer + length * type.byteSize() > byteSize()}, or
   *     either is negative
   * @throws io.github.wasminterop.error.AlignmentException if {@code pointer % type.byteSize() !=
   *     0}
   */
  public <V extends WasmView<?, ?>> V view(ElementType<V> type, long pointer, long length) {
    checkOpen(name);
    return view(type.name(), type, pointer, length);
  }

  /**
   * A view of a fixed range of bytes.
   *
   * @param pointer the address of the first byte, unsigned
   * @param byteLength the number of bytes, {@code byteLength >= 0}
   * @return the view
   * @throws OutOfBoundsException if {@code pointer + byteLength > byteSize()}, or either is
   *     negative
   */
  public U8View bytes(long pointer, long byteLength) {
    return view(ElementType.U8, pointer, byteLength);
  }

  /**
   * A view of a fixed range of bytes that hold values of mixed types.
   *
   * @param pointer the address of the first byte, unsigned
   * @param byteLength the number of bytes, {@code byteLength >= 0}
   * @return the view
   * @throws OutOfBoundsException if {@code pointer + byteLength > byteSize()}, or either is
   *     negative
   */
  public DataView data(long pointer, long byteLength) {
    return view(ElementType.DATA, pointer, byteLength);
  }

  /**
   * An array of structs.
   *
   * @param type the struct
   * @param pointer the address of the first struct in bytes, unsigned, a multiple of {@code
   *     type.alignment()}
   * @param length the number of structs, {@code length >= 0}
   * @param <R> the class of the values
   * @return the array
   * @throws OutOfBoundsException if {@code pointer + length * type.byteSize() > byteSize()}, or
   *     either is negative
   * @throws io.github.wasminterop.error.AlignmentException if {@code pointer % type.alignment() !=
   *     0}
   * @throws io.github.wasminterop.error.TypeMismatchException if the struct has pointers of another
   *     size than the memory's; see {@link StructType#memory64()}
   */
  public <R> StructArray<R> structs(StructType<R> type, long pointer, long length) {
    checkOpen(name);
    return structs(type.name(), type, pointer, length);
  }

  /**
   * Reads one struct.
   *
   * @param type the struct
   * @param pointer its address in bytes, unsigned, a multiple of {@code type.alignment()}
   * @param <R> the class of the value
   * @return the value; see {@link #structs} and {@link StructArray#get} for what can go wrong
   */
  public <R> R readStruct(StructType<R> type, long pointer) {
    return structs(type, pointer, 1).get(0);
  }

  /**
   * Writes one struct, all of it or, if anything is refused, nothing.
   *
   * @param type the struct
   * @param pointer its address in bytes, unsigned, a multiple of {@code type.alignment()}
   * @param value the value; see {@link #structs} and {@link StructArray#set} for what can go wrong
   * @param <R> the class of the value
   */
  public <R> void writeStruct(StructType<R> type, long pointer, R value) {
    structs(type, pointer, 1).set(0, value);
  }

  /**
   * Reads UTF-8 text strictly: {@code readText(pointer, byteLength, TextEncoding.UTF_8)}.
   *
   * @param pointer the address of the first byte, unsigned
   * @param byteLength the number of bytes, {@code byteLength >= 0}
   * @return the text
   * @throws OutOfBoundsException if {@code pointer + byteLength > byteSize()}, or either is
   *     negative
   * @throws io.github.wasminterop.error.MalformedTextException if the bytes are not UTF-8
   */
  public String readUtf8(long pointer, long byteLength) {
    return readText(pointer, byteLength, TextEncoding.UTF_8);
  }

  /**
   * Reads text.
   *
   * @param pointer the address of the first byte, unsigned, of any alignment
   * @param byteLength the number of bytes, {@code byteLength >= 0}
   * @param encoding the encoding, and what to do with malformed bytes and a byte order mark
   * @return the text
   * @throws OutOfBoundsException if {@code pointer + byteLength > byteSize()}, or either is
   *     negative, or {@code byteLength > Integer.MAX_VALUE - 8}
   * @throws io.github.wasminterop.error.MalformedTextException if the bytes are not text in the
   *     encoding, and it is not lossy
   */
  public String readText(long pointer, long byteLength, TextEncoding encoding) {
    checkOpen(name);
    return TextAccess.read(this, name, pointer, byteLength, encoding);
  }

  /**
   * Reads text whose end the memory tells.
   *
   * @param pointer the address by which the guest knows the string, unsigned, of any alignment
   * @param format how the string lies there
   * @return the text
   * @throws OutOfBoundsException if the string, with its NUL or length, does not lie inside the
   *     memory; if there is no NUL within the format's limit; or if the text has more than {@code
   *     Integer.MAX_VALUE - 8} bytes. Nothing behind the limit is read
   * @throws io.github.wasminterop.error.MalformedTextException if the bytes are not text in the
   *     format's encoding, and it is not lossy
   */
  public String readText(long pointer, TextFormat format) {
    checkOpen(name);
    return TextAccess.read(this, name, pointer, format);
  }

  /**
   * Writes text as UTF-8, without a byte order mark or a final NUL.
   *
   * @param pointer the address of the first byte, unsigned
   * @param capacity how many bytes there is room for, {@code capacity >= 0}
   * @param text the text
   * @return how many bytes were written
   * @throws OutOfBoundsException if {@code pointer + capacity > byteSize()}, or either is negative,
   *     or the encoded text is longer than {@code capacity}; nothing was written
   * @throws io.github.wasminterop.error.MalformedTextException if the text has a surrogate without
   *     its other half
   */
  public int writeUtf8(long pointer, long capacity, String text) {
    return writeText(pointer, capacity, text, TextEncoding.UTF_8);
  }

  /**
   * Writes text, without a byte order mark or a final NUL.
   *
   * @param pointer the address of the first byte, unsigned, of any alignment
   * @param capacity how many bytes there is room for, {@code capacity >= 0}
   * @param text the text
   * @param encoding the encoding, and what to do with characters that it does not have
   * @return how many bytes were written
   * @throws OutOfBoundsException if {@code pointer + capacity > byteSize()}, or either is negative,
   *     or the encoded text is longer than {@code capacity}; nothing was written
   * @throws io.github.wasminterop.error.MalformedTextException if the encoding cannot express the
   *     text; nothing was written
   */
  public int writeText(long pointer, long capacity, String text, TextEncoding encoding) {
    checkOpen(name);
    return TextAccess.write(this, name, pointer, capacity, encoding.encode(name, text));
  }

  /**
   * Writes text together with what tells its end: a NUL, or its length.
   *
   * @param pointer the address by which the guest knows the string, unsigned, of any alignment
   * @param capacity how many bytes there is room for from there on, {@code capacity >= 0}; the
   *     length of {@link TextFormat#assemblyScript()} lies before the pointer and does not count
   * @param text the text
   * @param format how the string is to lie there
   * @return how many bytes were written, NUL or length included
   * @throws OutOfBoundsException if {@code pointer + capacity > byteSize()}, or either is negative;
   *     if there is no room for a length that lies before the pointer; or if the string is longer
   *     than {@code capacity} or what the format can tell. Nothing was written
   * @throws io.github.wasminterop.error.MalformedTextException if the encoding cannot express the
   *     text, or it has a NUL where the format ends at one; nothing was written
   */
  public int writeText(long pointer, long capacity, String text, TextFormat format) {
    checkOpen(name);
    return TextAccess.write(this, name, pointer, capacity, text, format);
  }

  /** The memory's name and type. */
  @Override
  public String toString() {
    return name + " " + type();
  }

  /** A view of a fixed range, under a name for messages. */
  <V extends WasmView<?, ?>> V view(
      String viewName, ElementType<V> type, long pointer, long length) {
    checkOpen(viewName);
    return type.create(
        new ViewSource(this, type, viewName, false, new ViewSource.Range(pointer, length), null));
  }

  /** An array of structs, under a name for messages. */
  <R> StructArray<R> structs(String arrayName, StructType<R> type, long pointer, long length) {
    checkOpen(arrayName);
    return StructArray.of(this, type, arrayName, new ViewSource.Range(pointer, length), null);
  }

  /** Whether two objects stand for the same memory. */
  boolean isSameAs(WasmMemory other) {
    return backend().equals(other.backend());
  }

  Origin origin() {
    return origin;
  }

  BackendMemory backend() {
    return memory;
  }

  LinearMemory linear() {
    return linear;
  }

  /** The same memory for views that end earlier: when {@code life}, a child of its own, does. */
  WasmMemory scoped(LinearMemory life) {
    return new WasmMemory(origin, name, memory, life, this);
  }

  MediatedAccess mediated() {
    return Objects.requireNonNull(linear.mediated());
  }

  void checkOpen(String subject) {
    if (linear.isClosed()) {
      throw closed(subject);
    }
  }

  /** The segment of the whole memory as it is now, or null if the memory is mediated. */
  @Nullable MemorySegment segment(String subject) {
    checkOpen(subject);
    return linear.segment();
  }

  /** Reads an unchecked integer of 1, 2, 4 or 8 bytes, of any alignment, zero-extended. */
  long load(String subject, long address, int byteSize) {
    MemorySegment whole = segment(subject);
    Ranges.checkInMemory(subject, address, byteSize, 1, linear.byteSize());
    if (whole == null) {
      return mediated().load(address, byteSize);
    }
    try {
      return Elements.load(whole, address, byteSize);
    } catch (IllegalStateException e) {
      throw lost(subject, whole, e);
    }
  }

  /** Reads a checked range. */
  void read(String subject, long address, MemorySegment target) {
    MemorySegment whole = segment(subject);
    if (whole == null) {
      for (long offset = 0; offset < target.byteSize(); offset += MEDIATED_CHUNK) {
        long size = Math.min(MEDIATED_CHUNK, target.byteSize() - offset);
        mediated().read(address + offset, target.asSlice(offset, size));
      }
      return;
    }
    try {
      MemorySegment.copy(whole, address, target, 0, target.byteSize());
    } catch (IllegalStateException e) {
      throw lost(subject, whole, e);
    }
  }

  /** Writes a checked range. */
  void write(String subject, long address, MemorySegment source) {
    MemorySegment whole = segment(subject);
    if (whole == null) {
      for (long offset = 0; offset < source.byteSize(); offset += MEDIATED_CHUNK) {
        long size = Math.min(MEDIATED_CHUNK, source.byteSize() - offset);
        mediated().write(address + offset, source.asSlice(offset, size));
      }
      return;
    }
    try {
      MemorySegment.copy(source, 0, whole, address, source.byteSize());
    } catch (IllegalStateException e) {
      throw lost(subject, whole, e);
    }
  }

  /**
   * What to throw when an access found a segment closed: that the memory ended, that another thread
   * moved it meanwhile, or, if ours is alive, whatever it was.
   */
  RuntimeException lost(String subject, MemorySegment segment, IllegalStateException cause) {
    if (linear.isClosed()) {
      return closed(subject);
    }
    if (!segment.scope().isAlive()) {
      return new ConcurrentUseException(
          subject
              + ": another thread grew the memory during this access; use an instance from one"
              + " thread at a time");
    }
    return cause;
  }

  private ClosedException closed(String subject) {
    if (whole != null && !whole.linear.isClosed()) {
      return new ClosedException(
          subject + ": freed, because its allocation scope is closed; read what you need before",
          subject);
    }
    return new ClosedException(
        subject
            + ": the memory is closed, because its instance or runtime is; read what you need"
            + " before",
        subject);
  }
}
