package io.github.wasminterop;

import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.AllocationException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.ConcurrentUseException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.spi.LinearMemory;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of a guest's memory that live until the scope is closed.
 *
 * <pre>{@code
 * try (AllocationScope scope = instance.allocator().scope()) {
 *   U8View name = scope.allocateUtf8("héllo");
 *   F32View weights = scope.allocateFrom(ElementType.F32, new float[] {0.5f, 0.25f});
 *   I32View result = scope.allocate(ElementType.I32, 2);
 *   instance.function("run").call(name.pointer(), name.length(), weights.pointer(), result.pointer());
 *   int count = result.get(0);
 * }
 * }</pre>
 *
 * <p><b>Views.</b> A view of a block is live, checked and as fast as any other. When the scope is
 * closed, it ends, and with it its slices and streams: each access throws {@link ClosedException}.
 * A {@linkplain WasmView#segment() segment} or buffer taken from it does <em>not</em> end: as long
 * as the memory lives it shows whatever the guest puts there next. Don't keep one beyond the scope.
 *
 * <p><b>No bytes.</b> For a block of no bytes the guest isn't asked: its pointer is its alignment,
 * which is not null and points to nothing, and nothing is freed. A guest whose blocks are objects
 * (AssemblyScript) does get an object of no bytes. A memory that ends before that pointer has no
 * such block: {@link OutOfBoundsException}.
 *
 * <p><b>Threads.</b> A scope belongs to no thread: one may open it and another close it. But it is
 * used by one at a time, and who comes while another is inside is refused with {@link
 * ConcurrentUseException}; nothing is changed by that.
 *
 * <p>What calls the guest ends, beside what is said at the methods, in whatever a {@linkplain
 * WasmFunction call} may end in. What was allocated before remains the scope's.
 */
public final class AllocationScope implements AutoCloseable {
  private static final int BYTES_CLASS = 1;
  private static final int TEXT_CLASS = 2;

  private final WasmAllocator allocator;
  private final LinearMemory life;
  private final WasmMemory memory;
  private final ExclusiveUse use = new ExclusiveUse("the allocation scope");
  private final List<Release> releases = new ArrayList<>();
  private final Set<Long> origins = new HashSet<>();
  private volatile boolean closed;

  AllocationScope(WasmAllocator allocator) {
    this.allocator = allocator;
    this.life = allocator.memory().linear().child();
    this.memory = allocator.memory().scoped(life);
  }

  /**
   * Allocates elements, aligned to their size. What they hold is what the guest left there.
   *
   * @param type the type of the elements
   * @param length how many, {@code length >= 0}
   * @param <V> the class of the view
   * @return a view of them
   * @throws InvalidArgumentException if {@code length < 0}
   * @throws AllocationException if the guest gives null, too little alignment or a block outside
   *     its memory, or if {@code length * type.byteSize()} is more than the memory has addresses
   * @throws ClosedException if the scope or the instance is closed
   */
  public <V extends WasmView<?, ?>> V allocate(ElementType<V> type, long length) {
    return allocate(type, length, type.byteSize());
  }

  /**
   * Allocates elements with an alignment of their own, as a struct or a vector needs it.
   *
   * @param type the type of the elements
   * @param length how many, {@code length >= 0}
   * @param alignment of the first one in bytes, a power of two, {@code alignment >=
   *     type.byteSize()}
   * @param <V> the class of the view
   * @return a view of them
   * @throws InvalidArgumentException if {@code length < 0}, {@code alignment} is not a power of two
   *     or {@code alignment < type.byteSize()}
   * @throws AllocationException if the guest gives null, too little alignment or a block outside
   *     its memory, or if {@code length * type.byteSize()} is more than the memory has addresses
   * @throws ClosedException if the scope or the instance is closed
   */
  public <V extends WasmView<?, ?>> V allocate(ElementType<V> type, long length, long alignment) {
    Ranges.checkNotNegative("length", length);
    if (Long.bitCount(alignment) != 1 || alignment < type.byteSize()) {
      throw new InvalidArgumentException(
          "an alignment is a power of two and at least the element's %d bytes, not %d"
              .formatted(type.byteSize(), alignment));
    }
    return place(type, length, alignment, BYTES_CLASS);
  }

  /**
   * Allocates elements and copies an array there.
   *
   * @param type the type of the elements
   * @param elements the array
   * @param <A> the class of the array
   * @param <V> the class of the view
   * @return a view of as many elements as the array has
   * @throws AllocationException if the guest gives null, too little alignment or a block outside
   *     its memory
   * @throws ClosedException if the scope or the instance is closed
   */
  public <A, V extends WasmView<A, ?>> V allocateFrom(ElementType<V> type, A elements) {
    V view = allocate(type, Array.getLength(elements));
    view.copyFrom(elements);
    return view;
  }

  /**
   * Allocates text as UTF-8, without a byte order mark or a final NUL.
   *
   * @param text the text
   * @return a view of the bytes; its length is theirs
   * @throws io.github.wasminterop.error.MalformedTextException if the text has a surrogate without
   *     its other half; the guest was not asked
   * @throws AllocationException if the guest gives null or a block outside its memory
   * @throws ClosedException if the scope or the instance is closed
   */
  public U8View allocateUtf8(String text) {
    return allocateText(text, TextEncoding.UTF_8);
  }

  /**
   * Allocates text, without a byte order mark or a final NUL, aligned to its units.
   *
   * @param text the text
   * @param encoding how it becomes bytes
   * @return a view of the bytes; its length is theirs
   * @throws io.github.wasminterop.error.MalformedTextException if the encoding cannot express the
   *     text; the guest was not asked
   * @throws AllocationException if the guest gives null, too little alignment or a block outside
   *     its memory
   * @throws ClosedException if the scope or the instance is closed
   */
  public U8View allocateText(String text, TextEncoding encoding) {
    return text("text", text, encoding);
  }

  /**
   * Allocates text together with what tells its end. In a guest whose blocks are objects, {@link
   * TextFormat#assemblyScript()} gives an object of class {@code String}; anywhere else, the length
   * and text alone.
   *
   * @param text the text
   * @param format how the string is to lie there
   * @return a view whose pointer is that by which the guest knows the string. It has the text, its
   *     NUL and a length that the format puts at the pointer, but no length before the pointer
   * @throws OutOfBoundsException if the string is longer than the format can tell; the guest was
   *     not asked
   * @throws io.github.wasminterop.error.MalformedTextException if the encoding cannot express the
   *     text, or it has a NUL where the format ends at one; the guest was not asked
   * @throws AllocationException if the guest gives null, too little alignment or a block outside
   *     its memory
   * @throws ClosedException if the scope or the instance is closed
   */
  public U8View allocateText(String text, TextFormat format) {
    return text("text", text, format);
  }

  /**
   * Allocates structs. What they hold is what the guest left there.
   *
   * @param type the struct
   * @param length how many, {@code length >= 0}
   * @param <R> the class of the values
   * @return the array of them
   * @throws InvalidArgumentException if {@code length < 0}
   * @throws io.github.wasminterop.error.TypeMismatchException if the struct has pointers of another
   *     size than the memory's; see {@link StructType#memory64()}
   * @throws AllocationException if the guest gives null, too little alignment or a block outside
   *     its memory, or if {@code length * type.byteSize()} is more than the memory has addresses
   * @throws ClosedException if the scope or the instance is closed
   */
  public <R> StructArray<R> allocate(StructType<R> type, long length) {
    Ranges.checkNotNegative("length", length);
    type.checkPointers("struct", allocator.memory64());
    DataView block =
        place(
            ElementType.DATA,
            Ranges.byteLength(length, type.byteSize()),
            type.alignment(),
            BYTES_CLASS);
    return memory.structs(type, block.pointer(), length);
  }

  /**
   * Allocates a struct, and what it points to: texts outside it are allocated in this scope, too.
   *
   * @param type the struct
   * @param value the value
   * @param <R> the class of the value
   * @return an array of this one struct
   * @throws AllocationException if the guest gives null, too little alignment or a block outside
   *     its memory
   * @throws ClosedException if the scope or the instance is closed; see {@link
   *     #allocate(StructType, long)} and {@link StructArray#set} for what else can go wrong
   */
  public <R> StructArray<R> allocateFrom(StructType<R> type, R value) {
    return allocateFrom(type, List.of(value));
  }

  /**
   * Allocates structs, and what they point to: texts outside them are allocated in this scope, too.
   *
   * @param type the struct
   * @param values the values, in order
   * @param <R> the class of the values
   * @return the array of them
   * @throws AllocationException if the guest gives null, too little alignment or a block outside
   *     its memory
   * @throws ClosedException if the scope or the instance is closed; see {@link
   *     #allocate(StructType, long)} and {@link StructArray#set} for what else can go wrong
   */
  public <R> StructArray<R> allocateFrom(StructType<R> type, List<? extends R> values) {
    StructArray<R> array = allocate(type, values.size());
    long index = 0;
    for (R value : values) {
      array.set(index++, value, this::placed);
    }
    return array;
  }

  /**
   * Takes over elements that the guest allocated and leaves to the caller to free, such as a
   * result.
   *
   * <p>The guest's allocator is told the size of the elements as that of the block, and their
   * alignment as its alignment, if it wants to know. A null pointer is not freed; nor is a block of
   * no bytes, unless the pointer is all that the guest's allocator takes.
   *
   * @param type the type of the elements
   * @param pointer the address of the first one, as the guest gave it
   * @param length how many, {@code length >= 0}
   * @param <V> the class of the view
   * @return a view of them
   * @throws InvalidArgumentException if the scope has a block at that address already, or the
   *     guest's allocator has no function that frees; nothing is taken over
   * @throws OutOfBoundsException if {@code pointer + length * type.byteSize() > memory size}, or
   *     either is negative; nothing is taken over
   * @throws io.github.wasminterop.error.AlignmentException if {@code pointer % type.byteSize() !=
   *     0}; nothing is taken over
   * @throws ClosedException if the scope or the instance is closed
   */
  public <V extends WasmView<?, ?>> V adopt(ElementType<V> type, long pointer, long length) {
    use.enter();
    try {
      checkOpen();
      V view = view(type, pointer, length);
      takeOver(pointer, view.byteLength(), type.byteSize());
      return view;
    } finally {
      use.exit();
    }
  }

  /**
   * Takes over structs that the guest allocated and leaves to the caller to free, as {@link
   * #adopt(ElementType, long, long)} takes over elements. What they point to is not taken over.
   *
   * @param type the struct
   * @param pointer the address of the first one, as the guest gave it
   * @param length how many, {@code length >= 0}
   * @param <R> the class of the values
   * @return the array of them
   * @throws InvalidArgumentException if the scope has a block at that address already, or the
   *     guest's allocator has no function that frees; nothing is taken over
   * @throws ClosedException if the scope or the instance is closed; see {@link WasmMemory#structs}
   *     for what else can go wrong; nothing is taken over
   */
  public <R> StructArray<R> adopt(StructType<R> type, long pointer, long length) {
    use.enter();
    try {
      checkOpen();
      StructArray<R> array = memory.structs(type, pointer, length);
      takeOver(pointer, array.byteLength(), type.alignment());
      return array;
    } finally {
      use.exit();
    }
  }

  /**
   * Has the guest called when the scope is closed, in turn with the blocks that are freed: the last
   * first. That is how results are released by functions of their own, such as {@code cabi_post_…}.
   *
   * @param function the function; what it returns is not looked at
   * @param arguments its arguments, as {@link WasmFunction#call} takes them
   * @throws io.github.wasminterop.error.TypeMismatchException if the arguments don't fit the
   *     function's type
   * @throws ClosedException if the scope is closed
   */
  public void callAtClose(WasmFunction function, @Nullable Object... arguments) {
    long[] bits = function.toBits(arguments);
    use.enter();
    try {
      checkOpen();
      releases.add(new Release(null, () -> function.invoke(bits)));
    } finally {
      use.exit();
    }
  }

  /**
   * Leaves a block to the guest: the scope won't free it. That is for functions that take over what
   * they are passed, and is to be said before they are called. Views of the block live until the
   * scope is closed, but what they show is the guest's to change, and to free.
   *
   * @param view of the block or a part of it; where a view of no elements has no block, there is
   *     nothing to leave
   * @throws InvalidArgumentException if {@code view.byteLength() > 0} and the view lies in no block
   *     that the scope has to free, for instance because it was left to the guest already
   * @throws ClosedException if the scope is closed
   */
  public void disown(WasmView<?, ?> view) {
    use.enter();
    try {
      checkOpen();
      for (Release release : releases) {
        WasmAllocator.Block block = release.block();
        if (block != null && view.memory().isSameAs(memory) && holds(block, view)) {
          releases.remove(release);
          origins.remove(block.origin());
          return;
        }
      }
      if (view.byteLength() > 0) {
        throw new InvalidArgumentException("%s has no block with %s".formatted(this, view));
      }
    } finally {
      use.exit();
    }
  }

  /** Leaves all blocks to the guest. */
  void disownAll() {
    use.enter();
    try {
      releases.clear();
      origins.clear();
    } finally {
      use.exit();
    }
  }

  /** {@return whether the scope has been closed} */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Ends all views of the scope and then frees its blocks, the last first, each once. If the guest
   * traps at one, the others are freed all the same; what it threw first is thrown, and the rest
   * added as suppressed. If the instance is closed already, the guest isn't called. Closing again
   * does nothing.
   *
   * @throws ConcurrentUseException if another thread is inside the scope; it stays open
   */
  @Override
  public void close() {
    use.enter();
    try {
      if (!closed) {
        closed = true;
        life.close();
        release();
      }
    } finally {
      use.exit();
    }
  }

  /** How many blocks there are to free, and whether it is over. */
  @Override
  public String toString() {
    return "%s: %d blocks%s".formatted(allocator, releases.size(), closed ? ", closed" : "");
  }

  @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
  private void release() {
    Throwable first = null;
    while (!releases.isEmpty() && !allocator.isGone()) {
      try {
        releases.removeLast().action().run();
      } catch (RuntimeException | Error e) {
        if (e instanceof ClosedException && allocator.isGone()) {
          break;
        }
        if (first == null) {
          first = e;
        } else if (first != e) {
          first.addSuppressed(e);
        }
      }
    }
    releases.clear();
    switch (first) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }

  private <V extends WasmView<?, ?>> V place(
      ElementType<V> type, long length, long alignment, int classId) {
    use.enter();
    try {
      checkOpen();
      long byteSize = Ranges.byteLength(length, type.byteSize());
      if (byteSize == 0 && !allocator.abi().givesObjects()) {
        return view(type, alignment, 0);
      }
      WasmAllocator.Block block = allocator.allocate(byteSize, alignment, classId);
      keep(block);
      return view(type, block.pointer(), length);
    } finally {
      use.exit();
    }
  }

  private U8View text(String subject, String text, TextEncoding encoding) {
    return filled(encoding.encode(subject, text), 0, encoding.unitSize(), BYTES_CLASS);
  }

  private U8View text(String subject, String text, TextFormat format) {
    byte[] bytes = format.encode(subject, text);
    int unit = format.encoding().unitSize();
    return switch (format) {
      case TextFormat.NulTerminated _ -> filled(bytes, 0, unit, BYTES_CLASS);
      case TextFormat.LengthPrefixed prefixed ->
          filled(bytes, 0, Math.max(prefixed.prefix().byteSize(), unit), BYTES_CLASS);
      case TextFormat.AssemblyScript _ -> {
        int before = format.bytesBeforePointer();
        yield allocator.abi().givesObjects() // which begin with their length
            ? filled(bytes, before, unit, TEXT_CLASS)
            : filled(bytes, 0, before, BYTES_CLASS).slice(before, bytes.length - before);
      }
    };
  }

  private TextPlacer.Placed placed(String field, String text, Content.Text how) {
    U8View view =
        how.format() == null ? text(field, text, how.encoding()) : text(field, text, how.format());
    return new TextPlacer.Placed(view.pointer(), view.length());
  }

  /** A block of the bytes from an index on. */
  private U8View filled(byte[] bytes, int from, int alignment, int classId) {
    U8View view = place(ElementType.U8, bytes.length - from, alignment, classId);
    view.copyFrom(0, bytes, from, bytes.length - from);
    return view;
  }

  /** Takes over a range that has been checked. */
  private void takeOver(long pointer, long byteSize, long alignment) {
    if (origins.contains(pointer)) {
      throw new InvalidArgumentException(
          "the scope has the block at %d already; it would be freed twice".formatted(pointer));
    }
    if (pointer != 0 && (byteSize != 0 || !allocator.releaseTakesSize())) {
      keep(allocator.adopt(pointer, byteSize, alignment));
    }
  }

  private void keep(WasmAllocator.Block block) {
    if (closed) { // by a host function that the allocator called
      allocator.release(block);
      checkOpen();
    }
    if (!origins.add(block.origin())) {
      throw allocator.failed(
          block.byteSize(), block.alignment(), block.origin(), "which is in use in this scope");
    }
    releases.add(new Release(block, () -> allocator.release(block)));
  }

  private <V extends WasmView<?, ?>> V view(ElementType<V> type, long pointer, long length) {
    return memory.view(type, pointer, length);
  }

  private static boolean holds(WasmAllocator.Block block, WasmView<?, ?> view) {
    return view.pointer() >= block.pointer()
        && view.pointer() + view.byteLength() <= block.pointer() + block.byteSize();
  }

  /** What is done when the scope is closed: a block is freed, or a function is called. */
  private record Release(WasmAllocator.@Nullable Block block, Runnable action) {}

  private void checkOpen() {
    if (closed) {
      throw new ClosedException(
          "the allocation scope is closed; allocate in one that is open", "allocation scope");
    }
    memory.checkOpen(memory.name());
  }
}
