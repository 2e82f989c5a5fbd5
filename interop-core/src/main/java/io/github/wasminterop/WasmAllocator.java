package io.github.wasminterop;

import io.github.wasminterop.abi.AllocatorAbi;
import io.github.wasminterop.abi.AllocatorAbi.Parameter;
import io.github.wasminterop.error.AllocationException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.InvalidArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * A guest's own allocator, for data that Java hands to the guest.
 *
 * <pre>{@code
 * WasmAllocator allocator = instance.allocator();
 * try (AllocationScope scope = allocator.scope()) {
 *   U8View name = scope.allocateUtf8("héllo");
 *   instance.function("greet").call(name.pointer(), name.length());
 * }                                                      // freed, and name is of no more use
 * }</pre>
 *
 * <p>What an allocator gives is checked before anything is written there: a block is not null, is
 * aligned, lies inside the memory, and is not one that is in use. An allocator that isn't told of
 * alignment and gives too little of it is asked anew, for a block with room to align in.
 *
 * <p>Like the instance, an allocator may be handed from one thread to another, and belongs to one
 * at a time.
 */
public final class WasmAllocator {
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  private final WasmInstance instance;
  private final WasmMemory memory;
  private final AllocatorAbi abi;
  private final boolean memory64;
  private final WasmFunction allocate;
  private final @Nullable WasmFunction retain;
  private final @Nullable WasmFunction release;

  private WasmAllocator(
      WasmInstance instance, WasmMemory memory, boolean memory64, AllocatorAbi abi) {
    this.instance = instance;
    this.memory = memory;
    this.abi = abi;
    this.memory64 = memory64;
    this.allocate = instance.function(abi.allocate().export());
    this.retain = abi.retain() == null ? null : instance.function(abi.retain().export());
    this.release = abi.release() == null ? null : instance.function(abi.release().export());
  }

  /** The allocator that the exports tell, or the one that is described. */
  static WasmAllocator of(WasmInstance instance, @Nullable AllocatorAbi described) {
    WasmMemory memory = instance.memory();
    boolean memory64 = memory.type().memory64();
    AllocatorSearch search = new AllocatorSearch(instance, memory64);
    return new WasmAllocator(
        instance, memory, memory64, described == null ? search.only() : search.checked(described));
  }

  /**
   * A block of the guest's.
   *
   * @param pointer where the data begins
   * @param origin what the guest gave, {@code origin <= pointer}
   * @param byteSize how many bytes the guest gave, from the origin on
   * @param alignment what the guest was told, if anything
   */
  record Block(long pointer, long origin, long byteSize, long alignment) {}

  /** {@return how the allocator is called} */
  public AllocatorAbi abi() {
    return abi;
  }

  /** {@return the memory that it allocates in} */
  public WasmMemory memory() {
    return memory;
  }

  /**
   * Begins a scope, which frees at its end what was allocated in it. Scopes know nothing of one
   * another: they may be nested and closed in any order.
   *
   * @return the scope, to be closed by the caller
   * @throws ClosedException if the instance is closed
   */
  public AllocationScope scope() {
    memory.checkOpen(memory.name());
    return new AllocationScope(this);
  }

  /** The instance and how the allocator is called, for instance {@code image malloc}. */
  @Override
  public String toString() {
    return instance + " " + abi;
  }

  /** Whether the memory has 64-bit addresses; unlike its type, known without the runtime. */
  boolean memory64() {
    return memory64;
  }

  /** Whether there is nothing to free any more. */
  boolean isGone() {
    if (instance.isClosed() || allocate.origin().lifetime().isClosed()) {
      return true;
    }
    try {
      return memory.byteSize() < 0;
    } catch (ClosedException e) { // of an instance that somebody else owns, and has closed
      return true;
    }
  }

  /** Whether the guest is told how large a block is when it takes it back. */
  boolean releaseTakesSize() {
    return abi.release() != null && abi.release().parameters().contains(Parameter.SIZE);
  }

  /**
   * Allocates a block, retained.
   *
   * @param alignment a power of two
   * @param classId the class of the object, if blocks are objects
   */
  Block allocate(long byteSize, long alignment, int classId) {
    Block block = ask(byteSize, byteSize, alignment, classId);
    if (block.pointer() % alignment != 0) {
      release(block);
      if (abi.keepsAlignment()) {
        throw failed(byteSize, alignment, block.pointer(), "which is misaligned");
      }
      Block larger =
          ask(byteSize, Ranges.saturatedSum(byteSize, alignment - 1), alignment, classId);
      long aligned = (larger.origin() + alignment - 1) & -alignment;
      block = new Block(aligned, larger.origin(), larger.byteSize(), alignment);
    }
    retain(block);
    return block;
  }

  /**
   * Takes over a block that the guest allocated.
   *
   * @throws InvalidArgumentException if nobody releases such blocks
   */
  Block adopt(long pointer, long byteSize, long alignment) {
    if (release == null) {
      throw new InvalidArgumentException(
          "%s has no function that releases a block; if the guest has one for this result, such as cabi_post_…, pass it to callAtClose"
              .formatted(this));
    }
    Block block = new Block(pointer, pointer, byteSize, alignment);
    retain(block);
    return block;
  }

  /** Gives a block back, as far as the guest wants it. */
  void release(Block block) {
    if (release != null && abi.release() != null) {
      call(release, abi.release(), block.origin(), block.byteSize(), block.alignment(), 0);
    }
  }

  private void retain(Block block) {
    if (retain != null && abi.retain() != null) {
      call(retain, abi.retain(), block.origin(), block.byteSize(), block.alignment(), 0);
    }
  }

  private Block ask(long wanted, long byteSize, long alignment, int classId) {
    if (!memory64 && byteSize > MAX_U32) {
      throw new AllocationException(
          "%s: %d bytes, aligned to %d, are more than the memory has addresses; the guest was not asked"
              .formatted(this, wanted, alignment),
          wanted,
          alignment,
          0);
    }
    long pointer =
        call(allocate, abi.allocate(), 0, byteSize, alignment, classId)[0]
            & (memory64 ? -1 : MAX_U32);
    if (pointer == 0) {
      throw failed(wanted, alignment, pointer, "which is null");
    }
    long size = memory.byteSize();
    if (pointer < 0 || pointer > size || byteSize > size - pointer) {
      throw failed(
          wanted,
          alignment,
          pointer,
          "which is not the beginning of so many bytes in a memory of %d".formatted(size));
    }
    return new Block(pointer, pointer, byteSize, alignment);
  }

  AllocationException failed(long byteSize, long alignment, long pointer, String what) {
    return new AllocationException(
        "%s: for %d bytes, aligned to %d, the guest's %s gave %s, %s"
            .formatted(
                this, byteSize, alignment, allocate.name(), Long.toUnsignedString(pointer), what),
        byteSize,
        alignment,
        pointer);
  }

  private static long[] call(
      WasmFunction function,
      AllocatorAbi.Call call,
      long pointer,
      long byteSize,
      long alignment,
      int classId) {
    long[] arguments = new long[call.parameters().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] =
          switch (call.parameters().get(i)) {
            case POINTER -> pointer;
            case SIZE -> byteSize;
            case ALIGNMENT -> alignment;
            case CLASS_ID -> classId;
            case ZERO -> 0;
            case ONE -> 1;
          };
    }
    return function.invoke(arguments);
  }
}
