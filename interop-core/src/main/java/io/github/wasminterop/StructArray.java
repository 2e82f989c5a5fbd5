package io.github.wasminterop;

import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.error.AlignmentException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MalformedValueException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TypeMismatchException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A live view of structs that lie one after the other in a guest's memory.
 *
 * <pre>{@code
 * StructArray<Particle> particles = instance.structs(type, "particles", "particle_count");
 * Particle first = particles.get(0);                        // a record, the caller's own
 * particles.set(0, new Particle(new Vec(1, 2), 7, true));   // the guest sees it at once
 *
 * StructField x = type.field("pos.x");                      // in hot loops: nothing is allocated
 * for (StructCursor at = particles.cursor(); at.next(); ) {
 *   at.setF32(x, at.getF32(x) + 1);
 * }
 * F32Strided xs = particles.f32("pos.x");                   // all the x, as a view
 * }</pre>
 *
 * <p>What holds for views (live, range, growth, close) is said at {@link WasmView} and holds here.
 *
 * <p><b>Threads.</b> An array belongs to one thread at a time.
 *
 * @param <R> the class of the values
 */
public final class StructArray<R> {
  private final StructType<R> type;
  private @Nullable MemorySegment scratch;

  final DataView data;

  /** The number of structs. */
  long length;

  private StructArray(StructType<R> type, DataView data) {
    this.type = type;
    this.data = data;
    this.length = data.length / type.byteSize();
    data.bind();
  }

  /**
   * Makes an array.
   *
   * @param range its structs
   * @param resolver tells the range anew, or null if it is fixed
   */
  static <R> StructArray<R> of(
      WasmMemory memory,
      StructType<R> type,
      String name,
      ViewSource.Range range,
      ViewSource.@Nullable Resolver resolver) {
    type.checkPointers(name, memory.type().memory64());
    ViewSource.Resolver bytes =
        resolver == null ? null : () -> bytes(memory, type, name, resolver.resolve());
    return new StructArray<>(
        type,
        new DataView(
            new ViewSource(
                memory, ElementType.DATA, name, false, bytes(memory, type, name, range), bytes)));
  }

  private static ViewSource.Range bytes(
      WasmMemory memory, StructType<?> type, String name, ViewSource.Range structs) {
    Ranges.checkInMemory(
        name,
        structs.pointer(),
        structs.length(),
        Math.toIntExact(type.byteSize()),
        memory.linear().byteSize());
    if (structs.pointer() % type.alignment() != 0) {
      throw new AlignmentException(
          "%s: pointer %d is not a multiple of %d, the alignment of %s; if the guest means it, the struct is packed()"
              .formatted(name, structs.pointer(), type.alignment(), type.name()),
          name,
          structs.pointer(),
          type.alignment());
    }
    return new ViewSource.Range(structs.pointer(), structs.length() * type.byteSize());
  }

  /** {@return the memory that the array is in} */
  public WasmMemory memory() {
    return data.memory();
  }

  /** {@return the struct} */
  public StructType<R> type() {
    return type;
  }

  /** {@return the name of the array, for messages} */
  public String name() {
    return data.name();
  }

  /** {@return the address of the first struct in bytes} */
  public long pointer() {
    return data.pointer();
  }

  /** {@return the number of structs} */
  public long length() {
    return length;
  }

  /** {@return the size of the range in bytes: {@code length() * type().byteSize()}} */
  public long byteLength() {
    return data.length;
  }

  /**
   * Reads a struct.
   *
   * @param index the index in structs, {@code 0 <= index < length()}
   * @return the value, the caller's own; what the constructor of a record throws passes through
   * @throws OutOfBoundsException if {@code index < 0} or {@code index >= length()}, or a text that
   *     the struct points to is not inside the memory
   * @throws io.github.wasminterop.error.MalformedTextException if a text is not in its encoding
   * @throws MalformedValueException if an enum's field holds a number that none of its constants
   *     has
   * @throws ClosedException if the memory is closed
   */
  @SuppressWarnings("unchecked") // the codec of a StructType<R> makes values of R
  public R get(long index) {
    long offset = offset(index);
    MemorySegment segment = data.bind();
    if (segment == null) {
      segment = scratch();
      memory().read(name(), pointer() + offset, segment);
      offset = 0;
    }
    try {
      return (R) type.codec.read(memory(), segment, offset);
    } catch (IllegalStateException e) {
      throw memory().lost(name(), segment, e);
    }
  }

  /**
   * Writes a struct, all of it or, if anything is refused, nothing. What lies between the fields
   * stays as it is.
   *
   * @param index the index in structs, {@code 0 <= index < length()}
   * @param value the value; nothing in it is null, except texts outside the struct
   * @throws OutOfBoundsException if {@code index < 0} or {@code index >= length()}, or a text is
   *     longer than its field
   * @throws InvalidArgumentException if a number is not in the range of its scalar or bit-field, or
   *     an array is not as long as its {@link io.github.wasminterop.abi.Length} says, or a text
   *     lies outside the struct
   * @throws io.github.wasminterop.error.MalformedTextException if a text cannot be encoded, or has
   *     a NUL
   * @throws TypeMismatchException if a map holds a value of another type than its field's
   * @throws ClosedException if the memory is closed
   */
  public void set(long index, R value) {
    set(index, value, TextPlacer.NONE);
  }

  /** Writes a struct, and its texts where there is room for them. */
  void set(long index, R value, TextPlacer texts) {
    Objects.requireNonNull(value, "value");
    long offset = offset(index);
    MemorySegment segment = type.writtenAtOnce ? data.bind() : null;
    if (segment != null) {
      try {
        type.codec.write(texts, segment, offset, value);
        return;
      } catch (IllegalStateException e) {
        throw memory().lost(name(), segment, e);
      }
    }
    MemorySegment whole = scratch();
    memory().read(name(), pointer() + offset, whole);
    type.codec.write(texts, whole, 0, value);
    memory().write(name(), pointer() + offset, whole);
  }

  /**
   * The structs in order, each read when the stream gets to it.
   *
   * @return a stream of as many values as the array has structs now
   */
  public Stream<R> stream() {
    return LongStream.range(0, length()).mapToObj(this::get);
  }

  /**
   * Reads all structs.
   *
   * @return the values, the caller's own
   * @throws ClosedException if the memory is closed
   */
  public List<R> toList() {
    return stream().toList();
  }

  /**
   * A cursor, which reads and writes single fields without making anything.
   *
   * @return a cursor before the first struct
   */
  public StructCursor<R> cursor() {
    return new StructCursor<>(this);
  }

  /**
   * Some of the structs. The range is fixed; it does not follow a refresh of this array.
   *
   * @param index the first struct, {@code 0 <= index <= length() - count}
   * @param count how many, {@code count >= 0}
   * @return the array of them
   * @throws OutOfBoundsException if the structs are not inside this array
   */
  public StructArray<R> slice(long index, long count) {
    Ranges.checkInView(name(), index, count, length);
    return new StructArray<>(type, data.slice(index * type.byteSize(), count * type.byteSize()));
  }

  /**
   * Evaluates the array's pointer and length descriptors again, once each, and takes the new range;
   * if that fails, the array stays as it was. An array of a fixed range only checks that it is
   * open. Cursors go on with the new range; strided views and slices stay with theirs.
   *
   * @throws io.github.wasminterop.error.DescriptorException if a descriptor gives no usable value
   * @throws OutOfBoundsException if {@code pointer + byteLength > memory size}
   * @throws AlignmentException if {@code pointer % type().alignment() != 0}
   * @throws ClosedException if the memory is closed
   */
  public void refresh() {
    data.refresh();
    length = data.length / type.byteSize();
    data.bind();
  }

  /**
   * A view of the elements of an array that is a field of one struct. Its range is fixed.
   *
   * @param elements the type of the elements, named as the field's scalar; {@link ElementType#U8}
   *     for {@link Scalar#BOOL}, and that of the pointers' size for {@link Scalar#POINTER}
   * @param index the index in structs, {@code 0 <= index < length()}
   * @param path the field, as {@link StructType#field} takes it
   * @param <V> the class of the view
   * @return the view
   * @throws OutOfBoundsException if {@code index < 0} or {@code index >= length()}
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else
   * @throws AlignmentException if the field is not aligned, as in a packed struct
   */
  public <V extends WasmView<?, ?>> V view(ElementType<V> elements, long index, String path) {
    StructSlot field = type.slot(path);
    checkElements(field, elements);
    return elements.create(
        new ViewSource(
            memory(),
            elements,
            fieldName(path),
            false,
            new ViewSource.Range(pointer() + offset(index) + field.byteOffset(), field.count()),
            null));
  }

  /**
   * A view of one field of each struct: signed bytes. Its range is fixed.
   *
   * @param path the field, as {@link StructType#field} takes it
   * @return the view
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else, or is a bit-field
   */
  public I8Strided i8(String path) {
    return new I8Strided(column(path, ElementType.I8));
  }

  /**
   * A view of one field of each struct: unsigned bytes, or truth values. Its range is fixed.
   *
   * @param path the field, as {@link StructType#field} takes it
   * @return the view
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else, or is a bit-field
   */
  public U8Strided u8(String path) {
    return new U8Strided(column(path, ElementType.U8));
  }

  /**
   * A view of one field of each struct: signed 16-bit integers. Its range is fixed.
   *
   * @param path the field, as {@link StructType#field} takes it
   * @return the view
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else, or is a bit-field
   */
  public I16Strided i16(String path) {
    return new I16Strided(column(path, ElementType.I16));
  }

  /**
   * A view of one field of each struct: unsigned 16-bit integers. Its range is fixed.
   *
   * @param path the field, as {@link StructType#field} takes it
   * @return the view
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else, or is a bit-field
   */
  public U16Strided u16(String path) {
    return new U16Strided(column(path, ElementType.U16));
  }

  /**
   * A view of one field of each struct: signed 32-bit integers. Its range is fixed.
   *
   * @param path the field, as {@link StructType#field} takes it
   * @return the view
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else, or is a bit-field
   */
  public I32Strided i32(String path) {
    return new I32Strided(column(path, ElementType.I32));
  }

  /**
   * A view of one field of each struct: unsigned 32-bit integers, or addresses of 32 bits. Its
   * range is fixed.
   *
   * @param path the field, as {@link StructType#field} takes it
   * @return the view
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else, or is a bit-field
   */
  public U32Strided u32(String path) {
    return new U32Strided(column(path, ElementType.U32));
  }

  /**
   * A view of one field of each struct: signed 64-bit integers. Its range is fixed.
   *
   * @param path the field, as {@link StructType#field} takes it
   * @return the view
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else, or is a bit-field
   */
  public I64Strided i64(String path) {
    return new I64Strided(column(path, ElementType.I64));
  }

  /**
   * A view of one field of each struct: unsigned 64-bit integers, or addresses of 64 bits. Its
   * range is fixed.
   *
   * @param path the field, as {@link StructType#field} takes it
   * @return the view
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else, or is a bit-field
   */
  public U64Strided u64(String path) {
    return new U64Strided(column(path, ElementType.U64));
  }

  /**
   * A view of one field of each struct: binary16 numbers. Its range is fixed.
   *
   * @param path the field, as {@link StructType#field} takes it
   * @return the view
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else, or is a bit-field
   */
  public F16Strided f16(String path) {
    return new F16Strided(column(path, ElementType.F16));
  }

  /**
   * A view of one field of each struct: binary32 numbers. Its range is fixed.
   *
   * @param path the field, as {@link StructType#field} takes it
   * @return the view
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else, or is a bit-field
   */
  public F32Strided f32(String path) {
    return new F32Strided(column(path, ElementType.F32));
  }

  /**
   * A view of one field of each struct: binary64 numbers. Its range is fixed.
   *
   * @param path the field, as {@link StructType#field} takes it
   * @return the view
   * @throws InvalidArgumentException if there is no such field
   * @throws TypeMismatchException if the field holds something else, or is a bit-field
   */
  public F64Strided f64(String path) {
    return new F64Strided(column(path, ElementType.F64));
  }

  /** For instance {@code particles: Particle[500] at 1048576}. */
  @Override
  public String toString() {
    return "%s: %s[%d] at %d".formatted(name(), type.name(), length(), pointer());
  }

  /** What a strided view of one number of each struct is made of. */
  private Strided.Source column(String path, ElementType<?> elements) {
    StructSlot field = type.slot(path);
    if (field.isArray()) {
      throw new TypeMismatchException(
          "%s is an array, %s; name one element: %s[0]"
              .formatted(fieldName(path), field.described(), path));
    }
    checkElements(field, elements);
    return Strided.Source.of(
        memory(),
        elements,
        fieldName(path),
        pointer() + field.byteOffset(),
        length(),
        type.byteSize());
  }

  private void checkElements(StructSlot field, ElementType<?> elements) {
    if (!(field.content() instanceof Content.Plain plain)
        || !plain.elementType().equals(elements.name())) {
      throw new TypeMismatchException(
          "%s is %s, not %s".formatted(fieldName(field.path()), field.described(), elements));
    }
  }

  private String fieldName(String path) {
    return name() + "." + path;
  }

  private long offset(long index) {
    Ranges.checkInView(name(), index, 1, length);
    return index * type.byteSize();
  }

  private MemorySegment scratch() {
    MemorySegment made = scratch;
    if (made == null) {
      made = Arena.ofAuto().allocate(type.byteSize(), 8);
      scratch = made;
    }
    return made;
  }
}
