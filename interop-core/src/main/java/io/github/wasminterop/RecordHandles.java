package io.github.wasminterop;

import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.explicitCastArguments;
import static java.lang.invoke.MethodHandles.filterArguments;
import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.identity;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.permuteArguments;
import static java.lang.invoke.MethodType.methodType;

import io.github.wasminterop.abi.BitField;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.error.InvalidArgumentException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle.AccessMode;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Builds the method handles that read and write the records of a struct.
 *
 * <p>A field's reader has the type {@code (WasmMemory, MemorySegment, long) value}, its writer
 * {@code (TextPlacer, MemorySegment, long, value) void}. The {@code long} is where the field
 * begins.
 */
final class RecordHandles {
  private static final Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodType LOAD = methodType(void.class, MemorySegment.class, long.class);

  /** Of more numbers, method handles take longer to make than a copy of the struct ever will. */
  private static final int MOST_AT_ONCE = 16;

  private final Class<?> type;
  private final String name;
  private final Content content;
  private final StructSlot field;
  private final MethodHandle accessor;

  /**
   * A number of a record, or of a record in it.
   *
   * @param value {@code (record) stored}, which refuses what cannot be stored
   * @param store {@code (MemorySegment, long, stored) void}
   */
  record Leaf(MethodHandle value, MethodHandle store) {}

  private RecordHandles(
      String struct, StructShape.Member member, StructSlot field, MethodHandle accessor) {
    this.type = member.type();
    this.name = struct + "." + member.name();
    this.content = member.content();
    this.field = field;
    this.accessor = accessor;
  }

  /** What reads and writes a record, whose constructor and accessors the lookup reaches. */
  static StructCodec codec(
      Lookup lookup, Class<?> record, List<StructShape.Member> members, List<StructSlot> fields)
      throws IllegalAccessException {
    List<Class<?>> types = members.stream().<Class<?>>map(StructShape.Member::type).toList();
    List<RecordHandles> all = new ArrayList<>();
    try {
      for (int i = 0; i < members.size(); i++) {
        StructSlot field = fields.get(i);
        MethodHandle accessor = lookup.findVirtual(record, field.path(), methodType(types.get(i)));
        all.add(new RecordHandles(record.getSimpleName(), members.get(i), field, accessor));
      }
      MethodHandle constructor = lookup.findConstructor(record, methodType(void.class, types));
      List<Leaf> leaves = leaves(all);
      MethodHandle writer =
          leaves.isEmpty()
              ? inTurn(all.stream().map(RecordHandles::placedWriter).toList())
              : atOnce(record, leaves);
      return RecordCodec.of(
          construct(constructor, all.stream().map(RecordHandles::placedReader).toList())
              .asType(RecordCodec.READER),
          writer.asType(RecordCodec.WRITER),
          leaves);
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every record has these", e);
    }
  }

  /** The numbers that the fields consist of; nothing if there is anything else, or too many. */
  private static List<Leaf> leaves(List<RecordHandles> fields) {
    List<Leaf> leaves = new ArrayList<>();
    for (RecordHandles each : fields) {
      if (!each.addLeaves(leaves)) {
        return List.of();
      }
    }
    return leaves.size() <= MOST_AT_ONCE ? leaves : List.of();
  }

  /** Reads the field of the record that begins where the offset says. */
  private MethodHandle placedReader() {
    return moved(withMemory(reader()), 2, field.byteOffset());
  }

  /** Writes the field of a record to where the record begins. */
  private MethodHandle placedWriter() {
    return filterArguments(moved(withTexts(writer()), 2, field.byteOffset()), 3, accessor);
  }

  private static MethodHandle construct(MethodHandle constructor, List<MethodHandle> readers) {
    MethodHandle all =
        dropArguments(constructor, readers.size(), RecordCodec.READER.parameterList());
    for (int i = readers.size() - 1; i >= 0; i--) {
      all = foldArguments(all, i, readers.get(i));
    }
    return all;
  }

  private static MethodHandle inTurn(List<MethodHandle> writers) {
    MethodHandle all = writers.getLast();
    for (int i = writers.size() - 2; i >= 0; i--) {
      all = foldArguments(all, writers.get(i));
    }
    return all;
  }

  /** Takes all numbers out of the record before it stores the first one. */
  private static MethodHandle atOnce(Class<?> record, List<Leaf> leaves) {
    List<Class<?>> where = List.of(TextPlacer.class, MemorySegment.class, long.class);
    int first = where.size();
    List<Class<?>> taken = new ArrayList<>(where);
    leaves.forEach(leaf -> taken.add(leaf.value().type().returnType()));
    List<MethodHandle> stores = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      MethodHandle store = leaves.get(i).store();
      stores.add(permuteArguments(store, methodType(void.class, taken), 1, 2, first + i));
    }
    MethodHandle[] values = leaves.stream().map(Leaf::value).toArray(MethodHandle[]::new);
    return permuteArguments( // each value is taken out of the one record
        filterArguments(inTurn(stores), first, values),
        methodType(void.class, where).appendParameterTypes(record),
        IntStream.range(0, taken.size()).map(i -> Math.min(i, first)).toArray());
  }

  /** Adds the numbers that the field is made of, and tells whether it is made of nothing else. */
  private boolean addLeaves(List<Leaf> leaves) {
    if (field.isArray()) {
      return false;
    }
    if (content instanceof Content.Nested(StructType<?> nested)) {
      List<Leaf> inner = nested.codec.leaves();
      MethodHandle outer = filterReturnValue(accessor, given(type));
      for (Leaf leaf : inner) {
        leaves.add(
            new Leaf(
                filterReturnValue(outer, leaf.value()),
                moved(leaf.store(), 1, field.byteOffset())));
        outer = accessor; // one check is enough
      }
      return !inner.isEmpty();
    }
    if (content instanceof Content.Characters || content instanceof Content.Text) {
      return false;
    }
    leaves.add(
        new Leaf(
            filterReturnValue(accessor, stored(type)), moved(store(type), 1, field.byteOffset())));
    return true;
  }

  private MethodHandle reader() {
    if (!field.isArray()) {
      return element(type);
    }
    Class<?> component = type.getComponentType();
    MethodHandle all =
        component.isPrimitive()
            ? bound(ScalarArrays.class, "read", component, content, field.count())
            : bound(
                RecordHandles.class,
                "readObjects",
                withMemory(element(component)).asType(RecordCodec.READER),
                component,
                field.count(),
                content.byteSize());
    return all.asType(all.type().changeReturnType(type));
  }

  private MethodHandle writer() {
    if (!field.isArray()) {
      return elementWriter(type);
    }
    Class<?> component = type.getComponentType();
    MethodHandle all =
        component.isPrimitive()
            ? bound(ScalarArrays.class, "write", name, content)
            : bound(
                RecordHandles.class,
                "writeObjects",
                withTexts(elementWriter(component)).asType(RecordCodec.WRITER),
                content.byteSize());
    MethodHandle checked = bound(RecordHandles.class, "checkLength", name, field.count());
    int value = all.type().parameterCount() - 1;
    return filterArguments(all, value, checked).asType(all.type().changeParameterType(value, type));
  }

  /** Reads one value, without or with the memory as first argument. */
  private MethodHandle element(Class<?> value) {
    return switch (content) {
      case Content.Nested(StructType<?> nested) -> {
        MethodHandle read = find(StructCodec.class, "read").bindTo(nested.codec);
        yield read.asType(read.type().changeReturnType(value));
      }
      case Content.Characters characters ->
          bound(TextFields.class, "readCharacters", name, characters);
      case Content.Text text -> bound(TextFields.class, "readText", text);
      case Content.Bits(Scalar scalar, _, int width, _) ->
          filterReturnValue(
              bound(BitRun.class, "load", bits()),
              fromLong(value, ScalarArrays.range(scalar, width)));
      case Content.Plain number when isSame(value, number) ->
          ScalarArrays.layout(value).varHandle().toMethodHandle(AccessMode.GET);
      case Content.Plain(Scalar scalar, int byteSize) when isInteger(scalar) ->
          filterReturnValue(
              bound(ScalarArrays.class, "integer", byteSize, scalar.isSigned()),
              fromLong(value, ScalarArrays.range(scalar, 8 * byteSize)));
      case Content.Plain(_, int byteSize) ->
          explicitCastArguments(
              bound(ScalarArrays.class, "real", byteSize), LOAD.changeReturnType(value));
    };
  }

  private MethodHandle elementWriter(Class<?> value) {
    return switch (content) {
      case Content.Nested(StructType<?> nested) ->
          filterArguments(
                  find(StructCodec.class, "write").bindTo(nested.codec), 3, given(Object.class))
              .asType(LOAD.insertParameterTypes(0, TextPlacer.class).appendParameterTypes(value));
      case Content.Characters characters ->
          filterArguments(
              bound(TextFields.class, "writeCharacters", name, characters), 2, given(value));
      case Content.Text text -> bound(TextFields.class, "writeText", name, text);
      case Content.Bits _, Content.Plain _ -> filterArguments(store(value), 2, stored(value));
    };
  }

  /** What turns a number into what is stored, or refuses it. */
  private MethodHandle stored(Class<?> value) {
    return switch (content) {
      case Content.Bits(Scalar scalar, _, int width, _) ->
          toLong(value, ScalarArrays.range(scalar, width));
      case Content.Plain number when isSame(value, number) -> identity(value);
      case Content.Plain(Scalar scalar, int byteSize) when isInteger(scalar) ->
          toLong(value, ScalarArrays.range(scalar, 8 * byteSize));
      case Content.Plain _ ->
          explicitCastArguments(identity(double.class), methodType(double.class, value));
      case Content.Nested _, Content.Characters _, Content.Text _ ->
          throw new IllegalArgumentException(name + " is no number");
    };
  }

  /** What stores what {@link #stored} gives. */
  private MethodHandle store(Class<?> value) {
    return switch (content) {
      case Content.Bits _ -> bound(BitRun.class, "store", bits());
      case Content.Plain number when isSame(value, number) ->
          ScalarArrays.layout(value).varHandle().toMethodHandle(AccessMode.SET);
      case Content.Plain(Scalar scalar, int byteSize) ->
          bound(ScalarArrays.class, isInteger(scalar) ? "storeInteger" : "storeReal", byteSize);
      case Content.Nested _, Content.Characters _, Content.Text _ ->
          throw new IllegalArgumentException(name + " is no number");
    };
  }

  private MethodHandle fromLong(Class<?> value, BitField range) {
    MethodType wanted = methodType(value, long.class);
    if (value == boolean.class) {
      return find(RecordHandles.class, "isNotZero");
    }
    if (value == Pointer.class) {
      return constructor(Pointer.class, long.class);
    }
    if (value.isEnum()) {
      return find(EnumCodes.class, "constant")
          .bindTo(new EnumCodes(name, value, range))
          .asType(wanted);
    }
    return explicitCastArguments(identity(long.class), wanted);
  }

  private MethodHandle toLong(Class<?> value, BitField range) {
    MethodType wanted = methodType(long.class, value);
    if (value.isEnum()) {
      return filterArguments(
              find(EnumCodes.class, "code").bindTo(new EnumCodes(name, value, range)),
              0,
              given(Enum.class))
          .asType(wanted);
    }
    MethodHandle plain =
        value == Pointer.class
            ? filterArguments(find(Pointer.class, "address"), 0, given(Pointer.class))
            : explicitCastArguments(identity(long.class), wanted);
    boolean all =
        value == boolean.class
            || (value != Pointer.class && range.width() >= 8 * ScalarArrays.byteSize(value));
    return all
        ? plain
        : filterReturnValue(plain, bound(ScalarArrays.class, "checked", name, range));
  }

  private BitField bits() {
    return Objects.requireNonNull(field.bitField());
  }

  private MethodHandle given(Class<?> value) {
    return bound(RecordHandles.class, "notNull", name).asType(methodType(value, value));
  }

  private static boolean isSame(Class<?> value, Content.Plain number) {
    return value.isPrimitive() && ScalarArrays.isSame(value, number);
  }

  private static boolean isInteger(Scalar scalar) {
    return scalar.isInteger() || scalar == Scalar.BOOL;
  }

  private static MethodHandle withTexts(MethodHandle writer) {
    return writer.type().parameterType(0) == TextPlacer.class
        ? writer
        : dropArguments(writer, 0, TextPlacer.class);
  }

  private static MethodHandle withMemory(MethodHandle reader) {
    return reader.type().parameterType(0) == WasmMemory.class
        ? reader
        : dropArguments(reader, 0, WasmMemory.class);
  }

  /** The same at a distance from where the offset, an argument, says. */
  private static MethodHandle moved(MethodHandle handle, int argument, long distance) {
    return distance == 0
        ? handle
        : filterArguments(handle, argument, bound(RecordHandles.class, "plus", distance));
  }

  private static MethodHandle constructor(Class<?> type, Class<?>... parameters) {
    try {
      return LOOKUP.findConstructor(type, methodType(void.class, parameters));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** A method of this package whose first arguments are given. */
  private static MethodHandle bound(Class<?> type, String method, Object... first) {
    return insertArguments(find(type, method), 0, first);
  }

  /** A method of this package, which has no other of that name. */
  private static MethodHandle find(Class<?> type, String name) {
    Method method =
        Stream.of(type.getDeclaredMethods())
            .filter(candidate -> candidate.getName().equals(name))
            .findFirst()
            .orElseThrow();
    try {
      return LOOKUP.unreflect(method);
    } catch (IllegalAccessException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  static long plus(long distance, long offset) {
    return offset + distance;
  }

  static boolean isNotZero(long value) {
    return value != 0;
  }

  static Object notNull(String field, Object value) {
    return Objects.requireNonNull(value, field);
  }

  static Object checkLength(String field, int count, Object array) {
    int length = Array.getLength(notNull(field, array));
    if (length != count) {
      throw new InvalidArgumentException(
          "%s has %d elements, not %d".formatted(field, count, length));
    }
    return array;
  }

  static Object readObjects(
      MethodHandle reader,
      Class<?> component,
      int count,
      int byteSize,
      WasmMemory memory,
      MemorySegment segment,
      long offset)
      throws Throwable {
    Object[] array = (Object[]) Array.newInstance(component, count);
    for (int i = 0; i < count; i++) {
      array[i] = (Object) reader.invokeExact(memory, segment, offset + (long) i * byteSize);
    }
    return array;
  }

  static void writeObjects(
      MethodHandle writer,
      int byteSize,
      TextPlacer texts,
      MemorySegment segment,
      long offset,
      Object array)
      throws Throwable {
    Object[] elements = (Object[]) array;
    for (int i = 0; i < elements.length; i++) {
      writer.invokeExact(texts, segment, offset + (long) i * byteSize, elements[i]);
    }
  }
}
