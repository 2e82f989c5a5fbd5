package io.github.wasminterop;

import io.github.wasminterop.abi.Packing;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.error.InvalidArgumentException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a pointer and a length come from together. A descriptor is a value: it is evaluated once
 * when a view is made, and once each time the view is refreshed; each function in it is called once
 * then.
 *
 * <pre>{@code
 * // fn title() -> u64 { (pointer << 32) | length }
 * String title = guest.readUtf8(RangeDescriptor.packed(export("title"), Packing.POINTER_HIGH));
 * // void samples(struct { double *data; size_t count; } *out)
 * F64View samples = guest.view(F64, RangeDescriptor.outParameter("samples", export("scratch")));
 * }</pre>
 *
 * <p>The length is in elements of the view, unless {@link #lengthInBytes()} says otherwise.
 * Pointers and lengths that lie in memory are unsigned, little-endian, of any alignment, and taken
 * from the memory of the view. What goes wrong ends in {@link
 * io.github.wasminterop.error.DescriptorException}, which names the view, the descriptor and the
 * value.
 */
public sealed interface RangeDescriptor {

  /**
   * A pointer and a length, evaluated in this order.
   *
   * @param pointer where the address of the first element comes from
   * @param length where the length comes from
   * @return the descriptor
   */
  static RangeDescriptor of(ValueDescriptor pointer, ValueDescriptor length) {
    return new Pair(pointer, length);
  }

  /**
   * A pointer and a length of 32 bits each in one {@code i64}.
   *
   * @param value where the {@code i64} comes from: a function, a global, or Java code, whose {@code
   *     long} may be negative here
   * @param packing which half is the pointer
   * @return the descriptor
   */
  static RangeDescriptor packed(ValueDescriptor value, Packing packing) {
    return new Packed(value, packing);
  }

  /**
   * The two results of an exported function: the pointer, then the length.
   *
   * @param export the name of the export, a function with two results, each {@code i32} or {@code
   *     i64}
   * @param arguments its arguments, by the rules of {@link WasmFunction#call}
   * @return the descriptor
   */
  static RangeDescriptor results(String export, Object... arguments) {
    return new Results(ValueDescriptor.function(export, arguments));
  }

  /**
   * The two results of a function: the pointer, then the length.
   *
   * @param function the function, with two results, each {@code i32} or {@code i64}
   * @param arguments its arguments, by the rules of {@link WasmFunction#call}
   * @return the descriptor
   */
  static RangeDescriptor results(WasmFunction function, Object... arguments) {
    return new Results(ValueDescriptor.function(function, arguments));
  }

  /**
   * A struct in the guest's memory: the pointer, and right behind it the length, 4 bytes each, 8 in
   * a memory with 64-bit addresses. So are slices and strings of Go and Zig.
   *
   * @param address where the address of the struct comes from
   * @return the descriptor
   */
  static RangeDescriptor at(ValueDescriptor address) {
    return new At(address, null);
  }

  /**
   * A struct in the guest's memory that has a pointer and a length somewhere, 4 bytes each, 8 in a
   * memory with 64-bit addresses: a {@code Vec} or a {@code String} of Rust, whose fields have no
   * fixed order, or a struct of C.
   *
   * @param address where the address of the struct comes from
   * @param pointerOffset where the pointer is in the struct, in bytes, {@code pointerOffset >= 0}
   * @param lengthOffset where the length is in the struct, in bytes, {@code lengthOffset >= 0}
   * @return the descriptor
   * @throws InvalidArgumentException if an offset is negative
   */
  static RangeDescriptor at(ValueDescriptor address, long pointerOffset, long lengthOffset) {
    return new At(address, new Offsets(pointerOffset, lengthOffset));
  }

  /**
   * What an exported function writes to an out-parameter: {@link #at(ValueDescriptor)} of {@code
   * address}, after {@code export(address, arguments…)} was called.
   *
   * @param export the name of the export, a function without results, whose first parameter is the
   *     address. Where a function returns a code that tells whether it succeeded, call it by
   *     itself, and use {@code at(address)}
   * @param address where the address of the struct to be written comes from; it is evaluated first
   * @param arguments the other arguments, by the rules of {@link WasmFunction#call}
   * @return the descriptor
   */
  static RangeDescriptor outParameter(String export, ValueDescriptor address, Object... arguments) {
    return new OutParameter(ValueDescriptor.function(export, arguments), new At(address, null));
  }

  /**
   * What an exported function writes to an out-parameter: {@link #at(ValueDescriptor, long, long)}
   * of {@code address}, after {@code export(address, arguments…)} was called.
   *
   * @param export the name of the export, a function without results, whose first parameter is the
   *     address
   * @param address where the address of the struct to be written comes from; it is evaluated first
   * @param offsets where the pointer and the length are in the struct
   * @param arguments the other arguments, by the rules of {@link WasmFunction#call}
   * @return the descriptor
   */
  static RangeDescriptor outParameter(
      String export, ValueDescriptor address, Offsets offsets, Object... arguments) {
    return new OutParameter(ValueDescriptor.function(export, arguments), new At(address, offsets));
  }

  /**
   * Elements up to one that is zero, which does not belong to the range.
   *
   * @param pointer where the address of the first element comes from
   * @param maxBytes how many bytes the elements and the zero may take together: no more are looked
   *     at
   * @return the descriptor
   * @throws InvalidArgumentException if {@code maxBytes < 1}
   */
  static RangeDescriptor nulTerminated(ValueDescriptor pointer, long maxBytes) {
    return new NulTerminated(pointer, maxBytes);
  }

  /**
   * Elements behind their length.
   *
   * @param pointer where the address of the length comes from; the elements begin right behind it
   * @param prefix how the length is stored: {@link Scalar#U8}, {@link Scalar#U16}, {@link
   *     Scalar#U32}, {@link Scalar#U64}, or {@link Scalar#POINTER}
   * @return the descriptor
   * @throws InvalidArgumentException if the prefix is another scalar
   */
  static RangeDescriptor lengthPrefixed(ValueDescriptor pointer, Scalar prefix) {
    return new LengthPrefixed(pointer, prefix);
  }

  /**
   * Elements whose length lies right before them. With {@link Scalar#U32} and {@link
   * #lengthInBytes()} these are objects of AssemblyScript: strings, and the data of arrays.
   *
   * @param pointer where the address of the first element comes from
   * @param prefix how the length is stored, as for {@link #lengthPrefixed}
   * @return the descriptor
   * @throws InvalidArgumentException if the prefix is another scalar
   */
  static RangeDescriptor lengthBefore(ValueDescriptor pointer, Scalar prefix) {
    return new LengthBefore(pointer, prefix);
  }

  /**
   * What Java code computes from the instance.
   *
   * @param function gives the range
   * @return the descriptor
   */
  static RangeDescriptor computed(Function<WasmInstance, Range> function) {
    return new Computed(function);
  }

  /**
   * The same range where the length counts bytes, not elements. It must be a multiple of the
   * element's size.
   *
   * @return the descriptor
   * @throws InvalidArgumentException if the guest tells no length, because a zero ends the range
   */
  default RangeDescriptor lengthInBytes() {
    return new InBytes(this);
  }

  /**
   * A pointer and a length.
   *
   * @param pointer the address of the first element, not negative
   * @param length the length, not negative
   */
  record Range(long pointer, long length) {}

  /**
   * Where two fields are in a struct.
   *
   * @param pointer where the pointer is, in bytes, {@code pointer >= 0}
   * @param length where the length is, in bytes, {@code length >= 0}
   */
  record Offsets(long pointer, long length) {
    /** Checks the offsets. */
    public Offsets {
      Ranges.checkNotNegative("pointerOffset", pointer);
      Ranges.checkNotNegative("lengthOffset", length);
    }
  }

  /**
   * A pointer and a length.
   *
   * @param pointer where the address of the first element comes from
   * @param length where the length comes from
   */
  record Pair(ValueDescriptor pointer, ValueDescriptor length) implements RangeDescriptor {
    /** Checks that nothing is null. */
    public Pair {
      Objects.requireNonNull(pointer, "pointer");
      Objects.requireNonNull(length, "length");
    }

    @Override
    public String toString() {
      return "pointer %s and length %s".formatted(pointer, length);
    }
  }

  /**
   * Two halves of an {@code i64}.
   *
   * @param value where the {@code i64} comes from
   * @param packing which half is the pointer
   */
  record Packed(ValueDescriptor value, Packing packing) implements RangeDescriptor {
    /** Checks that nothing is null. */
    public Packed {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(packing, "packing");
    }

    @Override
    public String toString() {
      return "pointer and length packed in " + value;
    }
  }

  /**
   * Two results.
   *
   * @param function the function with its arguments
   */
  record Results(ValueDescriptor function) implements RangeDescriptor {
    /** Checks that the function is not null. */
    public Results {
      Objects.requireNonNull(function, "function");
    }

    @Override
    public String toString() {
      return "the results of " + function;
    }
  }

  /**
   * A struct.
   *
   * @param address where its address comes from
   * @param offsets where its fields are, or null for pointer and length right at its beginning
   */
  record At(ValueDescriptor address, @Nullable Offsets offsets) implements RangeDescriptor {
    /** Checks that the address is not null. */
    public At {
      Objects.requireNonNull(address, "address");
    }

    @Override
    public String toString() {
      return "pointer and length at " + address;
    }
  }

  /**
   * A struct that a function writes.
   *
   * @param function the function with its arguments but the first
   * @param struct the struct, whose address is the first argument
   */
  record OutParameter(ValueDescriptor function, At struct) implements RangeDescriptor {
    /** Checks that nothing is null. */
    public OutParameter {
      Objects.requireNonNull(function, "function");
      Objects.requireNonNull(struct, "struct");
    }

    @Override
    public String toString() {
      return "%s, as %s writes them".formatted(struct, function);
    }
  }

  /**
   * Elements up to one that is zero.
   *
   * @param pointer where the address of the first element comes from
   * @param maxBytes how many bytes the elements and the zero may take together
   */
  record NulTerminated(ValueDescriptor pointer, long maxBytes) implements RangeDescriptor {
    /** Checks the limit. */
    public NulTerminated {
      Objects.requireNonNull(pointer, "pointer");
      if (maxBytes < 1) {
        throw new InvalidArgumentException("maxBytes has no room for a NUL: " + maxBytes);
      }
    }

    @Override
    public RangeDescriptor lengthInBytes() {
      throw new InvalidArgumentException(this + " has no length that could be in bytes");
    }

    @Override
    public String toString() {
      return "data up to a NUL at " + pointer;
    }
  }

  /**
   * Elements behind their length.
   *
   * @param pointer where the address of the length comes from
   * @param prefix how the length is stored
   */
  record LengthPrefixed(ValueDescriptor pointer, Scalar prefix) implements RangeDescriptor {
    /** Checks the prefix. */
    public LengthPrefixed {
      Objects.requireNonNull(pointer, "pointer");
      requireUnsigned(prefix);
    }

    @Override
    public String toString() {
      return "data behind its %s length at %s".formatted(prefix, pointer);
    }
  }

  /**
   * Elements whose length lies before them.
   *
   * @param pointer where the address of the first element comes from
   * @param prefix how the length is stored
   */
  record LengthBefore(ValueDescriptor pointer, Scalar prefix) implements RangeDescriptor {
    /** Checks the prefix. */
    public LengthBefore {
      Objects.requireNonNull(pointer, "pointer");
      requireUnsigned(prefix);
    }

    @Override
    public String toString() {
      return "data at %s with its %s length before it".formatted(pointer, prefix);
    }
  }

  /**
   * Java code.
   *
   * @param function the code
   */
  record Computed(Function<WasmInstance, Range> function) implements RangeDescriptor {
    /** Checks that the function is not null. */
    public Computed {
      Objects.requireNonNull(function, "function");
    }

    @Override
    public String toString() {
      return "computed range";
    }
  }

  /**
   * A range whose length is in bytes.
   *
   * @param range the range
   */
  record InBytes(RangeDescriptor range) implements RangeDescriptor {
    /** Checks that the range is not null. */
    public InBytes {
      Objects.requireNonNull(range, "range");
    }

    @Override
    public RangeDescriptor lengthInBytes() {
      return this;
    }

    @Override
    public String toString() {
      return range + ", length in bytes";
    }
  }

  private static void requireUnsigned(Scalar prefix) {
    if (!prefix.isInteger() || prefix.isSigned()) {
      throw new InvalidArgumentException(
          "a length is stored as u8, u16, u32, u64 or a pointer's size, not as " + prefix);
    }
  }
}
