package io.github.wasminterop;

import io.github.wasminterop.error.InvalidArgumentException;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a view shows: element type, pointer, length and memory. Immutable; each method gives a new
 * descriptor.
 *
 * <pre>{@code
 * F64View samples = instance.view(ViewDescriptor.of(ElementType.F64)
 *     .ptr("samples")
 *     .length("sample_count")
 *     .byteOffset(16)
 *     .memory("heap")
 *     .name("samples"));
 * }</pre>
 *
 * @param <V> the class of the view
 */
public final class ViewDescriptor<V extends WasmView<?, ?>> {
  private final ElementType<V> type;
  private final @Nullable ValueDescriptor pointer;
  private final @Nullable ValueDescriptor length;
  private final long byteOffset;
  private final @Nullable WasmMemory memory;
  private final @Nullable String memoryName;
  private final @Nullable String name;
  private final boolean unaligned;

  private ViewDescriptor(
      ElementType<V> type,
      @Nullable ValueDescriptor pointer,
      @Nullable ValueDescriptor length,
      long byteOffset,
      @Nullable WasmMemory memory,
      @Nullable String memoryName,
      @Nullable String name,
      boolean unaligned) {
    this.type = Objects.requireNonNull(type, "type");
    this.pointer = pointer;
    this.length = length;
    this.byteOffset = byteOffset;
    this.memory = memory;
    this.memoryName = memoryName;
    this.name = name;
    this.unaligned = unaligned;
  }

  /**
   * A descriptor without pointer and length.
   *
   * @param type the type of the elements
   * @param <V> the class of the view
   * @return the descriptor
   */
  public static <V extends WasmView<?, ?>> ViewDescriptor<V> of(ElementType<V> type) {
    return new ViewDescriptor<>(type, null, null, 0, null, null, null, false);
  }

  /**
   * Sets the pointer.
   *
   * @param value where the address of the first element, in bytes, comes from
   * @return the descriptor
   */
  public ViewDescriptor<V> ptr(ValueDescriptor value) {
    return new ViewDescriptor<>(
        type,
        Objects.requireNonNull(value, "ptr"),
        length,
        byteOffset,
        memory,
        memoryName,
        name,
        unaligned);
  }

  /**
   * Sets the pointer.
   *
   * @param value the address of the first element in bytes, not negative
   * @return the descriptor
   */
  public ViewDescriptor<V> ptr(long value) {
    return ptr(ValueDescriptor.of(value));
  }

  /**
   * Sets the pointer.
   *
   * @param value the address of the first element in bytes, not negative
   * @return the descriptor
   */
  public ViewDescriptor<V> ptr(BigInteger value) {
    return ptr(ValueDescriptor.of(value));
  }

  /**
   * Sets the pointer.
   *
   * @param export the name of a function without parameters, or of a global, that gives the address
   *     of the first element
   * @return the descriptor
   */
  public ViewDescriptor<V> ptr(String export) {
    return ptr(ValueDescriptor.export(export));
  }

  /**
   * Sets the length.
   *
   * @param value where the number of elements comes from
   * @return the descriptor
   */
  public ViewDescriptor<V> length(ValueDescriptor value) {
    return new ViewDescriptor<>(
        type,
        pointer,
        Objects.requireNonNull(value, "length"),
        byteOffset,
        memory,
        memoryName,
        name,
        unaligned);
  }

  /**
   * Sets the length.
   *
   * @param value the number of elements, not negative
   * @return the descriptor
   */
  public ViewDescriptor<V> length(long value) {
    return length(ValueDescriptor.of(value));
  }

  /**
   * Sets the length.
   *
   * @param value the number of elements, not negative
   * @return the descriptor
   */
  public ViewDescriptor<V> length(BigInteger value) {
    return length(ValueDescriptor.of(value));
  }

  /**
   * Sets the length.
   *
   * @param export the name of a function without parameters, or of a global, that gives the number
   *     of elements
   * @return the descriptor
   */
  public ViewDescriptor<V> length(String export) {
    return length(ValueDescriptor.export(export));
  }

  /**
   * Sets what is added to the pointer.
   *
   * @param bytes the distance in bytes, not negative
   * @return the descriptor
   * @throws InvalidArgumentException if {@code bytes < 0}
   */
  public ViewDescriptor<V> byteOffset(long bytes) {
    return new ViewDescriptor<>(
        type,
        pointer,
        length,
        Ranges.checkNotNegative("byteOffset", bytes),
        memory,
        memoryName,
        name,
        unaligned);
  }

  /**
   * Sets the memory.
   *
   * @param memory the memory
   * @return the descriptor
   */
  public ViewDescriptor<V> memory(WasmMemory memory) {
    return new ViewDescriptor<>(
        type,
        pointer,
        length,
        byteOffset,
        Objects.requireNonNull(memory, "memory"),
        null,
        name,
        unaligned);
  }

  /**
   * Sets the memory.
   *
   * @param export the name under which the memory is exported
   * @return the descriptor
   */
  public ViewDescriptor<V> memory(String export) {
    return new ViewDescriptor<>(
        type,
        pointer,
        length,
        byteOffset,
        null,
        Objects.requireNonNull(export, "memory"),
        name,
        unaligned);
  }

  /**
   * Sets the name of the view.
   *
   * @param name the name that messages use
   * @return the descriptor
   */
  public ViewDescriptor<V> name(String name) {
    return new ViewDescriptor<>(
        type,
        pointer,
        length,
        byteOffset,
        memory,
        memoryName,
        Objects.requireNonNull(name, "name"),
        unaligned);
  }

  /**
   * Lets the pointer be any number, not only a multiple of the element's size. Access is slower
   * then.
   *
   * @return the descriptor
   */
  public ViewDescriptor<V> unaligned() {
    return new ViewDescriptor<>(type, pointer, length, byteOffset, memory, memoryName, name, true);
  }

  /** Resolves the descriptor against an instance. */
  V resolve(WasmInstance instance) {
    String viewName = name != null ? name : defaultName();
    ValueDescriptor ptr = required(viewName, pointer, "ptr");
    ValueDescriptor len = required(viewName, length, "length");
    WasmMemory target =
        memory != null
            ? memory
            : memoryName != null ? instance.memory(memoryName) : instance.memory();
    ViewSource.Resolver resolver =
        new RangeResolver(instance, target, viewName, ptr, len, byteOffset);
    return type.create(
        new ViewSource(target, type, viewName, unaligned, resolver.resolve(), resolver));
  }

  private String defaultName() {
    return switch (pointer) {
      case ValueDescriptor.Export(String export, _, _) -> export;
      case ValueDescriptor.Extern(WasmExtern extern, _) -> extern.name();
      case null, default -> type.name();
    };
  }

  private static ValueDescriptor required(
      String view, @Nullable ValueDescriptor value, String what) {
    if (value == null) {
      throw new InvalidArgumentException(
          "%s: the view has no %s; set it with .%s(…)".formatted(view, what, what));
    }
    return value;
  }
}
