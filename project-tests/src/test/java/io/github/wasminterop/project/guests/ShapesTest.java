package io.github.wasminterop.project.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.StructArray;
import io.github.wasminterop.StructField;
import io.github.wasminterop.StructType;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What clang makes of each struct of {@code shapes.def}, and what the library makes of its record.
 */
@ParameterizedClass
@EnumSource
class ShapesTest extends GuestTest {
  private static final int ELEMENTS = 3;

  private static final Map<String, Class<?>> RECORDS =
      Arrays.stream(Shapes.class.getDeclaredClasses())
          .filter(Class::isRecord)
          .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  @Override
  String file() {
    return "shapes/shapes.wasm";
  }

  @Test
  void eachStructHasItsRecord() {
    assertThat(shapes().map(shape -> shape.name))
        .hasSizeGreaterThanOrEqualTo(70)
        .containsExactlyInAnyOrderElementsOf(RECORDS.keySet());
  }

  @TestFactory
  Stream<DynamicTest> layoutIsThatOfTheCompiler() {
    return shapes().map(shape -> DynamicTest.dynamicTest(shape.name, () -> checkLayout(shape)));
  }

  private <R> void checkLayout(Shape<R> shape) {
    StructType<R> type = shape.type;
    assertThat(type.byteSize()).as("sizeof").isEqualTo(address("shape_size", shape.index));
    assertThat(type.alignment()).isEqualTo(address("shape_alignment", shape.index));
    assertThat(type.fields()).hasSize((int) call("field_count", shape.index));
    for (int i = 0; i < type.fields().size(); i++) {
      StructField field = type.fields().get(i);
      long position = 8 * field.byteOffset() + field.bits().map(bits -> bits.shift()).orElse(0);
      long width = field.bits().map(bits -> (long) bits.width()).orElse(8 * field.byteSize());
      assertThat(field.path())
          .isEqualTo(memory().readText(address("field_name", shape.index, i), C_STRING));
      assertThat(position)
          .as("first bit of %s", field)
          .isEqualTo(address("field_position", shape.index, i));
      assertThat(width).as("bits of %s", field).isEqualTo(address("field_bits", shape.index, i));
    }
  }

  @TestFactory
  Stream<DynamicTest> valuesOfTheGuestAreRead() {
    return shapes().map(shape -> DynamicTest.dynamicTest(shape.name, () -> checkReading(shape)));
  }

  private <R> void checkReading(Shape<R> shape) {
    for (long seed = 0; seed < 8; seed++) {
      StructArray<R> structs = fill(shape, seed);
      for (int i = 0; i < ELEMENTS; i++) {
        assertThat(structs.get(i))
            .usingRecursiveComparison()
            .isEqualTo(ShapeValues.of(shape.type, shape.record, seed + i));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> valuesOfTheHostAreReadByTheGuest() {
    return shapes().map(shape -> DynamicTest.dynamicTest(shape.name, () -> checkWriting(shape)));
  }

  private <R> void checkWriting(Shape<R> shape) {
    StructArray<R> structs = fill(shape, -1000);
    for (long seed = 0; seed < 8; seed++) {
      structs.set(1, shape.record.cast(ShapeValues.of(shape.type, shape.record, seed)));
      assertThat(differing(structs, shape, 1, seed)).as("field, from 1, of seed %s", seed).isZero();
      assertThat(differing(structs, shape, 0, -1000)).as("the struct before").isZero();
      assertThat(differing(structs, shape, 2, -998)).as("the struct after").isZero();
    }
  }

  private <R> StructArray<R> fill(Shape<R> shape, long seed) {
    return memory().structs(shape.type, address("fill", shape.index, seed), ELEMENTS);
  }

  private int differing(StructArray<?> structs, Shape<?> shape, int index, long seed) {
    long element = structs.pointer() + index * shape.type.byteSize();
    return (int) call("differing", shape.index, (int) element, seed);
  }

  private Stream<Shape<?>> shapes() {
    return IntStream.range(0, (int) call("shape_count"))
        .mapToObj(
            index -> {
              String name = memory().readText(address("shape_name", index), C_STRING);
              Class<?> record = RECORDS.get(name);
              assertThat(record).as("a record for struct %s", name).isNotNull();
              return Shape.of(index, name, record.asSubclass(Record.class));
            });
  }

  private record Shape<R>(int index, String name, Class<R> record, StructType<R> type) {
    static <R extends Record> Shape<R> of(int index, String name, Class<R> record) {
      return new Shape<>(index, name, record, StructType.of(record));
    }
  }
}
