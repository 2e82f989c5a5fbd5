package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.abi.Bits;
import io.github.wasminterop.abi.Length;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.StoredAs;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TypeMismatchException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Structs as records and as maps, in both kinds of memory. */
@SuppressWarnings("ArrayRecordComponent") // arrays within structs
class RecordTest {
  private static final int POINTER = 4096;

  private final TwoMemories memories = new TwoMemories();

  record Vec(float x, float y) {}

  record Row(@Length(3) Vec[] path, Vec end) {}

  record Lists(
      @Length(2) boolean[] flags,
      @Length(2) char[] units,
      @Length(3) @StoredAs(Scalar.U8) short[] bytes,
      @Length(2) @StoredAs(Scalar.I16) int[] shorts,
      @Length(2) @StoredAs(Scalar.U32) long[] words,
      @Length(2) @StoredAs(Scalar.F16) float[] halves,
      @Length(2) @StoredAs(Scalar.F32) double[] singles,
      @Length(2) @StoredAs(Scalar.U8) char[] letters,
      @Length(2) long[] longs) {}

  record Sixteen(
      int a,
      int b,
      int c,
      int d,
      int e,
      int f,
      int g,
      int h,
      int i,
      int j,
      int k,
      int l,
      int m,
      int n,
      int o,
      @StoredAs(Scalar.U8) int p) {}

  record Seventeen(Sixteen first, @StoredAs(Scalar.U8) int last) {}

  record Wrapped(int before, Row row, int behind) {}

  record Flags(@Bits(1) boolean on, @Bits(7) @StoredAs(Scalar.U8) int rest) {}

  @Test
  void arraysOfRecordsAreReadAndWritten() {
    StructType<Row> type = StructType.of(MethodHandles.lookup(), Row.class);
    for (WasmMemory memory : memories.each) {
      StructArray<Row> rows = memory.structs(type, POINTER, 2);
      Vec[] path = {new Vec(1, 2), new Vec(3, 4), new Vec(5, 6)};
      rows.set(1, new Row(path, new Vec(7, 8)));
      Row read = rows.get(1);
      assertThat(read.path()).isExactlyInstanceOf(Vec[].class).containsExactly(path);
      assertThat(read.end()).isEqualTo(new Vec(7, 8));
      IntStream.range(0, 8).forEach(i -> memories.expected.putFloat(POINTER + 32 + 4 * i, i + 1));
      Row without = new Row(new Vec[] {path[0], null, path[2]}, path[1]);
      assertThatThrownBy(() -> rows.set(1, without)).isInstanceOf(NullPointerException.class);
      Row shorter = new Row(new Vec[2], path[1]);
      assertThatThrownBy(() -> rows.set(1, shorter))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("Row.path has 3 elements, not 2");
    }
    memories.assertAsExpected("set");
  }

  @Test
  void numbersAroundAStructOfArraysAreWrittenWithIt() {
    StructType<Wrapped> type = StructType.of(MethodHandles.lookup(), Wrapped.class);
    Vec[] path = {new Vec(1, 2), new Vec(3, 4), new Vec(5, 6)};
    for (WasmMemory memory : memories.each) {
      memory.writeStruct(type, POINTER, new Wrapped(-1, new Row(path, new Vec(7, 8)), -2));
      memories.expected.putInt(POINTER, -1).putInt(POINTER + 36, -2);
      IntStream.range(0, 8).forEach(i -> memories.expected.putFloat(POINTER + 4 + 4 * i, i + 1));
      memories.assertAsExpected(memory, "writeStruct");
      Wrapped read = memory.readStruct(type, POINTER);
      assertThat(read.row().path()).containsExactly(path);
      assertThat(read.behind()).isEqualTo(-2);
    }
  }

  @Test
  void arraysOfNumbersAreWidenedAndChecked() {
    StructType<Lists> type = StructType.of(MethodHandles.lookup(), Lists.class);
    Lists value =
        new Lists(
            new boolean[] {true, false},
            new char[] {'a', '\uffff'},
            new short[] {0, 128, 255},
            new int[] {-32_768, 32_767},
            new long[] {0xffff_ffffL, 1},
            new float[] {0.5f, -65_504},
            new double[] {1.5, -0.25},
            new char[] {'\u00ff', 'b'},
            new long[] {Long.MIN_VALUE, -1});
    for (WasmMemory memory : memories.each) {
      memory.writeStruct(type, POINTER, value);
      assertThat(memory.readStruct(type, POINTER)).usingRecursiveComparison().isEqualTo(value);
      byte[] before = memory.bytes(0, TwoMemories.BYTE_SIZE).copy();
      for (Lists bad :
          List.of(
              with(value, new short[] {0, 256, 0}, value.shorts(), value.words()),
              with(value, new short[] {0, -1, 0}, value.shorts(), value.words()),
              with(value, value.bytes(), new int[] {0, 32_768}, value.words()),
              with(value, value.bytes(), new int[] {-32_769, 0}, value.words()),
              with(value, value.bytes(), value.shorts(), new long[] {0, 1L << 32}))) {
        assertThatThrownBy(() -> memory.writeStruct(type, POINTER, bad))
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageContaining("cannot hold");
      }
      assertThat(memory.bytes(0, TwoMemories.BYTE_SIZE).copy()).isEqualTo(before);
    }
    assertThat(memories.each.getFirst().bytes(POINTER, type.byteSize()).copy())
        .isEqualTo(memories.each.getLast().bytes(POINTER, type.byteSize()).copy());
  }

  /** Sixteen numbers are written in one go, seventeen through a copy of the struct. */
  @Test
  void aRefusedRecordHasChangedNothing() {
    StructType<Sixteen> few = StructType.of(MethodHandles.lookup(), Sixteen.class);
    StructType<Seventeen> many = StructType.of(MethodHandles.lookup(), Seventeen.class);
    assertThat(few.writtenAtOnce).isTrue();
    assertThat(many.writtenAtOnce).isFalse();
    assertThat(StructType.of(MethodHandles.lookup(), Row.class).writtenAtOnce).isFalse();
    assertThat(StructType.of(MethodHandles.lookup(), Flags.class).writtenAtOnce).isTrue();
    for (WasmMemory memory : memories.each) {
      Sixteen good = sixteen(255);
      memory.writeStruct(few, POINTER, good);
      assertThat(memory.readStruct(few, POINTER)).isEqualTo(good);
      memory.writeStruct(many, POINTER + 128, new Seventeen(good, 7));
      assertThat(memory.readStruct(many, POINTER + 128)).isEqualTo(new Seventeen(good, 7));
      byte[] before = memory.bytes(0, TwoMemories.BYTE_SIZE).copy();
      for (int bad : new int[] {256, -1, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> memory.writeStruct(few, POINTER, sixteen(bad)))
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageContaining("Sixteen.p cannot hold " + bad);
        assertThatThrownBy(
                () -> memory.writeStruct(many, POINTER + 128, new Seventeen(sixteen(1), bad)))
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageContaining("Seventeen.last");
      }
      assertThat(memory.bytes(0, TwoMemories.BYTE_SIZE).copy()).isEqualTo(before);
    }
  }

  @Test
  void bitFieldsOfRecordsShareTheirByte() {
    StructType<Flags> type = StructType.of(MethodHandles.lookup(), Flags.class);
    for (WasmMemory memory : memories.each) {
      for (boolean on : new boolean[] {true, false}) {
        for (int rest : new int[] {0, 1, 64, 127}) {
          memory.writeStruct(type, POINTER, new Flags(on, rest));
          assertThat(memory.readStruct(type, POINTER)).isEqualTo(new Flags(on, rest));
          assertThat(memory.bytes(POINTER, 1).get(0)).isEqualTo(rest << 1 | (on ? 1 : 0));
        }
      }
    }
  }

  @Test
  void structsOfALayoutAreMaps() {
    MemoryLayout vec =
        MemoryLayout.structLayout(
                ValueLayout.JAVA_INT.withName("x"), ValueLayout.JAVA_INT.withName("y"))
            .withName("vec");
    StructType<SequencedMap<String, Object>> type =
        StructType.of(
            MemoryLayout.structLayout(
                ValueLayout.JAVA_BOOLEAN.withName("on"),
                MemoryLayout.paddingLayout(3),
                vec.withName("at"),
                MemoryLayout.sequenceLayout(2, vec).withName("path"),
                MemoryLayout.sequenceLayout(3, ValueLayout.JAVA_CHAR).withName("units"),
                MemoryLayout.paddingLayout(2)));
    assertThat(type.name()).isEqualTo("struct");
    assertThat(type.byteSize()).isEqualTo(36);
    SequencedMap<String, Object> value = new LinkedHashMap<>();
    value.put("on", true);
    value.put("at", vec(1, 2));
    value.put("path", List.of(vec(3, 4), vec(5, 6)));
    value.put("units", new char[] {'a', 'b', 'c'});
    for (WasmMemory memory : memories.each) {
      StructArray<SequencedMap<String, Object>> array = memory.structs(type, POINTER, 2);
      array.set(1, value);
      assertThat(array.get(1)).usingRecursiveComparison().isEqualTo(value);
      memories.expected.put(POINTER + 36, (byte) 1);
      IntStream.range(0, 6).forEach(i -> memories.expected.putInt(POINTER + 40 + 4 * i, i + 1));
      IntStream.range(0, 3)
          .forEach(i -> memories.expected.putChar(POINTER + 64 + 2 * i, (char) ('a' + i)));
      memories.assertAsExpected(memory, "set");
      SequencedMap<String, Object> wrong = new LinkedHashMap<>(value);
      wrong.put("at", 5);
      assertThatThrownBy(() -> array.set(1, wrong))
          .isInstanceOf(TypeMismatchException.class)
          .hasMessageContaining("struct.at takes a value of Map, not of Integer");
      wrong.put("at", vec(9, 9));
      wrong.put("more", 1);
      assertThatThrownBy(() -> array.set(1, wrong))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("[on, at, path, units]");
      memories.assertAsExpected(memory, "what is refused");
    }
    assertThatThrownBy(type::packed).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(
            () ->
                StructType.of(
                    MemoryLayout.structLayout(
                        MemoryLayout.sequenceLayout(0, ValueLayout.JAVA_INT).withName("none"))))
        .isInstanceOf(TypeMismatchException.class)
        .hasMessageContaining("no length that an array can have");
  }

  @Test
  void structsOutsideTheMemoryOrAfterItsEndAreRefused() {
    StructType<Vec> type = StructType.of(MethodHandles.lookup(), Vec.class);
    for (WasmMemory memory : memories.each) {
      int end = TwoMemories.BYTE_SIZE;
      assertThat(memory.structs(type, end - 8, 1).get(0)).isNotNull();
      assertThat(memory.structs(type, end, 0).toList()).isEmpty();
      assertThatThrownBy(() -> memory.structs(type, end - 4, 1))
          .isInstanceOf(OutOfBoundsException.class);
      assertThatThrownBy(() -> memory.structs(type, 0, Long.MAX_VALUE / 4))
          .isInstanceOf(OutOfBoundsException.class);
      StructArray<Vec> array = memory.structs(type, 8, 2);
      assertThat(array).hasToString("Vec: Vec[2] at 8");
      for (long index : new long[] {-1, 2, Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThatThrownBy(() -> array.get(index))
            .isInstanceOf(OutOfBoundsException.class)
            .hasMessageContaining("Vec");
        assertThatThrownBy(() -> array.set(index, new Vec(1, 2)))
            .isInstanceOf(OutOfBoundsException.class);
      }
      assertThatThrownBy(() -> array.f64("x"))
          .isInstanceOf(TypeMismatchException.class)
          .hasMessageContaining("Vec.x");
    }
    memories.assertAsExpected("what is refused");
    List<StructArray<Vec>> arrays =
        memories.each.stream().map(memory -> memory.structs(type, 8, 2)).toList();
    memories.close();
    for (StructArray<Vec> array : arrays) {
      assertThatThrownBy(() -> array.get(0)).isInstanceOf(ClosedException.class);
      assertThatThrownBy(() -> array.set(0, new Vec(1, 2))).isInstanceOf(ClosedException.class);
    }
  }

  private static Map<String, Object> vec(int x, int y) {
    Map<String, Object> vec = new LinkedHashMap<>();
    vec.put("x", x);
    vec.put("y", y);
    return vec;
  }

  private static Sixteen sixteen(int last) {
    return new Sixteen(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, last);
  }

  private static Lists with(Lists value, short[] bytes, int[] shorts, long[] words) {
    return new Lists(
        value.flags(),
        value.units(),
        bytes,
        shorts,
        words,
        value.halves(),
        value.singles(),
        value.letters(),
        value.longs());
  }
}
