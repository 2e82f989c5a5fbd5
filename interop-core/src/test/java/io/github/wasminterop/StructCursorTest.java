package io.github.wasminterop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.abi.Bits;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.StoredAs;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TypeMismatchException;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Single fields of structs, of both kinds of memory. */
class StructCursorTest {
  private static final StructType<All> TYPE = StructType.of(MethodHandles.lookup(), All.class);
  private static final StructType<All> PACKED = TYPE.packed();
  private static final int POINTER = 2048;
  private static final int LENGTH = 3;

  private final TwoMemories memories = new TwoMemories();

  /** A field of each scalar, named as it is. */
  record All(
      byte i8,
      @StoredAs(Scalar.U8) int u8,
      short i16,
      @StoredAs(Scalar.U16) int u16,
      int i32,
      @StoredAs(Scalar.U32) long u32,
      long i64,
      @StoredAs(Scalar.U64) long u64,
      @StoredAs(Scalar.F16) float f16,
      float f32,
      double f64,
      boolean flag,
      Pointer<All> next,
      @StoredAs(Scalar.U32) @Bits(11) int bits,
      @StoredAs(Scalar.I32) @Bits(14) int more) {}

  @ParameterizedTest
  @EnumSource
  void numbersAreReadAndWrittenWhereTheFieldIs(EachType type) {
    StructField field = TYPE.field(type.name().toLowerCase(Locale.ROOT));
    for (WasmMemory memory : memories.each) {
      StructCursor<All> cursor = memory.structs(TYPE, POINTER, LENGTH).cursor();
      for (int i = 0; cursor.next(); i++) {
        type.put(memories.expected, address(i, field), type.value(i));
        EachType.call(cursor, "set" + type, StructField.class, field, type.value(i));
        assertThat(EachType.call(cursor, "get" + type, StructField.class, field))
            .as("%s of struct %d", field, i)
            .isEqualTo(type.value(i));
      }
    }
    memories.assertAsExpected("set" + type);
  }

  @Test
  void truthValuesAndPointersToo() {
    StructField flag = TYPE.field("flag");
    StructField next = TYPE.field("next");
    for (WasmMemory memory : memories.each) {
      StructCursor<All> cursor = memory.structs(TYPE, POINTER, LENGTH).cursor();
      for (int i = 0; cursor.next(); i++) {
        boolean truth = i != 1;
        long address = 0xffff_ffffL - i;
        cursor.setBoolean(flag, truth);
        cursor.setPointer(next, address);
        assertThat(cursor.getBoolean(flag)).isEqualTo(truth);
        assertThat(cursor.getPointer(next)).isEqualTo(address);
        memories.expected.put(address(i, flag), (byte) (truth ? 1 : 0));
        memories.expected.putInt(address(i, next), (int) address);
        assertThatThrownBy(() -> cursor.setPointer(next, 1L << 32))
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageContaining("next");
        assertThatThrownBy(() -> cursor.setPointer(next, -1))
            .isInstanceOf(InvalidArgumentException.class);
      }
    }
    memories.assertAsExpected("setBoolean, setPointer");
  }

  @Test
  void whatABooleanHoldsIsTrueUnlessItIsZero() {
    StructField flag = TYPE.field("flag");
    for (WasmMemory memory : memories.each) {
      StructCursor<All> cursor = memory.structs(TYPE, POINTER, LENGTH).cursor().moveTo(1);
      memory.bytes(address(1, flag), 1).set(0, 128);
      assertThat(cursor.getBoolean(flag)).isTrue();
      assertThat(cursor.get().flag()).isTrue();
      memory.bytes(address(1, flag), 1).set(0, 0);
      assertThat(cursor.getBoolean(flag)).isFalse();
      assertThat(cursor.get().flag()).isFalse();
    }
  }

  @Test
  void bitFieldsLeaveTheirNeighboursAlone() {
    for (StructType<All> type : List.of(TYPE, PACKED)) {
      StructField bits = type.field("bits");
      StructField more = type.field("more");
      for (WasmMemory memory : memories.each) {
        StructCursor<All> cursor = memory.structs(type, POINTER, LENGTH).cursor().moveTo(1);
        for (int value : new int[] {0, 1, 1024, 2047, 1365}) {
          for (int other : new int[] {0, -1, 8191, -8192, 2730}) {
            cursor.setU32(bits, value);
            cursor.setI32(more, other);
            assertThat(cursor.getU32(bits)).isEqualTo(value);
            assertThat(cursor.getI32(more)).isEqualTo(other);
            cursor.setU32(bits, ~value);
            assertThat(cursor.getI32(more)).as("beside %d", ~value).isEqualTo(other);
            cursor.setU32(bits, value);
            int at = POINTER + (int) (type.byteSize() + bits.byteOffset());
            int word = memory.data(at, 4).getI32(0);
            assertThat(word & 0x1ff_ffff).isEqualTo(value | (other & 0x3fff) << 11);
            assertThat(word >>> 25)
                .as("what is beside")
                .isEqualTo(memories.expected.getInt(at) >>> 25);
          }
        }
        memory.bytes(0, TwoMemories.BYTE_SIZE).copyFrom(memories.expected.array());
      }
    }
  }

  @Test
  void recordsAreReadAndWrittenAtTheCursor() {
    All value =
        new All(
            (byte) -1,
            255,
            (short) -2,
            65_535,
            -3,
            0xffff_fff0L,
            -4,
            -5,
            0.5f,
            1.5f,
            2.5,
            true,
            new Pointer<>(8),
            2047,
            -1);
    for (WasmMemory memory : memories.each) {
      StructArray<All> array = memory.structs(TYPE, POINTER, LENGTH);
      StructCursor<All> cursor = array.cursor().moveTo(2);
      cursor.set(value);
      assertThat(cursor.get()).isEqualTo(value).isEqualTo(array.get(2));
      assertThat(cursor.array()).isSameAs(array);
      assertThat(cursor.index()).isEqualTo(2);
      assertThat(memory.bytes(0, POINTER + 2 * TYPE.byteSize()).copy())
          .isEqualTo(Arrays.copyOf(memories.expected.array(), POINTER + 2 * (int) TYPE.byteSize()));
    }
  }

  @Test
  void aCursorBesideTheArrayReadsNothing() {
    StructField i32 = TYPE.field("i32");
    for (WasmMemory memory : memories.each) {
      StructCursor<All> cursor = memory.structs(TYPE, POINTER, LENGTH).cursor();
      assertThatThrownBy(() -> cursor.getI32(i32)).isInstanceOf(OutOfBoundsException.class);
      assertThatThrownBy(() -> cursor.setI32(i32, 1)).isInstanceOf(OutOfBoundsException.class);
      for (long index : new long[] {-1, LENGTH, Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThatThrownBy(() -> cursor.moveTo(index)).isInstanceOf(OutOfBoundsException.class);
      }
      assertThat(cursor.moveTo(0).getI32(i32)).isEqualTo(expectedInt(0, i32));
      assertThat(cursor.moveTo(LENGTH - 1).next()).isFalse();
      assertThat(cursor.index()).isEqualTo(LENGTH - 1);
    }
    memories.assertAsExpected("what is refused");
  }

  @ParameterizedTest
  @EnumSource
  void fieldsOfOtherKindsAndStructsAreRefused(EachType type) {
    String name = type.name().toLowerCase(Locale.ROOT);
    for (WasmMemory memory : memories.each) {
      StructCursor<All> cursor = memory.structs(TYPE, POINTER, LENGTH).cursor().moveTo(1);
      for (StructField field :
          new StructField[] {
            TYPE.field(name.equals("i8") ? "u8" : "i8"), TYPE.field("flag"), TYPE.field("bits")
          }) {
        if (field.path().equals("bits") && name.equals("u32")) {
          continue;
        }
        assertThatThrownBy(() -> EachType.call(cursor, "get" + type, StructField.class, field))
            .isInstanceOf(TypeMismatchException.class)
            .hasMessageContaining("All." + field.path());
        assertThatThrownBy(
                () -> EachType.call(cursor, "set" + type, StructField.class, field, type.value(0)))
            .isInstanceOf(TypeMismatchException.class);
      }
      assertThatThrownBy(
              () -> EachType.call(cursor, "get" + type, StructField.class, PACKED.field(name)))
          .isInstanceOf(TypeMismatchException.class)
          .hasMessageContaining("of another struct");
    }
    memories.assertAsExpected("what is refused");
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsReadAfterTheEndOfTheMemory(EachType type) {
    StructField field = TYPE.field(type.name().toLowerCase(Locale.ROOT));
    var cursors =
        memories.each.stream()
            .map(memory -> memory.structs(TYPE, POINTER, LENGTH).cursor().moveTo(1))
            .toList();
    memories.close();
    for (StructCursor<All> cursor : cursors) {
      assertThatThrownBy(() -> EachType.call(cursor, "get" + type, StructField.class, field))
          .isInstanceOf(ClosedException.class);
      assertThatThrownBy(
              () -> EachType.call(cursor, "set" + type, StructField.class, field, type.value(0)))
          .isInstanceOf(ClosedException.class);
    }
  }

  private static int address(int index, StructField field) {
    return POINTER + (int) (index * TYPE.byteSize() + field.byteOffset());
  }

  private int expectedInt(int index, StructField field) {
    return memories.expected.getInt(address(index, field));
  }
}
