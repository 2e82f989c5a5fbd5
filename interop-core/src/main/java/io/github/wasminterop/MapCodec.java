package io.github.wasminterop;

import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.TypeMismatchException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** Reads and writes maps, one entry for each field. */
record MapCodec(String struct, List<StructShape.Member> members, List<StructSlot> fields)
    implements StructCodec {

  @Override
  public SequencedMap<String, Object> read(WasmMemory memory, MemorySegment segment, long offset) {
    SequencedMap<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      StructSlot field = fields.get(i);
      values.put(field.path(), read(field, memory, segment, offset + field.byteOffset()));
    }
    return values;
  }

  @Override
  public void write(TextPlacer texts, MemorySegment segment, long offset, Object value) {
    Map<?, ?> values = (Map<?, ?>) value;
    if (values.size() != fields.size()) {
      throw new InvalidArgumentException(
          "%s has the fields %s, not %s"
              .formatted(struct, fields.stream().map(StructSlot::path).toList(), values.keySet()));
    }
    for (int i = 0; i < fields.size(); i++) {
      StructSlot field = fields.get(i);
      String name = struct + "." + field.path();
      Object element = Objects.requireNonNull(values.get(field.path()), name);
      write(texts, name, members.get(i), field, segment, offset + field.byteOffset(), element);
    }
  }

  private static Object read(
      StructSlot field, WasmMemory memory, MemorySegment segment, long offset) {
    if (field.content() instanceof Content.Nested(StructType<?> type)) {
      if (!field.isArray()) {
        return type.codec.read(memory, segment, offset);
      }
      List<Object> elements = new ArrayList<>();
      for (int i = 0; i < field.count(); i++) {
        elements.add(type.codec.read(memory, segment, offset + i * type.byteSize()));
      }
      return elements;
    }
    Content.Plain number = (Content.Plain) field.content();
    Object array =
        ScalarArrays.read(component(number.scalar()), number, field.count(), segment, offset);
    return field.isArray() ? array : Objects.requireNonNull(Array.get(array, 0));
  }

  private static void write(
      TextPlacer texts,
      String name,
      StructShape.Member member,
      StructSlot field,
      MemorySegment segment,
      long offset,
      Object value) {
    if (field.content() instanceof Content.Nested(StructType<?> type)) {
      List<?> elements = field.isArray() ? (List<?>) cast(name, List.class, value) : List.of(value);
      RecordHandles.checkLength(name, field.count(), elements.toArray());
      for (int i = 0; i < field.count(); i++) {
        Object element = cast(name, Map.class, elements.get(i));
        type.codec.write(texts, segment, offset + i * type.byteSize(), element);
      }
      return;
    }
    Content.Plain number = (Content.Plain) field.content();
    Object array;
    if (field.isArray()) {
      array = RecordHandles.checkLength(name, field.count(), cast(name, member.type(), value));
    } else {
      array = Array.newInstance(component(number.scalar()), 1);
      try {
        Array.set(array, 0, value);
      } catch (IllegalArgumentException _) {
        throw mismatch(name, number.scalar().toString(), value);
      }
    }
    ScalarArrays.write(name, number, segment, offset, array);
  }

  private static Object cast(String name, Class<?> type, Object value) {
    if (!type.isInstance(value)) {
      throw mismatch(name, type.getSimpleName(), value);
    }
    return value;
  }

  private static TypeMismatchException mismatch(String name, String expected, Object value) {
    return new TypeMismatchException(
        "%s takes a value of %s, not of %s"
            .formatted(name, expected, value.getClass().getSimpleName()));
  }

  private static Class<?> component(Scalar scalar) {
    return switch (scalar) {
      case BOOL -> boolean.class;
      case I8 -> byte.class;
      case I16 -> short.class;
      case U16 -> char.class;
      case I32 -> int.class;
      case I64 -> long.class;
      case F32 -> float.class;
      default -> double.class;
    };
  }
}
