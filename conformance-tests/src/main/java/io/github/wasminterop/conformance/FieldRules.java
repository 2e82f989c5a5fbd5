package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.F32Strided;
import io.github.wasminterop.I16View;
import io.github.wasminterop.I32Strided;
import io.github.wasminterop.I32View;
import io.github.wasminterop.NdView;
import io.github.wasminterop.Strided;
import io.github.wasminterop.StructArray;
import io.github.wasminterop.StructCursor;
import io.github.wasminterop.StructField;
import io.github.wasminterop.StructType;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.StoredAs;
import io.github.wasminterop.conformance.StructRules.Particle;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TypeMismatchException;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Single fields of structs, by cursors and strided views, and shapes of several dimensions. */
abstract class FieldRules extends RuleGroup {

  /** One field of each scalar. */
  record All(
      double f64,
      long i64,
      @StoredAs(Scalar.U64) long u64,
      float f32,
      int i32,
      @StoredAs(Scalar.U32) int u32,
      @StoredAs(Scalar.POINTER) long pointer,
      short i16,
      char u16,
      @StoredAs(Scalar.F16) float f16,
      byte i8,
      @StoredAs(Scalar.U8) int u8,
      boolean bool) {}

  private static final StructType<Particle> TYPE = StructRules.TYPE;
  private static final StructType<All> ALL = StructType.of(MethodHandles.lookup(), All.class);

  FieldRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("A cursor reads and writes each scalar as the guest stores and loads it.")
  @Why("hot loops make no records")
  void required_fields_25_01_cursor() {
    Guest guest = guest();
    StructArray<All> array = guest.memory().structs(ALL, 1024, 3);
    StructCursor<All> at = array.cursor().moveTo(2);
    assertThat(at.index()).as("index()").isEqualTo(2);
    at.setF64(ALL.field("f64"), -0.5);
    at.setI64(ALL.field("i64"), Long.MIN_VALUE);
    at.setU64(ALL.field("u64"), -1);
    at.setF32(ALL.field("f32"), 1.5f);
    at.setI32(ALL.field("i32"), -7);
    at.setU32(ALL.field("u32"), 0xffff_fff0L);
    at.setPointer(ALL.field("pointer"), 0xffff_ff00L);
    at.setI16(ALL.field("i16"), (short) -3);
    at.setU16(ALL.field("u16"), 65_535);
    at.setF16(ALL.field("f16"), 0.25f);
    at.setI8(ALL.field("i8"), (byte) -4);
    at.setU8(ALL.field("u8"), 255);
    at.setBoolean(ALL.field("bool"), true);
    assertThat(array.get(2))
        .as("the record")
        .isEqualTo(
            new All(
                -0.5,
                Long.MIN_VALUE,
                -1,
                1.5f,
                -7,
                -16,
                0xffff_ff00L,
                (short) -3,
                (char) 65_535,
                0.25f,
                (byte) -4,
                255,
                true));
    assertThat(at.getF64(ALL.field("f64"))).isEqualTo(-0.5);
    assertThat(at.getI64(ALL.field("i64"))).isEqualTo(Long.MIN_VALUE);
    assertThat(at.getU64(ALL.field("u64"))).isEqualTo(-1);
    assertThat(at.getF32(ALL.field("f32"))).isEqualTo(1.5f);
    assertThat(at.getI32(ALL.field("i32"))).isEqualTo(-7);
    assertThat(at.getU32(ALL.field("u32"))).isEqualTo(0xffff_fff0L);
    assertThat(at.getPointer(ALL.field("pointer"))).isEqualTo(0xffff_ff00L);
    assertThat(at.getI16(ALL.field("i16"))).isEqualTo((short) -3);
    assertThat(at.getU16(ALL.field("u16"))).isEqualTo(65_535);
    assertThat(at.getF16(ALL.field("f16"))).isEqualTo(0.25f);
    assertThat(at.getI8(ALL.field("i8"))).isEqualTo((byte) -4);
    assertThat(at.getU8(ALL.field("u8"))).isEqualTo(255);
    assertThat(at.getBoolean(ALL.field("bool"))).isTrue();
    assertThat(at.get()).as("get()").isEqualTo(array.get(2));
    refusedUnchanged(
        InvalidArgumentException.class,
        guest.memory(),
        "an address of 33 bits",
        () -> at.setPointer(ALL.field("pointer"), 1L << 32));
  }

  @Test
  @DisplayName("A cursor goes from the first struct to the last, and nowhere else.")
  @Why("a loop ends by it")
  void required_fields_25_02_cursorMoves() {
    StructArray<Particle> array = particles(guest(), 1024);
    StructField x = TYPE.field("pos.x");
    StructCursor<Particle> at = array.cursor();
    refused(OutOfBoundsException.class, "a field before the first", () -> at.getF32(x));
    refused(OutOfBoundsException.class, "the record before the first", at::get);
    float sum = 0;
    while (at.next()) {
      sum += at.getF32(x);
    }
    assertThat(sum).as("the sum of pos.x").isEqualTo(6);
    assertThat(at.index()).as("index() at the end").isEqualTo(3);
    for (long index : new long[] {-1, 4, Long.MAX_VALUE, Long.MIN_VALUE}) {
      refused(OutOfBoundsException.class, "moveTo(%d)".formatted(index), () -> at.moveTo(index));
    }
    assertThat(at.index()).as("index() after refused moves").isEqualTo(3);
    assertThat(array.slice(0, 0).cursor().next()).as("next() of no structs").isFalse();
  }

  @Test
  @DisplayName("A field of another struct, or of another scalar, is refused.")
  @Why("an offset of another struct reads something else")
  void required_fields_25_03_wrongField() {
    Guest guest = guest();
    WasmMemory memory = guest.memory();
    StructArray<Particle> array = particles(guest, 1024);
    StructCursor<Particle> at = array.cursor().moveTo(1);
    StructField foreign = TYPE.packed().field("pos.x");
    refused(TypeMismatchException.class, "getF32 of another struct", () -> at.getF32(foreign));
    for (String path : List.of("id", "pos", "tail", "mass", "more")) {
      StructField field = TYPE.field(path);
      refused(TypeMismatchException.class, "getF32 of " + path, () -> at.getF32(field));
      refusedUnchanged(
          TypeMismatchException.class, memory, "setF32 of " + path, () -> at.setF32(field, 1));
      refused(TypeMismatchException.class, "f32 of " + path, () -> array.f32(path));
    }
    refused(TypeMismatchException.class, "i32 of a bit-field", () -> array.i32("more"));
    refused(InvalidArgumentException.class, "f32 of nothing", () -> array.f32("pos.z"));
  }

  @Test
  @DisplayName("A cursor reads and writes bit-fields, and leaves their neighbours alone.")
  @Why("flags share a word")
  void required_fields_25_04_bitFields() {
    Guest guest = guest();
    StructArray<Particle> array = particles(guest, 1024);
    StructCursor<Particle> at = array.cursor().moveTo(1);
    guest.store(4, 1100, 0xaaaa_aaaaL);
    at.setU32(TYPE.field("bits"), 0b10101);
    assertThat(guest.load(4, 1100)).as("after bits").isEqualTo(0xaaaa_aab5L);
    at.setI32(TYPE.field("more"), -2);
    assertThat(guest.load(4, 1100)).as("after more").isEqualTo(0xabff_ffd5L);
    assertThat(at.getU32(TYPE.field("bits"))).as("bits").isEqualTo(0b10101);
    assertThat(at.getI32(TYPE.field("more"))).as("more").isEqualTo(-2);
  }

  @Test
  @DisplayName("A strided view reads and writes one field of each struct.")
  @Why("a column is what most computations want")
  void required_fields_25_05_strided() {
    Guest guest = guest();
    StructArray<Particle> array = particles(guest, 1024);
    F32Strided y = array.f32("pos.y");
    assertThat(y.pointer()).as("pointer()").isEqualTo(1028);
    assertThat(y.byteStride()).as("byteStride()").isEqualTo(40);
    assertThat(y.copy()).as("copy()").containsExactly(0, -1, -2, -3);
    assertThat(y.stream().sum()).as("sum").isEqualTo(-6);
    y.set(3, 9);
    assertThat(guest.load(4, 1148)).as("after set(3)").isEqualTo(Float.floatToRawIntBits(9));
    y.copyFrom(1, new float[] {5, 6, 7}, 1, 2);
    assertThat(array.toList().stream().map(p -> p.pos().y())).containsExactly(0f, 6f, 7f, 9f);
    assertThat(array.get(1).pos().x()).as("the field beside it").isEqualTo(1);
    array.i16("tail[2]").fill((short) 77);
    assertThat(array.get(3).tail()).as("tail").containsExactly(1, 2, 77, -1);
    assertThat(array.u32("next").get(0)).as("a pointer").isEqualTo(1024);
    assertThat(array.u8("on").get(0)).as("a truth value").isEqualTo(1);
    for (long index : new long[] {-1, 4, 1L << 61, Long.MAX_VALUE, Long.MIN_VALUE}) {
      refused(OutOfBoundsException.class, "get(%d)".formatted(index), () -> y.get(index));
      refusedUnchanged(
          OutOfBoundsException.class,
          guest.memory(),
          "set(%d)".formatted(index),
          () -> y.set(index, 1));
    }
    for (int index : new int[] {-1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      refused(OutOfBoundsException.class, "get(int %d)".formatted(index), () -> y.get(index));
      refusedUnchanged(
          OutOfBoundsException.class,
          guest.memory(),
          "set(int %d)".formatted(index),
          () -> y.set(index, 1));
    }
    refused(OutOfBoundsException.class, "copyInto", () -> y.copyInto(new float[3]));
    refusedUnchanged(
        OutOfBoundsException.class, guest.memory(), "copyFrom", () -> y.copyFrom(new float[5]));
  }

  @Test
  @DisplayName("Strided views of each type have the values of the records.")
  @Why("each type converts in its own way")
  void required_fields_25_06_stridedTypes() {
    StructArray<All> array = guest().memory().structs(ALL, 1024, 2);
    array.f64("f64").set(1, 0.5);
    array.i64("i64").set(1, Long.MIN_VALUE);
    array.u64("u64").set(1, -1);
    array.f32("f32").set(1, -1.5f);
    array.i32("i32").set(1, -7);
    array.u32("u32").set(1, 0xffff_fff0L);
    array.u32("pointer").set(1, 0xffff_ff00L);
    array.i16("i16").set(1, (short) -3);
    array.u16("u16").set(1, 65_535);
    array.f16("f16").set(1, 0.25f);
    array.i8("i8").set(1, (byte) -4);
    array.u8("u8").set(1, 255);
    array.u8("bool").set(1, 1);
    assertThat(array.get(1))
        .isEqualTo(
            new All(
                0.5,
                Long.MIN_VALUE,
                -1,
                -1.5f,
                -7,
                -16,
                0xffff_ff00L,
                (short) -3,
                (char) 65_535,
                0.25f,
                (byte) -4,
                255,
                true));
    assertThat(array.f64("f64").get(1)).isEqualTo(0.5);
    assertThat(array.i64("i64").get(1)).isEqualTo(Long.MIN_VALUE);
    assertThat(array.u64("u64").copy()[1]).isEqualTo(-1);
    assertThat(array.u32("u32").get(1)).isEqualTo(0xffff_fff0L);
    assertThat(array.u32("u32").copy()[1]).isEqualTo(-16);
    assertThat(array.i16("i16").get(1)).isEqualTo((short) -3);
    assertThat(array.u16("u16").get(1)).isEqualTo(65_535);
    assertThat(array.f16("f16").get(1)).isEqualTo(0.25f);
    assertThat(array.f16("f16").copy()[1]).isEqualTo(Float.floatToFloat16(0.25f));
    assertThat(array.i8("i8").get(1)).isEqualTo((byte) -4);
    assertThat(array.u8("u8").get(1)).isEqualTo(255);
    assertThat(array.f64("f64").copy()[1]).isEqualTo(0.5);
    assertThat(array.i64("i64").copy()[1]).isEqualTo(Long.MIN_VALUE);
    assertThat(array.f32("f32").copy()[1]).isEqualTo(-1.5f);
    assertThat(array.i32("i32").copy()[1]).isEqualTo(-7);
    assertThat(array.i16("i16").copy()[1]).isEqualTo((short) -3);
    assertThat(array.u16("u16").copy()[1]).isEqualTo((short) -1);
    assertThat(array.i8("i8").copy()[1]).isEqualTo((byte) -4);
    assertThat(array.u8("u8").copy()[1]).isEqualTo((byte) -1);
    array.f64("f64").fill(2.5);
    array.i64("i64").fill(Long.MAX_VALUE);
    array.u64("u64").fill(Long.MIN_VALUE);
    array.f32("f32").fill(2.5f);
    array.i32("i32").fill(8);
    array.u32("u32").fill(0xffff_fff1L);
    array.i16("i16").fill((short) -8);
    array.u16("u16").fill(65_534);
    array.f16("f16").fill(2.5f);
    array.i8("i8").fill((byte) -8);
    array.u8("u8").fill(254);
    assertThat(array.f64("f64").get(0)).isEqualTo(2.5);
    assertThat(array.i64("i64").get(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(array.u64("u64").get(0)).isEqualTo(Long.MIN_VALUE);
    assertThat(array.f32("f32").get(0)).isEqualTo(2.5f);
    assertThat(array.i32("i32").get(0)).isEqualTo(8);
    assertThat(array.u32("u32").get(0)).isEqualTo(0xffff_fff1L);
    assertThat(array.i16("i16").get(0)).isEqualTo((short) -8);
    assertThat(array.u16("u16").get(0)).isEqualTo(65_534);
    assertThat(array.f16("f16").get(0)).isEqualTo(2.5f);
    assertThat(array.i8("i8").get(0)).isEqualTo((byte) -8);
    assertThat(array.u8("u8").get(0)).isEqualTo(254);
    array.f16("f16").copyFrom(new short[] {0x7e01, 0x3c00});
    assertThat(array.f16("f16").copy()).as("the bits of a NaN").containsExactly(0x7e01, 0x3c00);
  }

  @ParameterizedTest
  @EnumSource(Growth.class)
  @DisplayName("A cursor and a strided view that are held go on after the memory grew.")
  @Why("guests grow their memory whenever they like")
  void required_fields_25_07_growth(Growth growth) throws Throwable {
    Growth.Scene scene = growth.scene(this);
    long pointer = Growth.Scene.ADDRESS / 8 * 8;
    StructArray<Particle> array = particles(scene.guest(), pointer);
    StructField on = TYPE.field("on");
    StructCursor<Particle> at = array.cursor().moveTo(2);
    Strided<byte[]> colours = array.u8("colour");
    scene.grow(
        () -> {
          at.setBoolean(on, false);
          assertThat(scene.guest().load8(pointer + 92)).as("on, %s", growth).isZero();
          scene.guest().store8(pointer + 92, 1);
          assertThat(at.getBoolean(on)).as("on, %s", growth).isTrue();
          scene.guest().store8(pointer + 93, 2);
          assertThat(colours.copy()).as("colours, %s", growth).containsExactly(1, 1, 2, 1);
          scene.guest().store8(pointer + 93, 1);
        });
  }

  @Test
  @DisplayName("After the instance is closed, every use of a cursor or strided view is refused.")
  @Why("the memory is gone")
  void required_fields_25_08_closed() {
    Guest guest = guest();
    StructArray<Particle> array = particles(guest, 1024);
    StructField x = TYPE.field("pos.x");
    StructField bits = TYPE.field("bits");
    StructCursor<Particle> at = array.cursor().moveTo(1);
    F32Strided xs = array.f32("pos.x");
    guest.instance().close();
    refused(ClosedException.class, "getF32", () -> at.getF32(x));
    refused(ClosedException.class, "setF32", () -> at.setF32(x, 1));
    refused(ClosedException.class, "getU32 of a bit-field", () -> at.getU32(bits));
    refused(ClosedException.class, "get", at::get);
    refused(ClosedException.class, "get of a strided view", () -> xs.get(0));
    refused(ClosedException.class, "set of a strided view", () -> xs.set(0, 1));
    refused(ClosedException.class, "copy", xs::copy);
    refused(ClosedException.class, "fill", () -> xs.fill(1));
    refused(ClosedException.class, "copyFrom", () -> xs.copyFrom(new float[1]));
  }

  @Test
  @DisplayName("A cursor goes on with the range of a refreshed array, a strided view with its own.")
  @Why("a range is taken whole or not at all")
  void required_fields_25_09_refresh() {
    Guest guest = guest();
    StructArray<Particle> array = guest.instance().structs(TYPE, "ptr", "len");
    for (int i = 0; i < 4; i++) {
      array.set(i, StructRules.particle(i));
    }
    StructField x = TYPE.field("pos.x");
    StructCursor<Particle> at = array.cursor().moveTo(3);
    F32Strided xs = array.f32("pos.x");
    guest.run("set_range", 2048, 2);
    array.refresh();
    refused(OutOfBoundsException.class, "getF32 where the array ended", () -> at.getF32(x));
    refusedUnchanged(
        OutOfBoundsException.class,
        guest.memory(),
        "setF32 where the array ended",
        () -> at.setF32(x, 1));
    array.set(1, StructRules.particle(7));
    assertThat(at.moveTo(1).getF32(x)).as("pos.x after refresh").isEqualTo(7);
    assertThat(xs.copy()).as("the strided view").containsExactly(0, 1, 2, 3);
  }

  @Test
  @DisplayName("The elements of an array within a struct are a view.")
  @Why("a matrix in a struct is used as one")
  void required_fields_25_10_arrayField() {
    StructArray<Particle> array = particles(guest(), 1024);
    I16View tail = array.view(ElementType.I16, 2, "tail");
    assertThat(tail.copy()).containsExactly(1, 2, 3, -1);
    tail.set(1, (short) 55);
    assertThat(array.get(2).tail()).containsExactly(1, 55, 3, -1);
    refused(TypeMismatchException.class, "u16", () -> array.view(ElementType.U16, 2, "tail"));
    refused(OutOfBoundsException.class, "4", () -> array.view(ElementType.I16, 4, "tail"));
  }

  @Test
  @DisplayName("A shape finds the elements that the guest stored in rows and columns.")
  @Why("images and matrices are arrays of several dimensions")
  void required_fields_25_11_shapes() {
    Guest guest = guest();
    I32View view = guest.memory().view(ElementType.I32, 1024, 24);
    NdView<I32View> shape = NdView.rowMajor(view, 2, 3, 4);
    for (int i = 0; i < 24; i++) {
      guest.store(4, 1024 + 4L * i, i);
    }
    assertThat(view.get(shape.index(1, 2, 3))).as("[1][2][3]").isEqualTo(23);
    assertThat(view.get(shape.transpose().index(3, 2, 0))).as("[3][2][0] turned").isEqualTo(11);
    I32Strided column = I32Strided.of(shape.slice(0, 1).slice(1, 2));
    assertThat(column.copy()).as("a column").containsExactly(14, 18, 22);
    assertThat(I32Strided.of(shape.slice(0, 1).slice(0, 1).step(0, 3)).copy())
        .as("every third of a row")
        .containsExactly(16, 19);
    I32Strided same = I32Strided.of(NdView.strided(view, 3, new long[] {2}, new long[] {0}));
    assertThat(same.copy()).as("one element twice").containsExactly(3, 3);
    refused(OutOfBoundsException.class, "a third time", () -> same.get(2));
    refused(OutOfBoundsException.class, "a third time, long", () -> same.get(2L));
    column.fill(-1);
    assertThat(guest.load(4, 1024 + 4 * 18)).as("after fill").isEqualTo(0xffff_ffffL);
    assertThat(shape.slice(0, 1).contiguous().get(0)).as("the second plane").isEqualTo(12);
    refused(OutOfBoundsException.class, "index(0, 3, 0)", () -> shape.index(0, 3, 0));
  }

  @Test
  @DisplayName("A shape of a view that became too short is refused where it leaves the view.")
  @Why("a refresh may make the view shorter than its shape")
  void required_fields_25_12_shapeOfARefreshedView() {
    Guest guest = guest();
    U8View view = guest.instance().view(ElementType.U8, "ptr", "len");
    NdView<U8View> shape = NdView.rowMajor(view, 2, 2);
    guest.run("set_range", 2048, 3);
    view.refresh();
    assertThat(view.get(shape.index(1, 0))).isEqualTo(guest.load8(2050));
    refused(OutOfBoundsException.class, "[1][1]", () -> view.get(shape.index(1, 1)));
    refused(OutOfBoundsException.class, "contiguous()", shape::contiguous);
  }

  private static StructArray<Particle> particles(Guest guest, long pointer) {
    StructArray<Particle> array = guest.memory().structs(TYPE, pointer, 4);
    for (int i = 0; i < 4; i++) {
      array.set(i, StructRules.particle(i));
    }
    return array;
  }
}
