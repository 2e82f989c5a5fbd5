package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.AllocationScope;
import io.github.wasminterop.StructArray;
import io.github.wasminterop.StructCursor;
import io.github.wasminterop.StructType;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.StoredAs;
import io.github.wasminterop.abi.Text;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MalformedTextException;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that are allocated in a guest, with the texts that they point to. */
abstract class RecordRules extends RuleGroup {
  private static final StructType<Point> POINT = StructType.of(MethodHandles.lookup(), Point.class);
  private static final StructType<Person> PERSON =
      StructType.of(MethodHandles.lookup(), Person.class);

  RecordRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  record Point(byte tag, double x, @StoredAs(Scalar.U32) long y) {}

  record Person(
      int age,
      @Text String name,
      @Text(form = Text.Form.NUL_TERMINATED) String city,
      @Text(form = Text.Form.LENGTH_PREFIXED, encoding = Text.Encoding.UTF_16LE) String street,
      @Text(form = Text.Form.ASSEMBLY_SCRIPT) String note) {}

  @ParameterizedTest
  @EnumSource
  @DisplayName("Structs are allocated with their alignment, and freed with their scope.")
  @Why("a struct is aligned to its largest field, whatever its size")
  void required_records_26_51_structs(Toolchain toolchain) {
    Heap heap = heap(toolchain);
    StructArray<Point> points;
    StructCursor<Point> cursor;
    try (AllocationScope scope = heap.scope()) {
      scope.allocateUtf8("a");
      points = scope.allocate(POINT, 3);
      assertThat(points.pointer() % 8).as("misalignment").isZero();
      points.set(2, new Point((byte) 1, 0.5, 0xFFFF_FFFFL));
      assertThat(heap.memory().readStruct(POINT, points.pointer() + 48))
          .isEqualTo(new Point((byte) 1, 0.5, 0xFFFF_FFFFL));
      cursor = points.cursor();
      cursor.moveTo(2);
      assertThat(cursor.getF64(POINT.field("x"))).as("x by a cursor").isEqualTo(0.5);
      assertThat(scope.allocate(POINT, 0).length()).as("length of none").isZero();
      refused(InvalidArgumentException.class, "-1 structs", () -> scope.allocate(POINT, -1));
    }
    refused(ClosedException.class, "get", () -> points.get(2));
    refused(ClosedException.class, "set", () -> points.set(2, new Point((byte) 1, 1, 1)));
    refused(ClosedException.class, "a cursor", () -> cursor.getF64(POINT.field("x")));
    refused(ClosedException.class, "a field", () -> points.f64("x").get(0));
    if (toolchain.frees()) {
      heap.assertEmpty("after the scope");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Texts that a record points to are allocated with it, and freed with it.")
  @Why("a struct with a string is what C programs pass around")
  void required_records_26_52_texts(Toolchain toolchain) {
    Heap heap = heap(toolchain);
    List<Person> people =
        List.of(
            new Person(36, "Ada", "London, 🦀", "St James's Square", ""),
            new Person(-1, "", "", "", "héllo"));
    try (AllocationScope scope = heap.scope()) {
      StructArray<Person> array = scope.allocateFrom(PERSON, people);
      scope.allocateUtf8("something else");
      assertThat(array.toList()).as("read back").isEqualTo(people);
      assertThat(heap.memory().structs(PERSON, array.pointer(), 2).toList()).isEqualTo(people);
      assertThat(scope.allocateFrom(PERSON, people.get(0)).get(0)).isEqualTo(people.get(0));
    }
    if (toolchain.frees()) {
      heap.assertEmpty("after the scope");
    }
  }

  @Test
  @DisplayName("A record that is refused leaves nothing behind when its scope is closed.")
  @Why("some of its texts had been allocated")
  void required_records_26_53_refused() {
    Heap heap = heap(Toolchain.C);
    try (AllocationScope scope = heap.scope()) {
      MalformedTextException refusal =
          refused(
              MalformedTextException.class,
              "a text with a NUL",
              () -> scope.allocateFrom(PERSON, new Person(1, "a", "b\0", "c", "d")));
      assertThat(refusal).hasMessageContaining("city");
    }
    heap.assertEmpty("after the scope");
  }

  @Test
  @DisplayName("Structs of the guest's that a scope takes over are freed with it.")
  @Why("many guests leave what they return to the caller")
  void required_records_26_54_adopted() {
    Heap heap = heap(Toolchain.WASM_BINDGEN);
    StructType<Word> word = StructType.of(MethodHandles.lookup(), Word.class);
    StructArray<Word> words;
    try (AllocationScope scope = heap.scope()) {
      words = scope.adopt(word, heap.call("make_text", 4), 1);
      assertThat(words.get(0)).isEqualTo(new Word(0x74786574));
    }
    refused(ClosedException.class, "get", () -> words.get(0));
    heap.assertEmpty("after the scope");
  }

  record Word(int text) {}

  private Heap heap(Toolchain toolchain) {
    return Heap.of(instance("allocators"), toolchain.exports());
  }
}
