package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A memory for Chicory whose bytes are native, so that Java reads and writes them without a copy.
 *
 * <p>The library uses it for every guest that it loads. A program that builds Chicory instances
 * itself gets the same by
 *
 * <pre>{@code
 * Instance instance = Instance.builder(module).withMemoryFactory(NativeMemory::new).build();
 * WasmInstance guest = WasmInstance.wrap(instance);
 * }</pre>
 *
 * <p><b>Size.</b> A memory made by the constructor ends at {@link Memory#RUNTIME_MAX_PAGES}, just
 * below 2 GiB, like Chicory's own, because Chicory takes addresses for signed. The library gives
 * guests that it loads more where it can; the description of this package says when. Addresses are
 * unsigned in any case.
 *
 * <p><b>Errors.</b> An access outside the memory throws {@link WasmRuntimeException}, as Chicory's
 * own memories do, and changes nothing.
 *
 * <p><b>Growth.</b> Most growths stay in place; the others move the bytes, and end the segments
 * that were handed out before. New pages are zero. A shared memory takes the room for its maximum
 * at once and never moves.
 *
 * <p><b>Lifetime.</b> The bytes are freed by {@link #close()}, not by the garbage collector. After
 * it every access throws {@link IllegalStateException}.
 *
 * <p><b>Threads.</b> As the WebAssembly specification has it for a shared memory; any other one
 * belongs to one thread at a time.
 */
public final class NativeMemory implements Memory, AutoCloseable {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle ATOMIC_BYTE = BYTE.varHandle();
  private static final VarHandle ATOMIC_SHORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  private static final VarHandle ATOMIC_INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  private static final VarHandle ATOMIC_LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  /** The JDK makes no larger buffers of segments. */
  private static final long MAX_BUFFER = Integer.MAX_VALUE - 8;

  private static final long UNSIGNED = 0xFFFF_FFFFL;
  private static final long END = 1L << 32;

  private final NativeBytes bytes;
  private final boolean owner;
  private MemorySegment segment;

  /**
   * What of the segment a buffer can hold. Between a guest's code and the bytes there are fewer
   * calls this way; behind a segment there are so many that the JVM gives up inlining them.
   */
  private ByteBuffer low;

  private DataSegment @Nullable [] dataSegments;

  /** Whether the bytes are the zeros still that they began as. */
  private boolean untouched;

  /**
   * Allocates the initial pages, filled with zeros.
   *
   * @param limits the initial and maximum size, and whether threads share the memory
   * @throws io.github.wasminterop.error.MemoryLimitException if the initial size is above {@link
   *     Memory#RUNTIME_MAX_PAGES}, or the host has no room for the initial pages, or for the
   *     maximum if the memory is shared
   */
  public NativeMemory(MemoryLimits limits) {
    this(new NativeBytes(limits, RUNTIME_MAX_PAGES, false), true);
  }

  /** A memory of these bytes, which frees them, or one more. */
  NativeMemory(NativeBytes bytes, boolean owner) {
    this.bytes = bytes;
    this.owner = owner;
    this.segment = bytes.segment();
    this.low = low(segment);
    bytes.enter(this);
  }

  /**
   * The memory that a guest defines. Chicory clears it before anything is written; each page would
   * take room then, of a reserved memory even those that the guest never uses.
   */
  static NativeMemory defined(NativeBytes bytes) {
    NativeMemory memory = new NativeMemory(bytes, true);
    memory.untouched = true;
    return memory;
  }

  /**
   * Frees the bytes, and ends every view and segment of them. Guests that still run on the memory
   * trap with an {@link IllegalStateException}; instances of this library that import it go on.
   * Calling it again does nothing.
   */
  @Override
  public void close() {
    if (owner) {
      bytes.end(this);
    } else {
      bytes.leave(this);
    }
  }

  NativeBytes bytes() {
    return bytes;
  }

  boolean isClosed() {
    return !segment.scope().isAlive();
  }

  /** Takes the bytes as they are after growth. */
  void adopt(MemorySegment now) {
    segment = now;
    low = low(now);
  }

  private static ByteBuffer low(MemorySegment of) {
    return of.asSlice(0, Math.min(of.byteSize(), MAX_BUFFER))
        .asByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  // Size

  @Override
  public int pages() {
    return bytes.pages();
  }

  /**
   * Grows by pages of zeros.
   *
   * @param size by how many pages, unsigned
   * @return the size in pages before, or -1 if that is above the maximum or the host has no room
   */
  @Override
  public int grow(int size) {
    return bytes.grow(size);
  }

  @Override
  public int initialPages() {
    return bytes.limits().initialPages();
  }

  /**
   * The maximum as Chicory's linker wants it: at most {@link Memory#RUNTIME_MAX_PAGES}, which it
   * takes for "no maximum". Growth knows the true one.
   */
  @Override
  public int maximumPages() {
    return Math.min(bytes.limits().maximumPages(), RUNTIME_MAX_PAGES);
  }

  @Override
  public boolean shared() {
    return bytes.limits().shared();
  }

  // Data segments

  @Override
  public void initialize(Instance instance, DataSegment @Nullable [] segments) {
    initialize(instance, segments, 0);
  }

  /**
   * Writes the active segments of this memory, in order. One that does not fit ends it; those
   * before stay written. Each is dropped after it was written.
   */
  @Override
  public void initialize(Instance instance, DataSegment @Nullable [] segments, int memoryIndex) {
    dataSegments = segments;
    if (segments == null) {
      return;
    }
    for (int i = 0; i < segments.length; i++) {
      if (segments[i] instanceof ActiveDataSegment active && active.index() == memoryIndex) {
        byte[] data = active.data();
        long address =
            ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0]
                & UNSIGNED;
        MemorySegment target = range(address, data.length, UninstantiableException::new);
        MemorySegment.copy(data, 0, target, BYTE, address, data.length);
        segments[i] = PassiveDataSegment.EMPTY;
      }
    }
  }

  @Override
  public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
    DataSegment[] segments = dataSegments;
    byte[] data = segments == null ? new byte[0] : segments[segmentId].data();
    write(dest, data, offset, size);
  }

  @Override
  public void drop(int segment) {
    DataSegment[] segments = dataSegments;
    if (segments != null) {
      segments[segment] = PassiveDataSegment.EMPTY;
    }
  }

  // Ranges

  @Override
  public void write(int addr, byte[] data, int offset, int size) {
    long from = offset & UNSIGNED;
    long length = size & UNSIGNED;
    if (from + length > data.length) {
      throw outOfBounds(from, length, data.length, WasmRuntimeException::new);
    }
    long address = addr & UNSIGNED;
    MemorySegment target = range(address, length, WasmRuntimeException::new);
    MemorySegment.copy(data, offset, target, BYTE, address, size);
  }

  @Override
  public byte[] readBytes(int addr, int len) {
    long address = addr & UNSIGNED;
    MemorySegment source = range(address, len & UNSIGNED, WasmRuntimeException::new);
    if (len < 0) {
      throw new WasmRuntimeException(
          "%d bytes do not fit into a Java array".formatted(len & UNSIGNED));
    }
    byte[] copy = new byte[len];
    MemorySegment.copy(source, BYTE, address, copy, 0, len);
    return copy;
  }

  @Override
  public void zero() {
    if (untouched) {
      untouched = false;
      return;
    }
    segment.fill((byte) 0);
  }

  /**
   * Fills a range.
   *
   * @param fromIndex its beginning, unsigned
   * @param toIndex its end, unsigned and modulo 2<sup>32</sup>: Chicory computes it by adding an
   *     {@code int} size
   */
  @Override
  public void fill(byte value, int fromIndex, int toIndex) {
    long from = fromIndex & UNSIGNED;
    long to = toIndex & UNSIGNED;
    long size = to < from ? to + END - from : to - from;
    range(from, size, WasmRuntimeException::new).asSlice(from, size).fill(value);
  }

  @Override
  public void copy(int dest, int src, int size) {
    long length = size & UNSIGNED;
    long from = src & UNSIGNED;
    long to = dest & UNSIGNED;
    range(from, length, WasmRuntimeException::new);
    MemorySegment both = range(to, length, WasmRuntimeException::new);
    MemorySegment.copy(both, from, both, to, length);
  }

  // Numbers. The segment or buffer checks the bounds; catching its exception is faster than a
  // second check. Bytes and shorts stay with the segment: loops over bytes were twice as slow by
  // buffer.

  @Override
  public byte read(int addr) {
    try {
      return segment.get(BYTE, addr & UNSIGNED);
    } catch (IndexOutOfBoundsException e) {
      return current(addr, 1).get(BYTE, addr & UNSIGNED);
    }
  }

  @Override
  public void writeByte(int addr, byte data) {
    try {
      segment.set(BYTE, addr & UNSIGNED, data);
    } catch (IndexOutOfBoundsException e) {
      current(addr, 1).set(BYTE, addr & UNSIGNED, data);
    }
  }

  @Override
  public short readShort(int addr) {
    try {
      return segment.get(SHORT, addr & UNSIGNED);
    } catch (IndexOutOfBoundsException e) {
      return current(addr, 2).get(SHORT, addr & UNSIGNED);
    }
  }

  @Override
  public long readU16(int addr) {
    return Short.toUnsignedLong(readShort(addr));
  }

  @Override
  public void writeShort(int addr, short data) {
    try {
      segment.set(SHORT, addr & UNSIGNED, data);
    } catch (IndexOutOfBoundsException e) {
      current(addr, 2).set(SHORT, addr & UNSIGNED, data);
    }
  }

  @Override
  public int readInt(int addr) {
    try {
      return addr >= 0 ? low.getInt(addr) : segment.get(INT, addr & UNSIGNED);
    } catch (IndexOutOfBoundsException e) {
      return current(addr, 4).get(INT, addr & UNSIGNED);
    }
  }

  @Override
  public void writeI32(int addr, int data) {
    try {
      if (addr >= 0) {
        low.putInt(addr, data);
      } else {
        segment.set(INT, addr & UNSIGNED, data);
      }
    } catch (IndexOutOfBoundsException e) {
      current(addr, 4).set(INT, addr & UNSIGNED, data);
    }
  }

  @Override
  public long readLong(int addr) {
    try {
      return addr >= 0 ? low.getLong(addr) : segment.get(LONG, addr & UNSIGNED);
    } catch (IndexOutOfBoundsException e) {
      return current(addr, 8).get(LONG, addr & UNSIGNED);
    }
  }

  @Override
  public void writeLong(int addr, long data) {
    try {
      if (addr >= 0) {
        low.putLong(addr, data);
      } else {
        segment.set(LONG, addr & UNSIGNED, data);
      }
    } catch (IndexOutOfBoundsException e) {
      current(addr, 8).set(LONG, addr & UNSIGNED, data);
    }
  }

  @Override
  public float readFloat(int addr) {
    try {
      return addr >= 0 ? low.getFloat(addr) : segment.get(FLOAT, addr & UNSIGNED);
    } catch (IndexOutOfBoundsException e) {
      return current(addr, 4).get(FLOAT, addr & UNSIGNED);
    }
  }

  @Override
  public long readF32(int addr) {
    return readInt(addr);
  }

  @Override
  public void writeF32(int addr, float data) {
    try {
      if (addr >= 0) {
        low.putFloat(addr, data);
      } else {
        segment.set(FLOAT, addr & UNSIGNED, data);
      }
    } catch (IndexOutOfBoundsException e) {
      current(addr, 4).set(FLOAT, addr & UNSIGNED, data);
    }
  }

  @Override
  public double readDouble(int addr) {
    try {
      return addr >= 0 ? low.getDouble(addr) : segment.get(DOUBLE, addr & UNSIGNED);
    } catch (IndexOutOfBoundsException e) {
      return current(addr, 8).get(DOUBLE, addr & UNSIGNED);
    }
  }

  @Override
  public long readF64(int addr) {
    return readLong(addr);
  }

  @Override
  public void writeF64(int addr, double data) {
    try {
      if (addr >= 0) {
        low.putDouble(addr, data);
      } else {
        segment.set(DOUBLE, addr & UNSIGNED, data);
      }
    } catch (IndexOutOfBoundsException e) {
      current(addr, 8).set(DOUBLE, addr & UNSIGNED, data);
    }
  }

  // Atomic access

  @Override
  @SuppressWarnings("removal")
  public Object lock(int address) {
    throw new UnsupportedOperationException("atomic access takes no locks");
  }

  @Override
  public void atomicFence() {
    VarHandle.fullFence();
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    MemorySegment now = aligned(address, Integer.BYTES);
    long at = address & UNSIGNED;
    return await(at, () -> (int) ATOMIC_INT.getVolatile(now, at) == expected, timeout);
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    MemorySegment now = aligned(address, Long.BYTES);
    long at = address & UNSIGNED;
    return await(at, () -> (long) ATOMIC_LONG.getVolatile(now, at) == expected, timeout);
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int maxThreads) {
    aligned(address, Integer.BYTES);
    return bytes.waiters().wake(address & UNSIGNED, maxThreads);
  }

  @Override
  public byte atomicReadByte(int addr) {
    return (byte) ATOMIC_BYTE.getVolatile(aligned(addr, Byte.BYTES), addr & UNSIGNED);
  }

  @Override
  public short atomicReadShort(int addr) {
    return (short) ATOMIC_SHORT.getVolatile(aligned(addr, Short.BYTES), addr & UNSIGNED);
  }

  @Override
  public int atomicReadInt(int addr) {
    return (int) ATOMIC_INT.getVolatile(aligned(addr, Integer.BYTES), addr & UNSIGNED);
  }

  @Override
  public long atomicReadLong(int addr) {
    return (long) ATOMIC_LONG.getVolatile(aligned(addr, Long.BYTES), addr & UNSIGNED);
  }

  @Override
  public void atomicWriteByte(int addr, byte value) {
    ATOMIC_BYTE.setVolatile(aligned(addr, Byte.BYTES), addr & UNSIGNED, value);
  }

  @Override
  public void atomicWriteShort(int addr, short value) {
    ATOMIC_SHORT.setVolatile(aligned(addr, Short.BYTES), addr & UNSIGNED, value);
  }

  @Override
  public void atomicWriteInt(int addr, int value) {
    ATOMIC_INT.setVolatile(aligned(addr, Integer.BYTES), addr & UNSIGNED, value);
  }

  @Override
  public void atomicWriteLong(int addr, long value) {
    ATOMIC_LONG.setVolatile(aligned(addr, Long.BYTES), addr & UNSIGNED, value);
  }

  @Override
  public byte atomicAddByte(int addr, byte delta) {
    return (byte) change(addr, Byte.BYTES, old -> old + delta);
  }

  @Override
  public short atomicAddShort(int addr, short delta) {
    return (short) change(addr, Short.BYTES, old -> old + delta);
  }

  @Override
  public int atomicAddInt(int addr, int delta) {
    return (int) ATOMIC_INT.getAndAdd(aligned(addr, Integer.BYTES), addr & UNSIGNED, delta);
  }

  @Override
  public long atomicAddLong(int addr, long delta) {
    return (long) ATOMIC_LONG.getAndAdd(aligned(addr, Long.BYTES), addr & UNSIGNED, delta);
  }

  @Override
  public byte atomicAndByte(int addr, byte mask) {
    return (byte) change(addr, Byte.BYTES, old -> old & mask);
  }

  @Override
  public short atomicAndShort(int addr, short mask) {
    return (short) change(addr, Short.BYTES, old -> old & mask);
  }

  @Override
  public int atomicAndInt(int addr, int mask) {
    return (int) ATOMIC_INT.getAndBitwiseAnd(aligned(addr, Integer.BYTES), addr & UNSIGNED, mask);
  }

  @Override
  public long atomicAndLong(int addr, long mask) {
    return (long) ATOMIC_LONG.getAndBitwiseAnd(aligned(addr, Long.BYTES), addr & UNSIGNED, mask);
  }

  @Override
  public byte atomicOrByte(int addr, byte mask) {
    return (byte) change(addr, Byte.BYTES, old -> old | mask);
  }

  @Override
  public short atomicOrShort(int addr, short mask) {
    return (short) change(addr, Short.BYTES, old -> old | mask);
  }

  @Override
  public int atomicOrInt(int addr, int mask) {
    return (int) ATOMIC_INT.getAndBitwiseOr(aligned(addr, Integer.BYTES), addr & UNSIGNED, mask);
  }

  @Override
  public long atomicOrLong(int addr, long mask) {
    return (long) ATOMIC_LONG.getAndBitwiseOr(aligned(addr, Long.BYTES), addr & UNSIGNED, mask);
  }

  @Override
  public byte atomicXorByte(int addr, byte mask) {
    return (byte) change(addr, Byte.BYTES, old -> old ^ mask);
  }

  @Override
  public short atomicXorShort(int addr, short mask) {
    return (short) change(addr, Short.BYTES, old -> old ^ mask);
  }

  @Override
  public int atomicXorInt(int addr, int mask) {
    return (int) ATOMIC_INT.getAndBitwiseXor(aligned(addr, Integer.BYTES), addr & UNSIGNED, mask);
  }

  @Override
  public long atomicXorLong(int addr, long mask) {
    return (long) ATOMIC_LONG.getAndBitwiseXor(aligned(addr, Long.BYTES), addr & UNSIGNED, mask);
  }

  @Override
  public byte atomicXchgByte(int addr, byte value) {
    return (byte) change(addr, Byte.BYTES, _ -> value);
  }

  @Override
  public short atomicXchgShort(int addr, short value) {
    return (short) change(addr, Short.BYTES, _ -> value);
  }

  @Override
  public int atomicXchgInt(int addr, int value) {
    return (int) ATOMIC_INT.getAndSet(aligned(addr, Integer.BYTES), addr & UNSIGNED, value);
  }

  @Override
  public long atomicXchgLong(int addr, long value) {
    return (long) ATOMIC_LONG.getAndSet(aligned(addr, Long.BYTES), addr & UNSIGNED, value);
  }

  @Override
  public byte atomicCmpxchgByte(int addr, byte expected, byte replacement) {
    int wanted = Byte.toUnsignedInt(expected);
    return (byte) change(addr, Byte.BYTES, old -> old == wanted ? replacement : old);
  }

  @Override
  public short atomicCmpxchgShort(int addr, short expected, short replacement) {
    int wanted = Short.toUnsignedInt(expected);
    return (short) change(addr, Short.BYTES, old -> old == wanted ? replacement : old);
  }

  @Override
  public int atomicCmpxchgInt(int addr, int expected, int replacement) {
    return (int)
        ATOMIC_INT.compareAndExchange(
            aligned(addr, Integer.BYTES), addr & UNSIGNED, expected, replacement);
  }

  @Override
  public long atomicCmpxchgLong(int addr, long expected, long replacement) {
    return (long)
        ATOMIC_LONG.compareAndExchange(
            aligned(addr, Long.BYTES), addr & UNSIGNED, expected, replacement);
  }

  /** Atomically changes one or two bytes by way of the four around them; gives the old ones. */
  private int change(int addr, int size, IntUnaryOperator change) {
    MemorySegment now = aligned(addr, size);
    long word = addr & UNSIGNED & -Integer.BYTES;
    int shift = (addr & (Integer.BYTES - 1)) * Byte.SIZE;
    int mask = (1 << (size * Byte.SIZE)) - 1;
    while (true) {
      int old = (int) ATOMIC_INT.getVolatile(now, word);
      int part = (old >>> shift) & mask;
      int next = (old & ~(mask << shift)) | ((change.applyAsInt(part) & mask) << shift);
      if (ATOMIC_INT.compareAndSet(now, word, old, next)) {
        return part;
      }
    }
  }

  private int await(long address, BooleanSupplier expected, long timeout) {
    if (!shared()) {
      throw new WasmRuntimeException("expected shared memory");
    }
    try {
      return switch (bytes.waiters().await(address, expected, timeout, this)) {
        case WOKEN -> 0;
        case NOT_EQUAL -> 1;
        case TIMED_OUT -> 2;
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChicoryInterruptedException("interrupted while waiting at an address", e);
    }
  }

  /** The bytes, after checking an atomic access. */
  private MemorySegment aligned(int addr, int size) {
    MemorySegment now = range(addr & UNSIGNED, size, WasmRuntimeException::new);
    if ((addr & (size - 1)) != 0) {
      throw new WasmRuntimeException(
          "unaligned atomic: address %d is not a multiple of %d".formatted(addr & UNSIGNED, size));
    }
    return now;
  }

  /** The bytes, after an access to the ones known here has failed. */
  private MemorySegment current(int addr, int size) {
    return range(addr & UNSIGNED, size, WasmRuntimeException::new);
  }

  /**
   * The bytes, after checking a range. Another thread may have grown a shared memory, so those
   * known here are the first to look at, not the last.
   */
  private MemorySegment range(long address, long size, Function<String, ChicoryException> error) {
    MemorySegment now = segment;
    if (address + size > now.byteSize()) {
      now = bytes.segment();
      if (address + size > now.byteSize()) {
        throw outOfBounds(address, size, now.byteSize(), error);
      }
      adopt(now);
    }
    return now;
  }

  private static ChicoryException outOfBounds(
      long address, long size, long limit, Function<String, ChicoryException> error) {
    return error.apply(
        "out of bounds memory access: %d bytes at address %d, but the limit is %d"
            .formatted(size, address, limit));
  }
}
