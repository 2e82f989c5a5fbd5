package io.github.wasminterop;

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

  WasmMemory(Origin origin, String name, BackendMemory memory) {
    this.origin = origin;
    this.name = name;
    this.memory = memory;
    this.linear = memory.linear();
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
    return type.create(
        new ViewSource(
            this, type, type.name(), false, new ViewSource.Range(pointer, length), null));
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
   * Reads UTF-8 text strictly, keeping a byte order mark: {@link Utf8#STRICT}.
   *
   * @param pointer the address of the first byte, unsigned
   * @param byteLength the number of bytes, {@code byteLength >= 0}
   * @return the text
   * @throws OutOfBoundsException if {@code pointer + byteLength > byteSize()}, or either is
   *     negative
   * @throws io.github.wasminterop.error.MalformedTextException if the bytes are not UTF-8
   */
  public String readUtf8(long pointer, long byteLength) {
    return bytes(pointer, byteLength).utf8(Utf8.STRICT);
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
    return bytes(pointer, capacity).setUtf8(text);
  }

  /** The memory's name and type. */
  @Override
  public String toString() {
    return name + " " + type();
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

  private static ClosedException closed(String subject) {
    return new ClosedException(
        subject
            + ": the memory is closed, because its instance or runtime is; read what you need"
            + " before",
        subject);
  }
}
