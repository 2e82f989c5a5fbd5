package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.abi.BitField;
import io.github.wasminterop.abi.Bits;
import io.github.wasminterop.abi.Length;
import io.github.wasminterop.abi.Packed;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.StoredAs;
import io.github.wasminterop.abi.StoredValue;
import io.github.wasminterop.abi.Text;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MalformedValueException;
import io.github.wasminterop.error.TypeMismatchException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The layouts are what clang 14 says with {@code --target=wasm32}. */
@SuppressWarnings("ArrayRecordComponent") // arrays within structs
class StructTypeTest {
  enum Colour {
    RED,
    GREEN
  }

  enum Level implements StoredValue {
    LOW(10),
    HIGH(300);

    private final long value;

    Level(long value) {
      this.value = value;
    }

    @Override
    public long storedValue() {
      return value;
    }
  }

  record Vec(float x, float y) {}

  record Mixed(byte a, double b, short c, long d, boolean e) {}

  record Particle(Vec pos, @StoredAs(Scalar.U32) long id, boolean on, @Length(3) Vec[] trail) {}

  record Node(char c, Pointer<Node> next, @StoredAs(Scalar.POINTER) long size) {}

  @Packed
  record Header(byte version, int length, Vec origin) {}

  record Holder(byte a, Header header, short b) {}

  record Date(
      @StoredAs(Scalar.U32) @Bits(5) int day,
      @StoredAs(Scalar.U32) @Bits(4) int month,
      @Bits(23) int year) {}

  record Flags(byte a, @Bits(4) int b, @Bits(30) int c, @Bits(1) boolean d, char e) {}

  record Units(@Bits(3) byte a, @Bits(value = 3, startsUnit = true) short b, @Bits(40) long c) {}

  record Halves(@StoredAs(Scalar.F16) float a, @Length(3) @StoredAs(Scalar.U8) int[] b, Colour c) {}

  @Test
  void laysOutAsClangDoes() {
    assertLayout(Mixed.class, 40, 8, "a 0, b 8, c 16, d 24, e 32");
    assertLayout(Particle.class, 40, 4, "pos 0, id 8, on 12, trail 16");
    assertLayout(Node.class, 12, 4, "c 0, next 4, size 8");
    assertLayout(Header.class, 13, 1, "version 0, length 1, origin 5");
    assertLayout(Holder.class, 16, 2, "a 0, header 1, b 14");
    assertLayout(Date.class, 4, 4, "day 0.0, month 0.5, year 1.1");
    assertLayout(Flags.class, 12, 4, "a 0, b 1.0, c 4.0, d 7.6, e 8");
    assertLayout(Units.class, 8, 8, "a 0.0, b 2.0, c 2.3");
    assertLayout(Halves.class, 12, 4, "a 0, b 2, c 8");
  }

  @Test
  void packsAndWidensPointers() {
    assertThat(describe(StructType.of(Mixed.class).packed()))
        .isEqualTo("20 1: a 0, b 1, c 9, d 11, e 19");
    assertThat(describe(StructType.of(Node.class).memory64()))
        .isEqualTo("24 8: c 0, next 8, size 16");
    assertThat(describe(StructType.of(Node.class).packed().memory64()))
        .isEqualTo("18 1: c 0, next 2, size 10");
  }

  @Test
  void findsFieldsByPath() {
    StructType<Particle> type = StructType.of(Particle.class);
    assertThat(type.field("pos.y").byteOffset()).isEqualTo(4);
    assertThat(type.field("trail[2].x").byteOffset()).isEqualTo(32);
    assertThat(type.field("trail[1]").struct()).isPresent();
    assertThat(type.field("trail").count()).isEqualTo(3);
    assertThat(type.field("trail").byteSize()).isEqualTo(24);
    assertThat(type.field("id").scalar()).contains(Scalar.U32);
    assertThat(type.field("pos.y")).hasToString("pos.y: f32 at 4");
    assertThat(StructType.of(Date.class).field("year").bits()).contains(BitField.signed(1, 23));
    for (String path :
        List.of("", "po", "pos.", "pos.z", "pos[0]", "trail[3]", "trail[-1]", "trail.x", "id.x")) {
      assertThatThrownBy(() -> type.field(path))
          .as("field(\"%s\")", path)
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("'" + (path.startsWith("pos.") ? path.substring(4) : path) + "'");
    }
  }

  @Test
  void isDescribedAsALayoutOfTheJdk() {
    StructType<Particle> type = StructType.of(Particle.class);
    StructLayout layout = type.layout();
    assertThat(layout.byteSize()).isEqualTo(40);
    assertThat(layout.byteAlignment()).isEqualTo(4);
    assertThat(
            layout.byteOffset(
                PathElement.groupElement("trail"),
                PathElement.sequenceElement(2),
                PathElement.groupElement("y")))
        .isEqualTo(type.field("trail[2].y").byteOffset());
    for (Class<? extends Record> record : List.of(Mixed.class, Header.class, Holder.class)) {
      StructType<?> own = StructType.of(record);
      StructType<?> again = StructType.of(own.layout());
      assertThat(describe(again)).as("%s", record).isEqualTo(describe(own));
    }
    assertThat(StructType.of(Flags.class).layout().byteSize()).isEqualTo(12);
  }

  @Test
  void printsATable() {
    assertThat(StructType.of(Flags.class))
        .hasToString(
            """
            Flags: 12 bytes, aligned to 4
                   0     1  i8         a
                 1.0        i32:4      b
                   2     2  padding
                 4.0        i32:30     c
                 7.6        bool:1     d
                   8     2  u16        e
                  10     2  padding\
            """);
  }

  @Test
  void printsStructsWithinAStruct() {
    assertThat(StructType.of(Holder.class))
        .hasToString(
            """
            Holder: 16 bytes, aligned to 2
                   0     1  i8         a
                   1    13  Header     header
                   1     1  i8         header.version
                   2     4  i32        header.length
                   6     8  Vec        header.origin
                   6     4  f32        header.origin.x
                  10     4  f32        header.origin.y
                  14     2  i16        b\
            """);
  }

  record Named(
      @Length(8) String name, @Text String text, @Text(form = Text.Form.NUL_TERMINATED) String z) {}

  record Linked(byte tag, Node node) {}

  @Test
  void textsAndPointersHaveLayoutsToo() {
    StructType<Named> type = StructType.of(Named.class);
    assertThat(describe(type)).isEqualTo("20 4: name 0, text 8, z 16");
    assertThat(type.layout().byteSize()).isEqualTo(20);
    assertThat(type.layout().byteOffset(PathElement.groupElement("z"))).isEqualTo(16);
    assertThat(
            type.layout()
                .byteOffset(PathElement.groupElement("text"), PathElement.groupElement("length")))
        .isEqualTo(12);
    StructType<Named> wide = type.memory64();
    assertThat(describe(wide)).isEqualTo("32 8: name 0, text 8, z 24");
    assertThat(wide.layout().byteAlignment()).isEqualTo(8);
    assertThat(wide.layout().byteSize()).isEqualTo(32);
    assertThat(StructType.of(Node.class).layout().byteSize()).isEqualTo(12);
    assertThat(StructType.of(Node.class).memory64().layout().byteSize()).isEqualTo(24);
    assertThat(type.field("name").scalar()).isEmpty();
    assertThat(type.field("text").scalar()).isEmpty();
  }

  @Test
  void pointersAreAsLargeAsThoseOfTheMemory() {
    for (Class<? extends Record> record : List.of(Node.class, Linked.class, Named.class)) {
      StructType<?> narrow = StructType.of(MethodHandles.lookup(), record);
      narrow.checkPointers("list", false);
      narrow.memory64().checkPointers("list", true);
      assertThatThrownBy(() -> narrow.checkPointers("list", true))
          .isInstanceOf(TypeMismatchException.class)
          .hasMessageContaining("take 4 bytes, those of the memory 8; use memory64()");
      assertThatThrownBy(() -> narrow.memory64().checkPointers("list", false))
          .isInstanceOf(TypeMismatchException.class)
          .hasMessageContaining("take 8 bytes, those of the memory 4");
    }
    StructType.of(Particle.class).checkPointers("list", true);
    StructType.of(Flags.class).checkPointers("list", true);
    StructType.of(Mixed.class).memory64().checkPointers("list", false);
  }

  enum Backwards implements StoredValue {
    HIGH(7),
    LOW(-3),
    MIDDLE(5);

    private final long value;

    Backwards(long value) {
      this.value = value;
    }

    @Override
    public long storedValue() {
      return value;
    }
  }

  enum Twice implements StoredValue {
    ONE,
    OTHER;

    @Override
    public long storedValue() {
      return 4;
    }
  }

  record Chosen(Backwards way) {}

  record Doubtful(Twice twice) {}

  @Test
  void constantsAreFoundWhateverTheirOrder() {
    TwoMemories memories = new TwoMemories();
    StructType<Chosen> type = StructType.of(MethodHandles.lookup(), Chosen.class);
    for (Backwards way : Backwards.values()) {
      for (WasmMemory memory : memories.each) {
        memory.writeStruct(type, 64, new Chosen(way));
        assertThat(memory.data(64, 4).getI32(0)).isEqualTo(way.storedValue());
        assertThat(memory.readStruct(type, 64).way()).isEqualTo(way);
        memory.data(64, 4).setI32(0, 6);
        assertThatThrownBy(() -> memory.readStruct(type, 64))
            .isInstanceOf(MalformedValueException.class)
            .hasMessageContaining("Chosen.way is 6");
      }
    }
    assertThatThrownBy(() -> StructType.of(MethodHandles.lookup(), Doubtful.class))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("4 stands for both ONE and OTHER");
  }

  record Everything(
      List<String> list,
      int[] unsized,
      @Length(0) int[] none,
      @Length(3) int number,
      @StoredAs(Scalar.I64) int narrow,
      @StoredAs(Scalar.F64) float real,
      @StoredAs(Scalar.POINTER) int address,
      @Bits(33) int wide,
      @Bits(2) float bits,
      @Bits(2) boolean two,
      @StoredAs(Scalar.I8) Vec struct,
      Everything self,
      int[][] nested) {}

  @Test
  void listsAllProblemsOfARecord() {
    assertThatThrownBy(() -> StructType.of(Everything.class))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("Everything is no struct")
        .hasMessageContaining("list: ")
        .hasMessageContaining("unsized: an array needs @Length")
        .hasMessageContaining("none: ")
        .hasMessageContaining("number: ")
        .hasMessageContaining("narrow: a int is not stored as i64")
        .hasMessageContaining("real: ")
        .hasMessageContaining("address: ")
        .hasMessageContaining("wide: ")
        .hasMessageContaining("bits: ")
        .hasMessageContaining("two: ")
        .hasMessageContaining("struct: ")
        .hasMessageContaining("self: a struct cannot contain itself; use Pointer<Everything>")
        .hasMessageContaining("nested: ");
  }

  record Nothing() {}

  record Narrow(@StoredAs(Scalar.U8) Level level) {}

  @Test
  void refusesWhatCannotBeStored() {
    assertThatThrownBy(() -> StructType.of(Nothing.class))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("a struct has fields");
    assertThatThrownBy(() -> StructType.of(Narrow.class))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("Narrow.level cannot hold 300");
    assertThatThrownBy(() -> StructType.of(MethodHandles.publicLookup(), Vec.class))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("MethodHandles.lookup()");
  }

  @Test
  void refusesLayoutsThatNoGuestHas() {
    ValueLayout.OfInt big = ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    for (MemoryLayout member :
        List.of(
            ValueLayout.JAVA_INT,
            big.withName("x"),
            ValueLayout.ADDRESS.withName("x"),
            MemoryLayout.unionLayout(ValueLayout.JAVA_INT).withName("x"))) {
      assertThatThrownBy(() -> StructType.of(MemoryLayout.structLayout(member)))
          .as("%s", member)
          .isInstanceOf(TypeMismatchException.class);
    }
    StructType<?> type =
        StructType.of(MemoryLayout.structLayout(ValueLayout.JAVA_INT.withName("x")));
    assertThatThrownBy(type::packed).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(type::memory64).isInstanceOf(InvalidArgumentException.class);
  }

  private static void assertLayout(
      Class<? extends Record> record, int byteSize, int alignment, String fields) {
    assertThat(describe(StructType.of(MethodHandles.lookup(), record)))
        .as("%s", record)
        .isEqualTo("%d %d: %s".formatted(byteSize, alignment, fields));
  }

  private static String describe(StructType<?> type) {
    List<String> fields =
        type.fields().stream()
            .map(
                field ->
                    "%s %d%s"
                        .formatted(
                            field.path(),
                            field.byteOffset(),
                            field.bits().map(bits -> "." + bits.shift()).orElse("")))
            .toList();
    return "%d %d: %s".formatted(type.byteSize(), type.alignment(), String.join(", ", fields));
  }
}
