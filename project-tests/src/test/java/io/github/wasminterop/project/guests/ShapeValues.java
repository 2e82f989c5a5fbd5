package io.github.wasminterop.project.guests;

import io.github.wasminterop.Pointer;
import io.github.wasminterop.StructField;
import io.github.wasminterop.StructType;
import io.github.wasminterop.abi.Length;
import io.github.wasminterop.abi.Scalar;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The values that {@code shapes.c} fills structs with, from the same random numbers. */
final class ShapeValues {
  private ShapeValues() {}

  /** The record whose values begin with a seed. */
  static Record of(StructType<?> type, Class<?> record, long seed) {
    return struct(type, record, new SplittableRandom(seed));
  }

  private static Record struct(StructType<?> type, Class<?> record, SplittableRandom random) {
    RecordComponent[] components = record.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      StructField field = type.field(component.getName());
      if (component.getType() == String.class) {
        values[i] = letters(component.getAnnotation(Length.class).value(), random.nextLong());
      } else if (field.isArray()) {
        values[i] = array(field, component.getType().componentType(), random);
      } else {
        values[i] = value(field, component.getType(), random);
      }
    }
    try {
      var constructor =
          record.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
      return (Record) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(record.getName(), e);
    }
  }

  private static Object array(StructField field, Class<?> element, SplittableRandom random) {
    Object array = Array.newInstance(element, field.count());
    for (int i = 0; i < field.count(); i++) {
      Array.set(array, i, value(field, element, random));
    }
    return array;
  }

  private static Object value(StructField field, Class<?> type, SplittableRandom random) {
    return field.struct().isPresent()
        ? struct(field.struct().get(), type, random)
        : scalar(field, type, random.nextLong());
  }

  private static Object scalar(StructField field, Class<?> type, long r) {
    Scalar scalar = field.scalar().orElseThrow();
    if (type == boolean.class) {
      return r < 0;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[(int) ((r >>> 32) % type.getEnumConstants().length)];
    }
    double number =
        switch (scalar) {
          case F16 -> (byte) r;
          case F32 -> (float) (int) r;
          default -> r;
        };
    int dropped = Long.SIZE - field.bits().map(bits -> bits.width()).orElse(8 * scalar.byteSize());
    long low = scalar.isSigned() ? r << dropped >> dropped : r << dropped >>> dropped;
    return switch (type.getSimpleName()) {
      case "byte" -> (byte) low;
      case "short" -> (short) low;
      case "char" -> (char) low;
      case "int" -> (int) low;
      case "long" -> low;
      case "float" -> (float) number;
      case "double" -> number;
      case "Pointer" -> new Pointer<>(low);
      default -> throw new AssertionError(type);
    };
  }

  private static String letters(int most, long r) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < (r >>> 32) % (most + 1); i++) {
      letters.append((char) ('a' + ((r >>> (4 * (i % 8))) & 15)));
    }
    return letters.toString();
  }
}
