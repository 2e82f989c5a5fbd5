package io.github.wasminterop.abi;

import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.type.ValueType;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a guest's allocator is called: the names of its exports and what each takes.
 *
 * <p>The constants describe what toolchains export. Whatever else a guest has is described by
 *
 * <pre>{@code
 * AllocatorAbi arena =
 *     AllocatorAbi.of("arena", "arena_get", SIZE, ALIGNMENT).releasedBy("arena_put", POINTER, SIZE);
 * }</pre>
 *
 * @param name what messages call it
 * @param allocate gives a block's pointer; it returns one address
 * @param retain is called with each new or adopted block before anything else happens, for a guest
 *     that collects what it doesn't know to be in use; null if there is no need. What it returns is
 *     not looked at
 * @param release takes a block back; null if the guest takes care of that itself. What it returns
 *     is not looked at
 */
public record AllocatorAbi(
    String name, Call allocate, @Nullable Call retain, @Nullable Call release) {

  /**
   * {@code malloc(size)} and {@code free(pointer)}: C, C++ and Zig with a C library, Emscripten,
   * TinyGo.
   */
  public static final AllocatorAbi MALLOC =
      of("malloc", "malloc", Parameter.SIZE).releasedBy("free", Parameter.POINTER);

  /**
   * {@code allocate(size)} and {@code deallocate(pointer, size)}, as many Rust guests write them.
   */
  public static final AllocatorAbi ALLOCATE =
      of("allocate", "allocate", Parameter.SIZE)
          .releasedBy("deallocate", Parameter.POINTER, Parameter.SIZE);

  /** {@code alloc(size)} and {@code dealloc(pointer, size)}, as other Rust guests write them. */
  public static final AllocatorAbi ALLOC =
      of("alloc", "alloc", Parameter.SIZE).releasedBy("dealloc", Parameter.POINTER, Parameter.SIZE);

  /**
   * {@code __wbindgen_malloc(size, alignment)} and {@code __wbindgen_free(pointer, size,
   * alignment)}: Rust with wasm-bindgen. Its functions free what they are passed: see {@link Moved}
   * and {@link io.github.wasminterop.AllocationScope#disown}.
   */
  public static final AllocatorAbi WASM_BINDGEN =
      of("wasm-bindgen", "__wbindgen_malloc", Parameter.SIZE, Parameter.ALIGNMENT)
          .releasedBy("__wbindgen_free", Parameter.POINTER, Parameter.SIZE, Parameter.ALIGNMENT);

  /**
   * {@code __new(size, class)}, {@code __pin(pointer)} and {@code __unpin(pointer)}: AssemblyScript
   * with {@code --exportRuntime}. Blocks are objects, of class {@code ArrayBuffer} or {@code
   * String}, which the guest's collector leaves alone while they are pinned.
   */
  public static final AllocatorAbi ASSEMBLY_SCRIPT =
      of("AssemblyScript", "__new", Parameter.SIZE, Parameter.CLASS_ID)
          .retainedBy("__pin", Parameter.POINTER)
          .releasedBy("__unpin", Parameter.POINTER);

  /**
   * {@code cabi_realloc(0, 0, alignment, size)}: the component model. Blocks belong to the guest's
   * function that they are passed to, which frees them.
   */
  public static final AllocatorAbi COMPONENT_MODEL =
      of(
          "component model",
          "cabi_realloc",
          Parameter.ZERO,
          Parameter.ZERO,
          Parameter.ALIGNMENT,
          Parameter.SIZE);

  private static final List<AllocatorAbi> KNOWN =
      List.of(MALLOC, ALLOCATE, ALLOC, WASM_BINDGEN, ASSEMBLY_SCRIPT, COMPONENT_MODEL);

  /** What a function of an allocator takes. */
  public enum Parameter {
    /** The size of the block in bytes. */
    SIZE,
    /** The alignment of the block in bytes, a power of two. */
    ALIGNMENT,
    /** The pointer that was given for the block. */
    POINTER,
    /** The class of the object, an i32: 1 for bytes, 2 for text. */
    CLASS_ID,
    /** The number 0. */
    ZERO,
    /** The number 1, for instance how many times {@code calloc} is to give a size. */
    ONE;

    /**
     * The type of the function's parameter.
     *
     * @param memory64 whether the memory has 64-bit addresses
     * @return i32 for {@link #CLASS_ID}; the type of an address for all others
     */
    public ValueType type(boolean memory64) {
      return memory64 && this != CLASS_ID ? ValueType.I64 : ValueType.I32;
    }
  }

  /**
   * A function of an allocator.
   *
   * @param export its name
   * @param parameters what it takes, in order
   */
  public record Call(String export, List<Parameter> parameters) {

    /** Copies the list. */
    public Call {
      Objects.requireNonNull(export, "export");
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * Checks that each function is told what it must know, and nothing that isn't known yet.
   *
   * @throws InvalidArgumentException if {@code allocate} takes no {@link Parameter#SIZE} or takes a
   *     {@link Parameter#POINTER}, or if {@code retain} or {@code release} takes not just one
   *     {@link Parameter#POINTER}
   */
  public AllocatorAbi {
    Objects.requireNonNull(name, "name");
    require(allocate, Parameter.SIZE, 1);
    require(allocate, Parameter.POINTER, 0);
    if (retain != null) {
      require(retain, Parameter.POINTER, 1);
    }
    if (release != null) {
      require(release, Parameter.POINTER, 1);
    }
  }

  /**
   * An allocator whose blocks nobody retains or releases; see {@link #releasedBy}.
   *
   * @param name what messages call it
   * @param export the name of the function that gives blocks
   * @param parameters what it takes, in order
   * @return the description
   * @throws InvalidArgumentException if the parameters don't have just one {@link Parameter#SIZE},
   *     or have a {@link Parameter#POINTER}
   */
  public static AllocatorAbi of(String name, String export, Parameter... parameters) {
    return new AllocatorAbi(name, new Call(export, List.of(parameters)), null, null);
  }

  /**
   * The same with a function that takes blocks back.
   *
   * @param export its name
   * @param parameters what it takes, in order
   * @return the description
   * @throws InvalidArgumentException if the parameters don't have just one {@link
   *     Parameter#POINTER}
   */
  public AllocatorAbi releasedBy(String export, Parameter... parameters) {
    return new AllocatorAbi(name, allocate, retain, new Call(export, List.of(parameters)));
  }

  /**
   * The same with a function that keeps blocks from being collected.
   *
   * @param export its name
   * @param parameters what it takes, in order
   * @return the description
   * @throws InvalidArgumentException if the parameters don't have just one {@link
   *     Parameter#POINTER}
   */
  public AllocatorAbi retainedBy(String export, Parameter... parameters) {
    return new AllocatorAbi(name, allocate, new Call(export, List.of(parameters)), release);
  }

  /**
   * All descriptions that guests are compared with when none is named.
   *
   * @return the constants of this class
   */
  public static List<AllocatorAbi> known() {
    return KNOWN;
  }

  /**
   * Tells whether the allocator is told the alignment, so that it can keep it.
   *
   * @return whether {@code allocate} takes an {@link Parameter#ALIGNMENT}
   */
  public boolean keepsAlignment() {
    return allocate.parameters().contains(Parameter.ALIGNMENT);
  }

  /**
   * Tells whether blocks are objects, so that one of no bytes must be allocated, too.
   *
   * @return whether {@code allocate} takes a {@link Parameter#CLASS_ID}
   */
  public boolean givesObjects() {
    return allocate.parameters().contains(Parameter.CLASS_ID);
  }

  /** The {@linkplain #name() name}. */
  @Override
  public String toString() {
    return name;
  }

  private static void require(Call call, Parameter parameter, int count) {
    int found = Collections.frequency(call.parameters(), parameter);
    if (found != count) {
      throw new InvalidArgumentException(
          "%s must take %s %d times, not %d".formatted(call.export(), parameter, count, found));
    }
  }
}
