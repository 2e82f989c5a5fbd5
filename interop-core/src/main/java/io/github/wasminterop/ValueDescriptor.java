package io.github.wasminterop;

import io.github.wasminterop.type.ExternKind;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where a pointer or a length comes from. A descriptor is a value: it is evaluated once when a view
 * is made, and once each time the view is refreshed.
 *
 * <pre>{@code
 * ViewDescriptor.of(F64)
 *     .ptr(ValueDescriptor.export("slot_ptr", 2))      // what slot_ptr(2) returns
 *     .length(ValueDescriptor.computed(() -> count));
 * }</pre>
 *
 * <p>What a guest gives as {@code i32} is read as an unsigned number, 0 to 2<sup>32</sup> - 1, and
 * as {@code i64} as an unsigned one, too. What Java gives must not be negative: for an address
 * above 2 GiB pass a {@code long}. Other types, and values that no address of the memory can have,
 * end in {@link io.github.wasminterop.error.DescriptorException}, which names the view, the
 * descriptor and the value.
 */
public sealed interface ValueDescriptor {

  /**
   * A constant.
   *
   * @param value the value, not negative
   * @return the descriptor
   */
  static ValueDescriptor of(long value) {
    return new Constant(BigInteger.valueOf(value));
  }

  /**
   * A constant.
   *
   * @param value the value, not negative
   * @return the descriptor
   */
  static ValueDescriptor of(BigInteger value) {
    return new Constant(value);
  }

  /**
   * What an export gives: the result of an exported function, or the value of an exported global.
   *
   * @param name the name of the export
   * @param arguments the function's arguments, by the rules of {@link WasmFunction#call}; none for
   *     a global
   * @return the descriptor
   */
  static ValueDescriptor export(String name, Object... arguments) {
    return new Export(name, null, List.of(arguments));
  }

  /**
   * The result of an exported function.
   *
   * @param name the name of the export, which must be a function
   * @param arguments its arguments, by the rules of {@link WasmFunction#call}
   * @return the descriptor
   */
  static ValueDescriptor function(String name, Object... arguments) {
    return new Export(name, ExternKind.FUNCTION, List.of(arguments));
  }

  /**
   * The result of a function.
   *
   * @param function the function
   * @param arguments its arguments, by the rules of {@link WasmFunction#call}
   * @return the descriptor
   */
  static ValueDescriptor function(WasmFunction function, Object... arguments) {
    return new Extern(function, List.of(arguments));
  }

  /**
   * The value of an exported global.
   *
   * @param name the name of the export, which must be a global
   * @return the descriptor
   */
  static ValueDescriptor global(String name) {
    return new Export(name, ExternKind.GLOBAL, List.of());
  }

  /**
   * The value of a global.
   *
   * @param global the global
   * @return the descriptor
   */
  static ValueDescriptor global(WasmGlobal global) {
    return new Extern(global, List.of());
  }

  /**
   * What Java code computes.
   *
   * @param supplier gives the value, not negative
   * @return the descriptor
   */
  static ValueDescriptor computed(LongSupplier supplier) {
    Objects.requireNonNull(supplier, "supplier");
    return new Computed(_ -> supplier.getAsLong());
  }

  /**
   * What Java code computes from the instance.
   *
   * @param function gives the value, not negative
   * @return the descriptor
   */
  static ValueDescriptor computed(ToLongFunction<WasmInstance> function) {
    return new Computed(function);
  }

  /**
   * The pointer that the guest keeps in its memory: 4 bytes, 8 in a memory with 64-bit addresses.
   *
   * @param address where the address of the pointer comes from; it may be unaligned
   * @return the descriptor
   */
  static ValueDescriptor pointerAt(ValueDescriptor address) {
    return new PointerAt(address, 0);
  }

  /**
   * A pointer of a table of pointers that the guest keeps in its memory, such as C's {@code
   * char**}.
   *
   * @param table where the address of the first pointer comes from; it may be unaligned
   * @param index which pointer, {@code index >= 0}
   * @return the descriptor
   * @throws io.github.wasminterop.error.InvalidArgumentException if {@code index < 0}
   */
  static ValueDescriptor pointerAt(ValueDescriptor table, long index) {
    return new PointerAt(table, index);
  }

  /**
   * This value with a number added.
   *
   * @param bytes the number, which may be negative; the sum must be an address or a length again
   * @return the descriptor
   */
  default ValueDescriptor plus(long bytes) {
    return new Plus(this, bytes);
  }

  /**
   * A constant.
   *
   * @param value the value
   */
  record Constant(BigInteger value) implements ValueDescriptor {
    /** Checks that the value is not null. */
    public Constant {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
      return "constant " + value;
    }
  }

  /**
   * An export by name.
   *
   * @param name the name of the export
   * @param kind the kind that it must be of: function or global; or null for either
   * @param arguments the arguments if it is a function
   */
  record Export(String name, @Nullable ExternKind kind, List<Object> arguments)
      implements ValueDescriptor {
    /** Copies the arguments. */
    public Export {
      Objects.requireNonNull(name, "name");
      arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
      return (kind == null ? "export" : kind)
          + " '"
          + name
          + "'"
          + (arguments.isEmpty() ? "" : arguments);
    }
  }

  /**
   * A function or global.
   *
   * @param extern the function or global
   * @param arguments the arguments if it is a function
   */
  record Extern(WasmExtern extern, List<Object> arguments) implements ValueDescriptor {
    /** Copies the arguments. */
    public Extern {
      Objects.requireNonNull(extern, "extern");
      arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
      return extern.type().kind()
          + " '"
          + extern.name()
          + "'"
          + (arguments.isEmpty() ? "" : arguments);
    }
  }

  /**
   * Java code.
   *
   * @param function the code
   */
  record Computed(ToLongFunction<WasmInstance> function) implements ValueDescriptor {
    /** Checks that the function is not null. */
    public Computed {
      Objects.requireNonNull(function, "function");
    }

    @Override
    public String toString() {
      return "computed value";
    }
  }

  /**
   * A pointer in the guest's memory.
   *
   * @param table where the address of the first pointer comes from
   * @param index which pointer
   */
  record PointerAt(ValueDescriptor table, long index) implements ValueDescriptor {
    /** Checks the index. */
    public PointerAt {
      Objects.requireNonNull(table, "table");
      Ranges.checkNotNegative("index", index);
    }

    @Override
    public String toString() {
      return "pointer " + index + " at " + table;
    }
  }

  /**
   * A sum.
   *
   * @param value where the first number comes from
   * @param bytes the second number
   */
  record Plus(ValueDescriptor value, long bytes) implements ValueDescriptor {
    /** Checks that the value is not null. */
    public Plus {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
      return value + (bytes < 0 ? " " : " +") + bytes;
    }
  }
}
