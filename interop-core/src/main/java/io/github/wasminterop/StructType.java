package io.github.wasminterop;

import io.github.wasminterop.abi.BitField;
import io.github.wasminterop.abi.Packed;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.TypeMismatchException;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * A struct of C, or what lies in memory as one does: Rust's {@code repr(C)}, C++'s standard layout,
 * Zig's {@code extern struct}, Go's and AssemblyScript's fields. Its fields are those of a Java
 * record.
 *
 * <pre>{@code
 * record Vec(float x, float y) {}                                        // struct vec { float x, y; };
 * record Particle(Vec pos, @StoredAs(Scalar.U32) long id, boolean on) {} // struct particle {
 *                                                                        //   struct vec pos;
 * StructType<Particle> type =                                            //   uint32_t id;
 *     StructType.of(MethodHandles.lookup(), Particle.class);             //   bool on; };
 * type.byteSize();                                                       // 16
 * type.field("pos.y").byteOffset();                                      // 4
 * StructArray<Particle> all = memory.structs(type, pointer, count);
 * }</pre>
 *
 * <p><b>Components.</b> By default {@code byte}, {@code short}, {@code int} and {@code long} are
 * stored as signed integers of their size, {@code char} as {@link Scalar#U16}, {@code float} and
 * {@code double} as they are, {@code boolean} as {@link Scalar#BOOL}, an enum as {@link Scalar#I32}
 * by its order or its {@link io.github.wasminterop.abi.StoredValue}, a {@link Pointer} as an
 * address, and a record as a struct within the struct. {@link
 * io.github.wasminterop.abi.StoredAs @StoredAs} chooses another scalar. Arrays of these need a
 * {@link io.github.wasminterop.abi.Length @Length}. {@link io.github.wasminterop.abi.Bits @Bits}
 * makes a bit-field.
 *
 * <p><b>Layout.</b> Each field begins at the next multiple of its alignment, which is the size of a
 * scalar, or the largest of a struct's fields; the size is a multiple of the struct's alignment.
 * That is what clang and rustc do for WebAssembly. In a {@link Packed} struct there is no padding.
 *
 * <p>Describing a struct takes some work; a description is kept in a constant. It is immutable and
 * may be shared between threads.
 *
 * @param <R> the class of the values
 */
public final class StructType<R> {
  private final StructShape<R> shape;
  private final boolean packed;
  private final boolean memory64;
  private final List<StructSlot> fields;
  private final long byteSize;
  private final long alignment;

  final StructCodec codec;

  /** Whether the codec refuses what it refuses before it writes anything. */
  final boolean writtenAtOnce;

  private StructType(StructShape<R> shape, boolean packed, boolean memory64) {
    this.shape = shape;
    this.packed = packed;
    this.memory64 = memory64;
    List<StructShape.Member> members = shape.members(memory64);
    StructPlacement.Layout layout = shape.place(members, packed);
    List<StructSlot> placed = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      StructShape.Member member = members.get(i);
      StructPlacement.Place place = layout.places().get(i);
      placed.add(
          StructSlot.of(
              this,
              member.name(),
              place.byteOffset(),
              member.content() instanceof Content.Bits bits
                  ? new BitField(place.bit(), bits.width(), bits.scalar().isSigned())
                  : null,
              member.content(),
              member.count()));
    }
    this.fields = List.copyOf(placed);
    this.byteSize = layout.byteSize();
    this.alignment = layout.alignment();
    this.codec = shape.codec(members, fields);
    this.writtenAtOnce = !codec.leaves().isEmpty();
  }

  /**
   * Describes the struct of a record that this library may reach: one of the class path, a public
   * one of an exported package, or one of a package that is open to {@code io.github.wasminterop}.
   *
   * @param record the record
   * @param <R> the record
   * @return the struct
   * @throws TypeMismatchException if the record, or one within it, cannot be reached; then use
   *     {@link #of(Lookup, Class)}; or if a component is of a type that no struct has; the message
   *     lists all problems
   */
  public static <R extends Record> StructType<R> of(Class<R> record) {
    return of(RecordShape.of(null, record), false);
  }

  /**
   * Describes the struct of a record that the caller may reach.
   *
   * @param lookup {@code MethodHandles.lookup()}, called where the record and those within it are
   *     accessible
   * @param record the record
   * @param <R> the record
   * @return the struct
   * @throws TypeMismatchException if the record, or one within it, cannot be reached by the lookup,
   *     or a component is of a type that no struct has; the message lists all problems
   */
  public static <R extends Record> StructType<R> of(Lookup lookup, Class<R> record) {
    return of(RecordShape.of(lookup, record), false);
  }

  /**
   * Describes a struct that is known at run time only. Its values are maps from the names of the
   * fields, in their order, to what they hold: boxed numbers, {@code Boolean}, {@code Character},
   * maps for structs, Java arrays for sequences of numbers, lists for sequences of structs.
   *
   * @param layout the struct, whose members have names, except padding; numbers are little-endian
   * @return the struct, with the offsets, size and alignment that the layout says
   * @throws TypeMismatchException if a member is a union, a sequence of sequences, an {@code
   *     ADDRESS} (use {@code JAVA_INT}, or {@code JAVA_LONG} in a memory with 64-bit addresses),
   *     big-endian or, except padding, without a name, or two have the same name
   */
  public static StructType<SequencedMap<String, Object>> of(StructLayout layout) {
    return of(new MapShape(layout), false);
  }

  /**
   * The same fields without padding, as {@link Packed} says.
   *
   * @return the packed struct
   * @throws InvalidArgumentException if this was made of a {@link StructLayout}, which says all
   *     offsets itself
   */
  public StructType<R> packed() {
    shape.checkChangeable();
    return new StructType<>(shape, true, memory64);
  }

  /**
   * The same struct in a memory with 64-bit addresses, where each {@link Scalar#POINTER} takes 8
   * bytes.
   *
   * @return the struct
   * @throws InvalidArgumentException if this was made of a {@link StructLayout}, which says all
   *     sizes itself
   */
  public StructType<R> memory64() {
    shape.checkChangeable();
    return new StructType<>(shape, packed, true);
  }

  /** {@return the name, for messages} */
  public String name() {
    return shape.name();
  }

  /** {@return the size in bytes, as C's {@code sizeof} tells, a multiple of the alignment} */
  public long byteSize() {
    return byteSize;
  }

  /** {@return the alignment in bytes, as C's {@code alignof} tells: 1, 2, 4 or 8} */
  public long alignment() {
    return alignment;
  }

  /** {@return the fields in order, one for each component} */
  public List<StructField> fields() {
    return List.copyOf(fields);
  }

  /**
   * Finds a field, at any depth.
   *
   * @param path the names of fields with dots between, and indexes after those of arrays, for
   *     instance {@code weights[2].bone}
   * @return the field
   * @throws InvalidArgumentException if there is none
   */
  public StructField field(String path) {
    return slot(path);
  }

  /**
   * The layout as {@code java.lang.foreign} has it, little-endian, with its padding. A bit-field is
   * padding there, because there is no layout of bits.
   *
   * @return the layout, of the same size, alignment and offsets
   */
  public StructLayout layout() {
    return ForeignLayouts.of(this);
  }

  /** A table of the fields: offset, size, kind and name of each, and the padding. */
  @Override
  public String toString() {
    return StructTable.of(this);
  }

  boolean isMemory64() {
    return memory64;
  }

  /** Checks that pointers are as large here as in a memory. */
  void checkPointers(String subject, boolean memory64Expected) {
    if (memory64 != memory64Expected && hasPointers()) {
      throw new TypeMismatchException(
          "%s: the pointers in %s take %d bytes, those of the memory %d; use %s"
              .formatted(
                  subject,
                  name(),
                  Scalar.POINTER.byteSize(memory64),
                  Scalar.POINTER.byteSize(memory64Expected),
                  memory64 ? "the struct without memory64()" : "memory64() of the struct"));
    }
  }

  private boolean hasPointers() {
    return fields.stream()
        .anyMatch(
            field ->
                switch (field.content()) {
                  case Content.Plain(Scalar scalar, _) -> scalar == Scalar.POINTER;
                  case Content.Bits _, Content.Characters _ -> false;
                  case Content.Text _ -> true;
                  case Content.Nested(StructType<?> nested) -> nested.hasPointers();
                });
  }

  /** Finds a field, at any depth. */
  StructSlot slot(String path) {
    int dot = path.indexOf('.');
    String step = dot < 0 ? path : path.substring(0, dot);
    StructSlot found = step(path, step);
    if (dot < 0) {
      return found;
    }
    if (found.isArray() || !(found.content() instanceof Content.Nested(StructType<?> nested))) {
      throw missing(path, "'%s' is %s, not one struct".formatted(step, found.described()));
    }
    return nested.slot(path.substring(dot + 1)).within(this, step + ".", found.byteOffset());
  }

  /** The fields in order. */
  List<StructSlot> slots() {
    return fields;
  }

  private StructSlot step(String path, String step) {
    int bracket = step.indexOf('[');
    String name = bracket < 0 ? step : step.substring(0, bracket);
    StructSlot found = null;
    for (StructSlot field : fields) {
      if (field.path().equals(name)) {
        found = field;
      }
    }
    if (found == null) {
      throw missing(path, "the fields are " + fields.stream().map(StructSlot::path).toList());
    }
    return bracket < 0 ? found : found.element(index(path, found, step.substring(bracket)));
  }

  private int index(String path, StructSlot array, String brackets) {
    if (brackets.matches("\\[\\d{1,9}]")) {
      int index = Integer.parseInt(brackets, 1, brackets.length() - 1, 10);
      if (array.isArray() && index < array.count()) {
        return index;
      }
    }
    throw missing(
        path,
        "%s is not an index of '%s': %s".formatted(brackets, array.path(), array.described()));
  }

  private InvalidArgumentException missing(String path, String advice) {
    return new InvalidArgumentException("%s has no field '%s': %s".formatted(name(), path, advice));
  }

  /** Describes a struct within a struct. */
  static <R> StructType<R> of(StructShape<R> shape, boolean memory64) {
    return new StructType<>(shape, shape.isPacked(), memory64);
  }
}
