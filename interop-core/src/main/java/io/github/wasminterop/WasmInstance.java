package io.github.wasminterop;

import static java.util.stream.Collectors.joining;

import io.github.wasminterop.abi.AllocatorAbi;
import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.error.ExportException;
import io.github.wasminterop.error.MemoryResolutionException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.spi.BackendInstance;
import io.github.wasminterop.spi.WasmBackend;
import io.github.wasminterop.type.ExternKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A guest: an instance of a module, whoever made it.
 *
 * <pre>{@code
 * try (WasmRuntime runtime = WasmRuntime.load();
 *     WasmInstance guest = runtime.instantiate(Path.of("image.wasm"))) {
 *   U8View pixels = guest.view(ElementType.U8, "pixel_pointer", "pixel_count");
 *   String title = guest.readUtf8("title_ptr", "title_len");
 *   Object sum = guest.function("sum").call(64, 4);
 * }
 * }</pre>
 *
 * <p><b>Which memory.</b> Where a method does not name a memory, it is the one chosen by {@link
 * #withDefaultMemory}, else the only memory that is exported. None, or several (one memory under
 * two names counts as two), end in {@link MemoryResolutionException}, which lists them: nothing is
 * guessed.
 *
 * <p><b>Lifetime.</b> An instance from a {@link WasmRuntime} lives until it or the runtime is
 * closed. A wrapped one belongs to whoever made it; closing it here only ends the views and
 * functions that came from it. After close every method but {@link #name}, {@link #close} and
 * {@code toString} throws {@link io.github.wasminterop.error.ClosedException}.
 */
public final class WasmInstance implements AutoCloseable {
  private final Lifetime lifetime;
  private final Supplier<SequencedMap<String, WasmExtern>> source;
  private final String name;
  private final @Nullable String defaultMemory;
  private @Nullable SequencedMap<String, WasmExtern> exports;
  private @Nullable WasmMemory onlyMemory;

  private WasmInstance(
      Lifetime lifetime,
      Supplier<SequencedMap<String, WasmExtern>> source,
      String name,
      @Nullable String defaultMemory) {
    this.lifetime = lifetime;
    this.source = source;
    this.name = name;
    this.defaultMemory = defaultMemory;
  }

  /** The library's object for a backend's instance, which it closes. */
  static WasmInstance of(
      WasmBackend backend, @Nullable Lifetime parent, String name, BackendInstance instance) {
    Lifetime lifetime =
        parent == null ? Lifetime.root(name, instance::close) : parent.child(name, instance::close);
    Origin origin = new Origin(backend, lifetime);
    return new WasmInstance(
        lifetime,
        () -> {
          SequencedMap<String, WasmExtern> exports = new LinkedHashMap<>();
          instance
              .exports()
              .forEach((export, extern) -> exports.put(export, origin.extern(export, extern)));
          return exports;
        },
        name,
        null);
  }

  /**
   * Wraps an instance that was made with a runtime's own API.
   *
   * <pre>{@code
   * WasmInstance guest = WasmInstance.wrap(chicoryInstance);
   * WasmInstance guest = WasmInstance.wrap(graalValue);
   * WasmInstance guest = WasmInstance.wrap(wasmtimeInstance, store, wasmBytes);
   * }</pre>
   *
   * @param nativeInstance the instance
   * @param more what its runtime needs to reach the exports; each backend says what
   * @return the instance. Its owner goes on owning it; if the owner closes it first, access ends in
   *     an exception
   * @throws io.github.wasminterop.error.BackendSelectionException if no backend on the class path
   *     knows the object's class
   * @throws TypeMismatchException if the objects are not an instance with all it needs; the message
   *     says what to pass
   */
  public static WasmInstance wrap(Object nativeInstance, Object... more) {
    return NativeObjects.wrapInstance(nativeInstance, more);
  }

  /**
   * An instance of just these exports.
   *
   * @param exports functions, memories, globals and tables by name: of this library, or as a
   *     runtime made them, if the runtime needs nothing more (else {@link WasmExtern#wrap} them
   *     first)
   * @return the instance; closing it leaves the exports open
   * @throws io.github.wasminterop.error.BackendSelectionException if no backend on the class path
   *     knows an object's class
   */
  public static WasmInstance ofExports(Map<String, ?> exports) {
    SequencedMap<String, WasmExtern> externs = new LinkedHashMap<>();
    exports.forEach((export, extern) -> externs.put(export, WasmExtern.wrap(extern)));
    return new WasmInstance(Lifetime.root("exports", () -> {}), () -> externs, "exports", null);
  }

  /**
   * An instance that has nothing but a memory, under the name {@code memory}.
   *
   * @param memory a {@link WasmMemory}, or a memory as a runtime made it
   * @param more what its runtime needs to use it
   * @return the instance; closing it leaves the memory open
   * @throws io.github.wasminterop.error.BackendSelectionException if no backend on the class path
   *     knows the object's class
   * @throws TypeMismatchException if the object is not a memory
   */
  public static WasmInstance ofMemory(Object memory, Object... more) {
    WasmExtern extern = WasmExtern.wrap(memory, more);
    if (!(extern instanceof WasmMemory)) {
      throw new TypeMismatchException("not a memory but a " + extern.type().kind() + ": " + extern);
    }
    return ofExports(Map.of("memory", extern));
  }

  /**
   * The same instance under another name.
   *
   * @param name the name that messages use
   * @return the same instance; closing either closes both
   */
  public WasmInstance named(String name) {
    return new WasmInstance(
        lifetime, this::exports, Objects.requireNonNull(name, "name"), defaultMemory);
  }

  /**
   * The same instance with a choice of memory for all methods that do not name one.
   *
   * @param export the name under which the memory is exported
   * @return the same instance; closing either closes both
   * @throws ExportException if there is no such export, or it is not a memory
   */
  public WasmInstance withDefaultMemory(String export) {
    memory(export);
    return new WasmInstance(lifetime, this::exports, name, export);
  }

  /** {@return the name, for messages} */
  public String name() {
    return name;
  }

  /**
   * All exports by name, in the order of the module.
   *
   * @return an unmodifiable map
   */
  public SequencedMap<String, WasmExtern> exports() {
    lifetime.check();
    SequencedMap<String, WasmExtern> result = exports;
    if (result == null) {
      result = Collections.unmodifiableSequencedMap(source.get());
      // Inside a start function a runtime may have none yet.
      exports = result.isEmpty() ? null : result;
    }
    return result;
  }

  /**
   * An export of any kind.
   *
   * @param export its name
   * @return the export
   * @throws ExportException if there is none of that name; the message lists those that there are
   */
  public WasmExtern export(String export) {
    WasmExtern extern = exports().get(Objects.requireNonNull(export, "export"));
    if (extern == null) {
      throw new ExportException(
          "%s: no export '%s'; there are %s".formatted(name, export, listed()), export);
    }
    return extern;
  }

  /**
   * An exported function.
   *
   * @param export its name
   * @return the function
   * @throws ExportException if there is no such export, or it is of another kind
   */
  public WasmFunction function(String export) {
    return export(export, WasmFunction.class, ExternKind.FUNCTION);
  }

  /**
   * An exported global.
   *
   * @param export its name
   * @return the global
   * @throws ExportException if there is no such export, or it is of another kind
   */
  public WasmGlobal global(String export) {
    return export(export, WasmGlobal.class, ExternKind.GLOBAL);
  }

  /**
   * An exported table.
   *
   * @param export its name
   * @return the table
   * @throws ExportException if there is no such export, or it is of another kind
   */
  public WasmTable table(String export) {
    return export(export, WasmTable.class, ExternKind.TABLE);
  }

  /**
   * An exported memory.
   *
   * @param export its name
   * @return the memory
   * @throws ExportException if there is no such export, or it is of another kind
   */
  public WasmMemory memory(String export) {
    return export(export, WasmMemory.class, ExternKind.MEMORY);
  }

  /**
   * The memory that is meant where none is named.
   *
   * @return the default memory, else the only exported one
   * @throws MemoryResolutionException if no memory is exported, or several are and none was chosen
   */
  public WasmMemory memory() {
    if (defaultMemory != null) {
      return memory(defaultMemory);
    }
    WasmMemory known = onlyMemory;
    if (known != null) {
      lifetime.check();
      return known;
    }
    List<WasmMemory> memories =
        exports().values().stream()
            .filter(WasmMemory.class::isInstance)
            .map(WasmMemory.class::cast)
            .toList();
    if (memories.size() == 1) {
      onlyMemory = memories.getFirst();
      return memories.getFirst();
    }
    List<String> names = memories.stream().map(WasmMemory::name).toList();
    throw new MemoryResolutionException(
        memories.isEmpty()
            ? "%s exports no memory; it exports %s".formatted(name, listed())
            : "%s exports several memories, %s; name one, or choose one by withDefaultMemory(name)"
                .formatted(name, names),
        names);
  }

  /**
   * A view.
   *
   * @param descriptor what it shows
   * @param <V> the class of the view
   * @return the view
   * @throws io.github.wasminterop.error.DescriptorException if a descriptor gives no usable value
   * @throws OutOfBoundsException if {@code pointer + byteLength > memory size}
   * @throws io.github.wasminterop.error.AlignmentException if the pointer is not a multiple of the
   *     element's size, and the view is not {@linkplain ViewDescriptor#unaligned() unaligned}
   * @throws MemoryResolutionException if it is not clear which memory is meant
   * @throws ExportException if the named memory is missing or of another kind
   * @throws io.github.wasminterop.error.InvalidArgumentException if the descriptor has no pointer
   *     or no length
   */
  public <V extends WasmView<?, ?>> V view(ViewDescriptor<V> descriptor) {
    lifetime.check();
    return descriptor.resolve(this);
  }

  /**
   * A view whose range the guest tells.
   *
   * @param type the type of the elements
   * @param ptr the name of a function without parameters, or of a global, that gives the address of
   *     the first element
   * @param length the name of one that gives the number of elements
   * @param <V> the class of the view
   * @return the view; see {@link #view(ViewDescriptor)} for what can go wrong
   */
  public <V extends WasmView<?, ?>> V view(ElementType<V> type, String ptr, String length) {
    return view(ViewDescriptor.of(type).ptr(ptr).length(length));
  }

  /**
   * A view whose range descriptors tell.
   *
   * @param type the type of the elements
   * @param ptr where the address of the first element comes from
   * @param length where the number of elements comes from
   * @param <V> the class of the view
   * @return the view; see {@link #view(ViewDescriptor)} for what can go wrong
   */
  public <V extends WasmView<?, ?>> V view(
      ElementType<V> type, ValueDescriptor ptr, ValueDescriptor length) {
    return view(ViewDescriptor.of(type).ptr(ptr).length(length));
  }

  /**
   * A view whose pointer and length the guest tells in one.
   *
   * @param type the type of the elements
   * @param range where both come from
   * @param <V> the class of the view
   * @return the view; see {@link #view(ViewDescriptor)} for what can go wrong
   */
  public <V extends WasmView<?, ?>> V view(ElementType<V> type, RangeDescriptor range) {
    return view(ViewDescriptor.of(type).range(range));
  }

  /**
   * A view of a fixed range.
   *
   * @param type the type of the elements
   * @param ptr the address of the first element in bytes
   * @param length the number of elements
   * @param <V> the class of the view
   * @return the view; see {@link WasmMemory#view} for what can go wrong
   */
  public <V extends WasmView<?, ?>> V view(ElementType<V> type, long ptr, long length) {
    return memory().view(type, ptr, length);
  }

  /**
   * An array of structs that the guest tells.
   *
   * @param type the struct
   * @param ptr the name of a function without parameters, or of a global, that gives the address of
   *     the first struct
   * @param length the name of one that gives the number of structs
   * @param <R> the class of the values
   * @return the array; see {@link #structs(StructType, ValueDescriptor, ValueDescriptor)} for what
   *     can go wrong
   */
  public <R> StructArray<R> structs(StructType<R> type, String ptr, String length) {
    return structs(type, ValueDescriptor.export(ptr), ValueDescriptor.export(length));
  }

  /**
   * An array of structs whose range descriptors tell.
   *
   * @param type the struct
   * @param ptr where the address of the first struct comes from
   * @param length where the number of structs comes from
   * @param <R> the class of the values
   * @return the array; see {@link #structs(StructType, RangeDescriptor)} for what can go wrong
   */
  public <R> StructArray<R> structs(
      StructType<R> type, ValueDescriptor ptr, ValueDescriptor length) {
    return structs(type, RangeDescriptor.of(ptr, length));
  }

  /**
   * An array of structs whose range a descriptor tells.
   *
   * @param type the struct
   * @param range where the address of the first struct, and their number, come from
   * @param <R> the class of the values
   * @return the array
   * @throws io.github.wasminterop.error.DescriptorException if a descriptor gives no usable value
   * @throws io.github.wasminterop.error.MemoryResolutionException if the instance has no memory, or
   *     several; then use {@link #structs(WasmMemory, StructType, RangeDescriptor)}; see {@link
   *     WasmMemory#structs} for what else can go wrong
   */
  public <R> StructArray<R> structs(StructType<R> type, RangeDescriptor range) {
    return structs(memory(), type, range);
  }

  /**
   * An array of structs, in one of several memories, whose range a descriptor tells.
   *
   * @param memory the memory
   * @param type the struct
   * @param range where the address of the first struct, and their number, come from
   * @param <R> the class of the values
   * @return the array
   * @throws io.github.wasminterop.error.DescriptorException if a descriptor gives no usable value;
   *     see {@link WasmMemory#structs} for what else can go wrong
   */
  public <R> StructArray<R> structs(WasmMemory memory, StructType<R> type, RangeDescriptor range) {
    ViewSource.Resolver resolver =
        new RangeResolver(
            new ValueResolver(this, memory, type.name()),
            range,
            Math.toIntExact(type.byteSize()),
            0);
    return StructArray.of(memory, type, type.name(), resolver.resolve(), resolver);
  }

  /**
   * A view of a range of bytes that the guest tells.
   *
   * @param ptr the name of a function without parameters, or of a global, that gives the address of
   *     the first byte
   * @param byteLength the name of one that gives the number of bytes
   * @return the view; see {@link #view(ViewDescriptor)} for what can go wrong
   */
  public U8View bytes(String ptr, String byteLength) {
    return view(ElementType.U8, ptr, byteLength);
  }

  /**
   * Reads UTF-8 text strictly, keeping a byte order mark: {@link TextEncoding#UTF_8}.
   *
   * @param ptr the name of a function without parameters, or of a global, that gives the address of
   *     the first byte
   * @param byteLength the name of one that gives the number of bytes
   * @return the text
   * @throws io.github.wasminterop.error.MalformedTextException if the bytes are not UTF-8; see
   *     {@link #view(ViewDescriptor)} for what else can go wrong
   */
  public String readUtf8(String ptr, String byteLength) {
    return bytes(ptr, byteLength).utf8();
  }

  /**
   * Reads UTF-8 text strictly, keeping a byte order mark: {@link TextEncoding#UTF_8}.
   *
   * @param ptr where the address of the first byte comes from
   * @param byteLength where the number of bytes comes from
   * @return the text
   * @throws io.github.wasminterop.error.MalformedTextException if the bytes are not UTF-8; see
   *     {@link #view(ViewDescriptor)} for what else can go wrong
   */
  public String readUtf8(ValueDescriptor ptr, ValueDescriptor byteLength) {
    return view(ElementType.U8, ptr, byteLength).utf8();
  }

  /**
   * Reads UTF-8 text strictly, keeping a byte order mark: {@link TextEncoding#UTF_8}.
   *
   * @param range where the address of the first byte and the number of bytes come from
   * @return the text
   * @throws io.github.wasminterop.error.MalformedTextException if the bytes are not UTF-8; see
   *     {@link #view(ViewDescriptor)} for what else can go wrong
   */
  public String readUtf8(RangeDescriptor range) {
    return readText(range, TextEncoding.UTF_8);
  }

  /**
   * Reads text, which may be at any address, aligned or not.
   *
   * @param range where the address of the first byte and the length come from. The length is in
   *     {@linkplain TextEncoding#unitSize() units} of the encoding, unless it is {@linkplain
   *     RangeDescriptor#lengthInBytes() in bytes}; so is a zero that ends the text
   * @param encoding the encoding, and what to do with malformed bytes and a byte order mark
   * @return the text
   * @throws io.github.wasminterop.error.MalformedTextException if the bytes are not text in the
   *     encoding, and it is not lossy; see {@link #view(ViewDescriptor)} for what else can go wrong
   */
  public String readText(RangeDescriptor range, TextEncoding encoding) {
    if (encoding.unitSize() == 1) {
      return view(ElementType.U8, range).text(encoding);
    }
    return view(ViewDescriptor.of(ElementType.U16).range(range).unaligned()).bytes().text(encoding);
  }

  /**
   * Binds an interface to exported functions.
   *
   * <pre>{@code
   * interface Image {
   *   int width();
   *   @WasmExport("apply_strokes") void applyStrokes(int count);
   * }
   * Image image = guest.bind(Image.class);
   * }</pre>
   *
   * <p>Each abstract method calls the export of its name, or of its {@link WasmExport} annotation.
   * Its Java type is the {@link io.github.wasminterop.type.FunctionType#methodType() exact type} of
   * the function, where {@code boolean} may stand for {@code i32} (a result other than 0 is true).
   * Default methods work as they are.
   *
   * <p>A call whose parameters and result are numbers costs what one through {@link
   * WasmFunction#handle()} costs: in a {@code static final} field what a constant handle costs. For
   * that, the interface is loaded by the class loader of this library, and is in the same module
   * (such as all of the class path) or public and exported, as the types of its methods. Others go
   * through a {@link java.lang.reflect.Proxy}.
   *
   * <p><b>Data.</b> Parameters and results may be more than numbers. What is not in the guest's
   * memory yet is allocated there by the {@linkplain #allocator() guest's own allocator} for the
   * time of the call, also if that fails:
   *
   * <pre>{@code
   * interface Text {
   *   @Returned(value = ReturnForm.PACKED_POINTER_HIGH, free = true)
   *   String reverse(String text);                    // (ptr, len) -> i64
   *
   *   int puts(@Text(form = Text.Form.NUL_TERMINATED) String line);
   *   void blur(@InOut float[] samples, int radius);  // (ptr, len, i32): copied there and back
   *   void invert(U8View pixels);                     // (ptr, len): as it is
   *   @Returned(ReturnForm.OUT_POINTER)
   *   Point middle(Point a, Point b);                 // (out, ptr, ptr): records
   * }
   * }</pre>
   *
   * <table>
   * <caption>How each Java type is passed; a length is one in elements, of text in bytes</caption>
   * <tr><th>type<th>numbers<th>as
   * <tr><td>{@code String}<td>pointer, length<td>a copy, UTF-8; {@link
   *     io.github.wasminterop.abi.Text @Text} says otherwise
   * <tr><td>{@code byte[]} to {@code double[]}<td>pointer, length<td>a copy; {@link
   *     io.github.wasminterop.abi.InOut @InOut} and {@link io.github.wasminterop.abi.Out @Out} copy
   *     back
   * <tr><td>a view, {@link StructArray}<td>pointer, length<td>itself, which must be of the guest's
   *     memory
   * <tr><td>a record<td>pointer<td>a copy, as {@link StructType} lays it out
   * <tr><td>an array of records<td>pointer, length<td>a copy; {@code @InOut} and {@code @Out} copy
   *     back
   * <tr><td>{@link Pointer}<td>pointer<td>itself
   * </table>
   *
   * <p>A pointer is an {@code i32}, in a memory with 64-bit addresses an {@code i64}. Where only a
   * pointer is passed, {@code null} is the null pointer, except as a {@code Pointer}. How a result
   * that is no number comes back is said by {@link io.github.wasminterop.abi.Returned @Returned};
   * {@link io.github.wasminterop.abi.Moved @Moved} says that the guest frees a parameter itself.
   *
   * @param type the interface
   * @param <T> the interface
   * @return an object of the interface; its methods throw what {@link WasmFunction} says
   * @throws TypeMismatchException if an export is missing, is not a function, or has another type;
   *     the message lists all problems
   * @throws io.github.wasminterop.error.InvalidArgumentException if {@code type} is not an
   *     interface, or is sealed
   */
  public <T> T bind(Class<T> type) {
    lifetime.check();
    return InterfaceBinding.bind(this, type, this::allocator);
  }

  /**
   * Binds an interface to exported functions, with a choice of allocator.
   *
   * @param type the interface
   * @param allocator what allocates the data that methods pass
   * @param <T> the interface
   * @return an object of the interface; see {@link #bind(Class)} for what can go wrong
   */
  public <T> T bind(Class<T> type, WasmAllocator allocator) {
    lifetime.check();
    Objects.requireNonNull(allocator, "allocator");
    return InterfaceBinding.bind(this, type, () -> allocator);
  }

  /**
   * The guest's allocator, as its exports tell: one of {@link AllocatorAbi#known()}, by names and
   * types.
   *
   * @return the allocator of the {@linkplain #memory() default memory}
   * @throws io.github.wasminterop.error.AllocatorResolutionException if the exports fit none or
   *     several of them; the message says what was looked for and what is there
   * @throws MemoryResolutionException if it is not clear which memory is meant
   */
  public WasmAllocator allocator() {
    return WasmAllocator.of(this, null);
  }

  /**
   * The guest's allocator, as described.
   *
   * @param abi how it is called
   * @return the allocator of the {@linkplain #memory() default memory}
   * @throws io.github.wasminterop.error.AllocatorResolutionException if an export that it needs is
   *     missing, is not a function, or has another type
   * @throws MemoryResolutionException if it is not clear which memory is meant
   */
  public WasmAllocator allocator(AllocatorAbi abi) {
    return WasmAllocator.of(this, Objects.requireNonNull(abi, "abi"));
  }

  /**
   * The stack that wasm-bindgen's guests keep in their memory.
   *
   * @return the stack
   * @throws ExportException if there is no function {@code __wbindgen_add_to_stack_pointer}
   * @throws TypeMismatchException if that is not {@code (i32) -> (i32)}
   * @throws MemoryResolutionException if it is not clear which memory is meant
   */
  public ShadowStack shadowStack() {
    return new ShadowStack(this);
  }

  /**
   * Ends the instance, and with it everything that came from it. Callable from any thread, though
   * not while another one is inside the guest; calling it again does nothing.
   */
  @Override
  public void close() {
    lifetime.close();
  }

  /** {@return whether the instance, or its runtime, has been closed} */
  public boolean isClosed() {
    return lifetime.isClosed();
  }

  /** The {@linkplain #name() name}. */
  @Override
  public String toString() {
    return name;
  }

  private <T extends WasmExtern> T export(String export, Class<T> type, ExternKind kind) {
    WasmExtern extern = export(export);
    if (!type.isInstance(extern)) {
      throw new ExportException(
          "%s: export '%s' is a %s, not a %s".formatted(name, export, extern.type().kind(), kind),
          export);
    }
    return type.cast(extern);
  }

  private String listed() {
    return exports().entrySet().stream()
        .map(entry -> entry.getValue().type().kind() + " '" + entry.getKey() + "'")
        .collect(joining(", ", "[", "]"));
  }
}
