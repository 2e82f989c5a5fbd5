package io.github.wasminterop;

import io.github.wasminterop.error.AlignmentException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.UnsupportedCapabilityException;
import io.github.wasminterop.spi.LinearMemory;
import io.github.wasminterop.type.Capability;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A live view of a range of a guest's memory, as elements of one type.
 *
 * <p><b>Live.</b> A view copies nothing. What the guest writes is there at the next {@code get};
 * what {@code set} writes is there for the guest. Elements are little-endian on every host.
 *
 * <p><b>Range.</b> A view covers {@code [pointer(), pointer() + byteLength())}, checked against the
 * memory when the view is made and when it is {@linkplain #refresh() refreshed}. No access leaves
 * it.
 *
 * <p><b>Growth.</b> When the memory grows, by whatever path, the view goes on at the same address
 * without being refreshed, even if the runtime has moved the memory. A {@link #segment()} or {@link
 * #buffer()} taken before either still addresses the memory or throws {@link
 * IllegalStateException}. Memories never shrink.
 *
 * <p><b>Close.</b> After the instance or runtime of the memory is closed, each access throws {@link
 * ClosedException}, and each access to a segment or buffer taken before throws {@link
 * IllegalStateException}. A view of an {@link AllocationScope} ends with that, too; its segments
 * and buffers don't.
 *
 * <p><b>Cost.</b> An element access in a loop compiles to what it would be for a Java array. It
 * allocates nothing and does not call the runtime, unless the memory is {@linkplain
 * WasmMemory#isZeroCopy() mediated}. Count loops by an {@code int} up to {@link #intLength()}, or
 * by a {@code long} up to {@link #length()}; an {@code int} that is compared with the {@code long}
 * makes a loop slow. A loop that reads one view and writes another is slower than one over two
 * arrays, as it is over two segments: the JVM cannot know that they don't overlap. One that writes
 * its own counter as the element is seldom vectorised, again as over a segment. Unaligned views are
 * slower by a few nanoseconds an element.
 *
 * <p><b>Threads.</b> A view belongs to one thread at a time. Reading and writing elements from
 * several threads, while none refreshes the view and the guest does not run, is safe as far as it
 * is for a Java array.
 *
 * @param <A> the class of the arrays that the view copies to and from: same size of element, same
 *     bits
 * @param <B> the class of the view's NIO buffer
 */
public abstract sealed class WasmView<A, B extends Buffer>
    permits DataView,
        F16View,
        F32View,
        F64View,
        I16View,
        I32View,
        I64View,
        I8View,
        U16View,
        U32View,
        U64View,
        U8View {
  private static final int UNBOUND = -1;
  private static final MemorySegment NOWHERE = MemorySegment.NULL;
  private static final int FILL_CHUNK = 1 << 16;

  /** The JDK makes no larger arrays, nor buffers of segments. */
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final ViewSource source;
  private final WasmMemory memory;
  private final int elementSize;
  private int boundGeneration = UNBOUND;
  private long pointer;

  final LinearMemory linear;

  /** The range in the generation of {@link #generation}; meaningless in any other. */
  MemorySegment segment = NOWHERE;

  /**
   * The memory's generation for which the fast path may use {@link #segment}; never one of an
   * unaligned view.
   */
  int generation = UNBOUND;

  /** The memory's generation for which the last {@link #freshBuffer} is the range. */
  int elementsGeneration = UNBOUND;

  /** The length in elements. */
  long length;

  /** The same as far as it is an {@code int}, or else -1. */
  private int shortLength;

  WasmView(ViewSource source) {
    this.source = source;
    this.memory = source.memory();
    this.linear = memory.linear();
    this.elementSize = source.type().byteSize();
    adopt(source.range());
  }

  /**
   * The memory that the view is of. For a view of an {@link AllocationScope} it ends with the
   * scope, too, and so does what is made from it.
   *
   * @return the memory
   */
  public final WasmMemory memory() {
    return memory;
  }

  /** {@return the type of the elements} */
  public final ElementType<?> elementType() {
    return source.type();
  }

  /** {@return the name of the view, for messages} */
  public final String name() {
    return source.name();
  }

  /** {@return the address of the first element in bytes} */
  public final long pointer() {
    return pointer;
  }

  /** {@return the number of elements} */
  public final long length() {
    int known = shortLength; // the JVM vectorises more loops with an end that it knows to be small
    return known >= 0 ? known : length;
  }

  /**
   * The number of elements, for loops with an {@code int} index. Comparing such an index with the
   * {@code long} of {@link #length} keeps the JVM from making a fast loop of it.
   *
   * @return the number of elements
   * @throws OutOfBoundsException if {@code length() > Integer.MAX_VALUE}
   */
  public final int intLength() {
    int known = shortLength;
    if (known < 0) {
      throw Ranges.outside(name() + ": an int", 0, length, Integer.MAX_VALUE);
    }
    return known;
  }

  /** {@return the size of the range in bytes: {@code length() * elementType().byteSize()}} */
  public final long byteLength() {
    return length * elementSize;
  }

  /**
   * The segment of the range, for bulk work with {@code java.lang.foreign}, the Vector API or other
   * native code. It does not follow a growth: take it anew after guest code has run.
   *
   * @return a segment of {@link #byteLength()} bytes of guest memory, usable from any thread until
   *     the memory moves or ends
   * @throws UnsupportedCapabilityException if the memory is mediated
   * @throws ClosedException if the memory is closed
   */
  public final MemorySegment segment() {
    MemorySegment bound = bind();
    if (bound == null) {
      throw new UnsupportedCapabilityException(
          "%s: the memory has no segment, because its runtime gives no address; ask memory().isZeroCopy(), and use get, set, copy"
              .formatted(name()),
          Capability.ZERO_COPY);
    }
    return bound;
  }

  /**
   * The buffer of the range, for code that takes NIO buffers. Like {@link #segment()} it does not
   * follow a growth.
   *
   * @return a little-endian buffer whose position is 0 and whose limit and capacity are {@link
   *     #length()}
   * @throws UnsupportedCapabilityException if the memory is mediated
   * @throws OutOfBoundsException if {@code byteLength() > Integer.MAX_VALUE - 8}
   * @throws ClosedException if the memory is closed
   */
  public final B buffer() {
    if (byteLength() > MAX_ARRAY) {
      throw Ranges.outside(name() + ": an NIO buffer", 0, byteLength(), MAX_ARRAY);
    }
    return elements(segment());
  }

  /**
   * Copies the elements to a new array.
   *
   * @return the array, the caller's own
   * @throws OutOfBoundsException if {@code length() > Integer.MAX_VALUE - 8}; then use {@link
   *     #copyInto(MemorySegment)}
   * @throws ClosedException if the memory is closed
   */
  public final A copy() {
    if (length > MAX_ARRAY) {
      throw Ranges.outside(name() + ": a Java array", 0, length, MAX_ARRAY);
    }
    @SuppressWarnings(
        "unchecked") // the carrier of the layout is the element class of A, by construction of
    // ElementType
    A array = (A) Array.newInstance(elementType().layout().carrier(), (int) length);
    copyInto(array);
    return array;
  }

  /**
   * Copies all elements to the beginning of an array.
   *
   * @param target the array
   * @throws OutOfBoundsException if {@code length() > target.length}
   * @throws ClosedException if the memory is closed
   */
  public final void copyInto(A target) {
    Ranges.checkInView(name() + ": the target array", 0, length, Array.getLength(target));
    copyInto(0, target, 0, (int) length);
  }

  /**
   * Copies some elements to an array.
   *
   * @param index the first element of the view, {@code 0 <= index <= length() - count}
   * @param target the array
   * @param targetIndex where to begin in it, {@code 0 <= targetIndex <= target.length - count}
   * @param count how many elements, {@code count >= 0}
   * @throws OutOfBoundsException if the count does not fit the view or the array
   * @throws ClosedException if the memory is closed
   */
  public final void copyInto(long index, A target, int targetIndex, int count) {
    Ranges.checkInView(name(), index, count, length);
    Ranges.checkInView(name() + ": the target array", targetIndex, count, Array.getLength(target));
    read(
        pointer + index * elementSize,
        Elements.of(target, targetIndex, count),
        ByteOrder.nativeOrder());
  }

  /**
   * Copies the bytes of all elements to the beginning of a segment.
   *
   * @param target a writable segment of any kind
   * @throws OutOfBoundsException if {@code byteLength() > target.byteSize()}
   * @throws TypeMismatchException if the target is read-only
   * @throws ClosedException if the memory is closed
   */
  public final void copyInto(MemorySegment target) {
    checkWritable(target.isReadOnly());
    Ranges.checkInView(name() + ": the target segment", 0, byteLength(), target.byteSize());
    memory.read(name(), pointer, target.asSlice(0, byteLength()));
  }

  /**
   * Copies all elements to a buffer, from its position on, and moves the position behind them.
   *
   * @param target a writable buffer: a {@link ByteBuffer}, which takes the bytes as they are in the
   *     guest's memory, or one of this view's element class, which takes the elements
   * @throws OutOfBoundsException if the buffer's remaining space is too small
   * @throws TypeMismatchException if the buffer is read-only or of another element class
   * @throws ClosedException if the memory is closed
   */
  public final void copyInto(Buffer target) {
    checkWritable(target.isReadOnly());
    Elements.checkClass(name(), elementType(), target);
    MemorySegment elements = MemorySegment.ofBuffer(target);
    Ranges.checkInView(name() + ": the target buffer", 0, byteLength(), elements.byteSize());
    read(pointer, elements.asSlice(0, byteLength()), Elements.order(target));
    target.position(
        target.position() + Math.toIntExact(target instanceof ByteBuffer ? byteLength() : length));
  }

  /**
   * Copies all of an array over the first elements.
   *
   * @param source the array
   * @throws OutOfBoundsException if {@code source.length > length()}
   * @throws ClosedException if the memory is closed
   */
  public final void copyFrom(A source) {
    copyFrom(0, source, 0, Array.getLength(source));
  }

  /**
   * Copies some elements of an array over elements of the view.
   *
   * @param index the first element of the view, {@code 0 <= index <= length() - count}
   * @param source the array
   * @param sourceIndex where to begin in it, {@code 0 <= sourceIndex <= source.length - count}
   * @param count how many elements, {@code count >= 0}
   * @throws OutOfBoundsException if the count does not fit the view or the array
   * @throws ClosedException if the memory is closed
   */
  public final void copyFrom(long index, A source, int sourceIndex, int count) {
    Ranges.checkInView(name(), index, count, length);
    Ranges.checkInView(name() + ": the source array", sourceIndex, count, Array.getLength(source));
    write(
        pointer + index * elementSize,
        Elements.of(source, sourceIndex, count),
        ByteOrder.nativeOrder());
  }

  /**
   * Copies all bytes of a segment over the first bytes of the range.
   *
   * @param source a segment of any kind; it may overlap the range
   * @throws OutOfBoundsException if {@code source.byteSize() > byteLength()}
   * @throws ClosedException if the memory is closed
   */
  public final void copyFrom(MemorySegment source) {
    Ranges.checkInView(name(), 0, source.byteSize(), byteLength());
    memory.write(name(), pointer, source);
  }

  /**
   * Copies the remaining elements of a buffer over the first elements, and moves its position to
   * its limit.
   *
   * @param source a {@link ByteBuffer}, whose bytes are taken as they are, or a buffer of this
   *     view's element class
   * @throws OutOfBoundsException if more remains in the buffer than the view has room for
   * @throws TypeMismatchException if the buffer is of another element class
   * @throws ClosedException if the memory is closed
   */
  public final void copyFrom(Buffer source) {
    Elements.checkClass(name(), elementType(), source);
    MemorySegment elements = MemorySegment.ofBuffer(source);
    Ranges.checkInView(name(), 0, elements.byteSize(), byteLength());
    write(pointer, elements, Elements.order(source));
    source.position(source.limit());
  }

  /**
   * Evaluates the view's pointer and length descriptors again, once each, and takes the new range;
   * if that fails, the view stays as it was. A view of a fixed range only checks that it is open.
   *
   * @throws io.github.wasminterop.error.DescriptorException if a descriptor gives no usable value
   * @throws OutOfBoundsException if {@code pointer + byteLength > memory size}
   * @throws AlignmentException if {@code pointer % elementType().byteSize() != 0} and the view is
   *     not unaligned
   * @throws ClosedException if the memory is closed
   */
  public final void refresh() {
    if (source.resolver() == null) {
      memory.checkOpen(name());
    } else {
      adopt(source.resolver().resolve());
      bindElements();
    }
  }

  /**
   * A view of some of the elements. Its range is fixed; it does not follow a refresh of this view.
   *
   * @param index the first element, {@code 0 <= index <= length() - count}
   * @param count how many elements, {@code count >= 0}
   * @return a view of the same class
   * @throws OutOfBoundsException if the elements are not inside this view
   */
  public abstract WasmView<A, B> slice(long index, long count);

  /**
   * A view of the bytes of the range, which is fixed.
   *
   * @return the bytes, unsigned
   */
  public final U8View bytes() {
    return new U8View(source.fixed(ElementType.U8, name(), pointer, byteLength()));
  }

  /**
   * A view of the bytes of the range, which is fixed, for values of mixed types.
   *
   * @return the data
   */
  public final DataView data() {
    return new DataView(source.fixed(ElementType.DATA, name(), pointer, byteLength()));
  }

  /** For instance {@code pixels: u8[48000] at 1048576}. */
  @Override
  public final String toString() {
    return "%s: %s[%d] at %d".formatted(name(), elementType(), length, pointer);
  }

  /** Refuses a view whose elements may lie anywhere. */
  final void requireAligned(String what) {
    if (source.unaligned()) {
      throw new AlignmentException(
          "%s: %s needs elements at multiples of their size, %d bytes, and this view is an unaligned one"
              .formatted(name(), what, elementSize),
          name(),
          pointer,
          elementSize);
    }
  }

  /** The source of a slice. */
  final ViewSource sliced(long index, long count) {
    Ranges.checkInView(name(), index, count, length);
    return source.fixed(elementType(), name(), pointer + index * elementSize, count);
  }

  /** The bytes of a range, in little-endian order, as elements. */
  abstract B elements(ByteBuffer bytes);

  private B elements(MemorySegment of) {
    return elements(of.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }

  /**
   * Reads an element where the access by buffer is not possible yet, and makes it possible for the
   * next one.
   *
   * @return the bits, zero-extended
   */
  final long firstLoad(int index) {
    long bits = slowLoad(index);
    bindElements();
    return bits;
  }

  /** Writes an element likewise. */
  final void firstStore(int index, long bits) {
    slowStore(index, bits);
    bindElements();
  }

  /**
   * Makes the fast paths usable. A view does so when it is made, not at its first access: what the
   * JVM sees happen within a loop, it compiles into the loop.
   */
  void bindElements() {
    bind();
  }

  /**
   * The range as a buffer, for classes whose access by {@code int} indexes is by buffer. They keep
   * it in a field of their own, because a cast in the loop undoes what it is for.
   *
   * @return the buffer; null if it has been given already, or if there can be none: for a memory
   *     that is mediated, a view that is unaligned, or one that is too long
   */
  final @Nullable B freshBuffer() {
    MemorySegment bound = bind();
    if (bound == null
        || elementsGeneration == boundGeneration
        || byteLength() > MAX_ARRAY
        || source.unaligned()) {
      return null;
    }
    elementsGeneration = boundGeneration;
    return elements(bound);
  }

  /**
   * The same index, checked for a {@link #freshBuffer() buffer}. By {@code most} the JVM knows that
   * indexes end far below 2<sup>31</sup>. It needs to know that, or it doesn't vectorise loops
   * whose end is a variable.
   *
   * @param most 2<sup>n</sup> - 1; more than a buffer of such elements can have
   * @throws IndexOutOfBoundsException if it is outside the view
   */
  final int inBuffer(int index, int most) {
    return Objects.checkIndex(index, shortLength & most);
  }

  /**
   * Reads an element in every case that the fast path leaves: a moved, mediated, unaligned or
   * closed memory, an index out of range.
   *
   * @return the bits, zero-extended
   */
  final long slowLoad(long index) {
    Ranges.checkInView(name(), index, 1, length);
    return load(index * elementSize, elementSize);
  }

  /** Writes an element in every case that the fast path leaves. */
  final void slowStore(long index, long bits) {
    Ranges.checkInView(name(), index, 1, length);
    store(index * elementSize, elementSize, bits);
  }

  /** Reads an integer at a checked offset in bytes, zero-extended. */
  final long load(long offset, int byteSize) {
    MemorySegment bound = bind();
    if (bound == null) {
      return memory.mediated().load(pointer + offset, byteSize);
    }
    try {
      return Elements.load(bound, offset, byteSize);
    } catch (IllegalStateException e) {
      throw memory.lost(name(), bound, e);
    }
  }

  /** Writes an integer at a checked offset in bytes. */
  final void store(long offset, int byteSize, long bits) {
    MemorySegment bound = bind();
    if (bound == null) {
      memory.mediated().store(pointer + offset, byteSize, bits);
      return;
    }
    try {
      Elements.store(bound, offset, byteSize, bits);
    } catch (IllegalStateException e) {
      throw memory.lost(name(), bound, e);
    }
  }

  /** Sets all elements to the same bits. */
  final void fillBits(long bits) {
    memory.checkOpen(name());
    if (length == 0) {
      return;
    }
    MemorySegment bound = bind();
    if (bound != null) {
      try {
        Elements.fill(bound, elementSize, bits);
        return;
      } catch (IllegalStateException e) {
        throw memory.lost(name(), bound, e);
      }
    }
    MemorySegment pattern =
        MemorySegment.ofArray(new byte[(int) Math.min(FILL_CHUNK, byteLength())]);
    Elements.fill(pattern, elementSize, bits);
    for (long offset = 0; offset < byteLength(); offset += pattern.byteSize()) {
      long rest = Math.min(pattern.byteSize(), byteLength() - offset);
      memory.write(name(), pointer + offset, pattern.asSlice(0, rest));
    }
  }

  /**
   * Makes the fast path usable if it can be, and gives the segment of the range.
   *
   * @return the segment, or null if the memory is mediated
   */
  final @Nullable MemorySegment bind() {
    if (boundGeneration == linear.generation()) {
      return segment;
    }
    MemorySegment whole = memory.segment(name());
    if (whole == null) {
      return null;
    }
    if (boundGeneration != linear.generation()) { // it may have turned out to be unchanged
      segment = whole.asSlice(pointer, byteLength());
      boundGeneration = linear.generation();
      generation = source.unaligned() ? UNBOUND : boundGeneration;
    }
    return segment;
  }

  private void adopt(ViewSource.Range range) {
    Ranges.checkInMemory(name(), range.pointer(), range.length(), elementSize, linear.byteSize());
    if ((range.pointer() & elementSize - 1) != 0 && !source.unaligned()) {
      throw new AlignmentException(
          "%s: pointer %d is not a multiple of %d, the element size of %s; ask for an unaligned view if the guest means it"
              .formatted(name(), range.pointer(), elementSize, elementType()),
          name(),
          range.pointer(),
          elementSize);
    }
    if (pointer != range.pointer() || length != range.length()) {
      pointer = range.pointer();
      length = range.length();
      shortLength = length <= Integer.MAX_VALUE ? (int) length : -1;
      boundGeneration = UNBOUND;
      generation = UNBOUND;
      elementsGeneration = UNBOUND;
    }
  }

  private void read(long address, MemorySegment target, ByteOrder order) {
    memory.read(name(), address, target);
    if (order == ByteOrder.BIG_ENDIAN) {
      Elements.swap(target, target, elementSize);
    }
  }

  private void write(long address, MemorySegment values, ByteOrder order) {
    if (order == ByteOrder.BIG_ENDIAN) {
      MemorySegment swapped = MemorySegment.ofArray(new byte[Math.toIntExact(values.byteSize())]);
      Elements.swap(values, swapped, elementSize);
      memory.write(name(), address, swapped);
    } else {
      memory.write(name(), address, values);
    }
  }

  private void checkWritable(boolean readOnly) {
    if (readOnly) {
      throw new TypeMismatchException(name() + ": the target is read-only");
    }
  }
}
