package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.I32View;
import io.github.wasminterop.Pointer;
import io.github.wasminterop.StructArray;
import io.github.wasminterop.StructType;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.abi.Bits;
import io.github.wasminterop.abi.Length;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.StoredAs;
import io.github.wasminterop.abi.Text;
import io.github.wasminterop.abi.TextEncoding;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.AlignmentException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.DescriptorException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.MalformedTextException;
import io.github.wasminterop.error.MalformedValueException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.WasmInteropException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Structs in guest memory, as Java records. */
@SuppressWarnings("ArrayRecordComponent") // arrays within structs
abstract class StructRules extends RuleGroup {

  enum Colour {
    RED,
    GREEN,
    BLUE
  }

  record Vec(float x, float y) {}

  /** 40 bytes: pos 0, id 8, on 12, colour 13, mass 16, tail 24, next 32, bits 36.0, more 36.5. */
  record Particle(
      Vec pos,
      @StoredAs(Scalar.U32) long id,
      boolean on,
      @StoredAs(Scalar.U8) Colour colour,
      double mass,
      @Length(4) short[] tail,
      Pointer<Particle> next,
      @StoredAs(Scalar.U32) @Bits(5) int bits,
      @Bits(20) int more) {}

  /** Numbers only; 24 bytes: at 0, colour 8, on 9, next 12, bits 16.0, more 16.5, id 20. */
  record Sample(
      Vec at,
      @StoredAs(Scalar.U8) Colour colour,
      boolean on,
      Pointer<Particle> next,
      @StoredAs(Scalar.U32) @Bits(5) int bits,
      @Bits(20) int more,
      @StoredAs(Scalar.U32) long id) {}

  private static final StructType<Sample> SAMPLE =
      StructType.of(MethodHandles.lookup(), Sample.class);

  static final StructType<Particle> TYPE = StructType.of(MethodHandles.lookup(), Particle.class);

  StructRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @Test
  @DisplayName("A record is read from where the guest stored each field.")
  @Why("guests keep their data in structs")
  void required_structs_24_01_read() {
    Guest guest = guest();
    guest.store(4, 1024, Float.floatToRawIntBits(1.5f));
    guest.store(4, 1028, Float.floatToRawIntBits(-2));
    guest.store(4, 1032, 0xffff_fffeL);
    guest.store8(1036, 1);
    guest.store8(1037, 2);
    guest.store(8, 1040, Double.doubleToRawLongBits(0.25));
    guest.store(8, 1048, 0xffff_7fff_8000_0001L);
    guest.store(4, 1056, 0xffff_0000L);
    guest.store(4, 1060, 31 | (0xf_fffeL << 5));
    Particle read = guest.memory().structs(TYPE, 1024, 1).get(0);
    assertThat(read.pos()).as("pos").isEqualTo(new Vec(1.5f, -2));
    assertThat(read.id()).as("id").isEqualTo(0xffff_fffeL);
    assertThat(read.on()).as("on").isTrue();
    assertThat(read.colour()).as("colour").isEqualTo(Colour.BLUE);
    assertThat(read.mass()).as("mass").isEqualTo(0.25);
    assertThat(read.tail()).as("tail").containsExactly(1, -32_768, 32_767, -1);
    assertThat(read.next()).as("next").isEqualTo(new Pointer<Particle>(0xffff_0000L));
    assertThat(read.bits()).as("bits").isEqualTo(31);
    assertThat(read.more()).as("more").isEqualTo(-2);
  }

  @Test
  @DisplayName("A record is written to where the guest loads each field, and nowhere else.")
  @Why("what lies between the fields may be the guest's")
  void required_structs_24_02_write() {
    Guest guest = guest();
    byte[] before = contents(guest.memory());
    guest.memory().structs(TYPE, 1024, 2).set(1, particle(7));
    assertThat(guest.load(4, 1064)).as("pos.x").isEqualTo(Float.floatToRawIntBits(7));
    assertThat(guest.load(4, 1072)).as("id").isEqualTo(0xffff_fff0L + 7);
    assertThat(guest.load8(1076)).as("on").isEqualTo(1);
    assertThat(guest.load8(1077)).as("colour").isEqualTo(1);
    assertThat(guest.load(8, 1080)).as("mass").isEqualTo(Double.doubleToRawLongBits(3.5));
    assertThat(guest.load(8, 1088)).as("tail").isEqualTo(0xffff_0003_0002_0001L);
    assertThat(guest.load(4, 1096)).as("next").isEqualTo(1024);
    assertThat(guest.load(4, 1100) & 0x1ff_ffff).as("bits, more").isEqualTo(17 | (0xf_ffffL << 5));
    byte[] after = contents(guest.memory());
    assertThat(after[1103] & 0xfe).as("bits of no field").isEqualTo(before[1103] & 0xfe);
    for (int at : new int[] {1063, 1078, 1079, 1104}) {
      assertThat(after[at]).as("the byte at %d, which no field has", at).isEqualTo(before[at]);
    }
    assertThat(guest.memory().readStruct(TYPE, 1064)).as("read back").satisfies(this::isSeventh);
  }

  @Test
  @DisplayName("Structs are streamed and listed in order, each as it is then.")
  @Why("an array of structs is the commonest result")
  void required_structs_24_03_lists() {
    WasmMemory memory = guest().memory();
    StructArray<Particle> array = memory.structs(TYPE, 1024, 5);
    for (int i = 0; i < 5; i++) {
      array.set(i, particle(i));
    }
    assertThat(array.length()).as("length()").isEqualTo(5);
    assertThat(array.byteLength()).as("byteLength()").isEqualTo(200);
    assertThat(array.toList().stream().map(p -> p.pos().x())).containsExactly(0f, 1f, 2f, 3f, 4f);
    assertThat(array.stream().skip(4).findFirst()).get().satisfies(p -> p.id());
    assertThat(array.slice(3, 2).get(1).pos().x()).as("slice(3, 2).get(1)").isEqualTo(4);
    assertThat(array.slice(5, 0).toList()).as("slice(5, 0)").isEmpty();
    refused(OutOfBoundsException.class, "slice(4, 2)", () -> array.slice(4, 2));
  }

  @Test
  @DisplayName("An index outside the array, and an array outside the memory, are refused.")
  @Why("the bytes behind belong to something else")
  void required_structs_24_04_bounds() {
    WasmMemory memory = guest().memory();
    long size = memory.byteSize();
    StructArray<Particle> array = memory.structs(TYPE, size - 80, 2);
    for (long index : new long[] {-1, 2, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 60}) {
      refused(OutOfBoundsException.class, "get(%d)".formatted(index), () -> array.get(index));
      refusedUnchanged(
          OutOfBoundsException.class,
          memory,
          "set(%d)".formatted(index),
          () -> array.set(index, particle(1)));
    }
    assertThat(memory.structs(TYPE, size, 0).toList()).as("no structs at the end").isEmpty();
    long[][] ranges = {{size - 40, 2}, {size, 1}, {0, -1}, {-8, 1}, {0, 1L << 60}, {8, 1L << 62}};
    for (long[] range : ranges) {
      refused(
          OutOfBoundsException.class,
          "structs(type, %d, %d)".formatted(range[0], range[1]),
          () -> memory.structs(TYPE, range[0], range[1]));
    }
  }

  @Test
  @DisplayName("A pointer that is no multiple of the alignment is refused, unless it is packed.")
  @Why("a misaligned pointer is a wrong pointer")
  void required_structs_24_05_alignment() {
    WasmMemory memory = guest().memory();
    for (int off = 1; off < 8; off++) {
      long pointer = 1024L + off;
      AlignmentException refusal =
          refused(
              AlignmentException.class,
              "structs(type, %d, 1)".formatted(pointer),
              () -> memory.structs(TYPE, pointer, 1));
      assertThat(refusal.alignment()).as("alignment()").isEqualTo(8);
      StructArray<Particle> packed = memory.structs(TYPE.packed(), pointer, 1);
      packed.set(0, particle(7));
      assertThat(packed.get(0)).as("packed at %d", pointer).satisfies(this::isSeventh);
    }
  }

  @Test
  @DisplayName("A write that is refused has written nothing.")
  @Why("half a struct is worse than none")
  @SuppressWarnings("NullAway") // null on purpose
  void required_structs_24_06_allOrNothing() {
    WasmMemory memory = guest().memory();
    StructArray<Particle> array = memory.structs(TYPE, 1024, 1);
    Particle good = particle(7);
    for (Particle bad :
        List.of(
            with(good, 1L << 32, good.tail(), good.next(), good.bits(), good.more()),
            with(good, -1, good.tail(), good.next(), good.bits(), good.more()),
            with(good, 1, new short[3], good.next(), good.bits(), good.more()),
            with(good, 1, new short[5], good.next(), good.bits(), good.more()),
            with(good, 1, good.tail(), new Pointer<>(1L << 32), good.bits(), good.more()),
            with(good, 1, good.tail(), good.next(), 32, good.more()),
            with(good, 1, good.tail(), good.next(), -1, good.more()),
            with(good, 1, good.tail(), good.next(), good.bits(), 1 << 19))) {
      refusedUnchanged(
          InvalidArgumentException.class, memory, "set " + bad, () -> array.set(0, bad));
    }
    byte[] before = contents(memory);
    Particle without = with(good, 1, null, good.next(), 1, 1);
    assertThat(catchThrowable(() -> array.set(0, without)))
        .as("a record without an array")
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("Particle.tail");
    assertSameBytes("the memory after a record without an array", contents(memory), before);
  }

  @Test
  @DisplayName("A record of numbers is written where its fields are, or not at all.")
  @Why("such a record is not copied first, so that it costs no more than single stores")
  @SuppressWarnings("NullAway") // null on purpose
  void required_structs_24_14_numbersAllOrNothing() {
    Guest guest = guest();
    WasmMemory memory = guest.memory();
    StructArray<Sample> array = memory.structs(SAMPLE, 1024, 3);
    memory.bytes(1024, 72).fill((byte) 0x5a);
    Vec at = new Vec(0.5f, -3);
    Pointer<Particle> next = new Pointer<>(0xffff_0000L);
    Sample good = new Sample(at, Colour.BLUE, true, next, 31, -2, 0xffff_fffeL);
    array.set(1, good);
    assertThat(array.get(1)).as("what was written").isEqualTo(good);
    assertThat(guest.load(4, 1048)).as("at.x").isEqualTo(Float.floatToRawIntBits(0.5f));
    assertThat(guest.load(4, 1064))
        .as("bits, more and what is beside")
        .isEqualTo(31 | (0xf_fffeL << 5) | 0x5a00_0000L);
    assertThat(guest.load(4, 1068)).as("id").isEqualTo(0xffff_fffeL);
    assertThat(guest.load8(1058)).as("padding").isEqualTo(0x5a);
    assertThat(guest.load(4, 1044)).as("the struct before").isEqualTo(0x5a5a_5a5aL);
    assertThat(guest.load(4, 1072)).as("the struct behind").isEqualTo(0x5a5a_5a5aL);
    for (Sample bad :
        List.of(
            new Sample(new Vec(1, 1), Colour.RED, false, new Pointer<>(0), 32, 0, 0),
            new Sample(new Vec(1, 1), Colour.RED, false, new Pointer<>(0), 0, 1 << 19, 0),
            new Sample(new Vec(1, 1), Colour.RED, false, new Pointer<>(1L << 32), 0, 0, 0),
            new Sample(new Vec(1, 1), Colour.RED, false, new Pointer<>(0), 0, 0, 1L << 32))) {
      refusedUnchanged(
          InvalidArgumentException.class, memory, "set " + bad, () -> array.set(1, bad));
    }
    for (Sample bad :
        List.of(
            new Sample(null, Colour.RED, false, new Pointer<>(0), 0, 0, 0),
            new Sample(new Vec(1, 1), null, false, new Pointer<>(0), 0, 0, 0),
            new Sample(new Vec(1, 1), Colour.RED, false, null, 0, 0, 0))) {
      byte[] before = contents(memory);
      assertThat(catchThrowable(() -> array.set(1, bad)))
          .as("a record with a null")
          .isInstanceOf(NullPointerException.class)
          .hasMessageContaining("Sample.");
      assertSameBytes("the memory after a record with a null", contents(memory), before);
    }
  }

  @Test
  @DisplayName("A number that stands for no constant of an enum is refused, with field and value.")
  @Why("a newer guest may know more constants")
  void required_structs_24_07_unknownConstant() {
    Guest guest = guest();
    StructArray<Particle> array = guest.memory().structs(TYPE, 1024, 1);
    array.set(0, particle(7));
    guest.store8(1037, 3);
    MalformedValueException refusal =
        refused(MalformedValueException.class, "colour 3", () -> array.get(0));
    assertThat(refusal.field()).as("field()").isEqualTo("Particle.colour");
    assertThat(refusal.value()).as("value()").isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Growth.class)
  @DisplayName("An array of structs goes on after the memory grew.")
  @Why("guests grow their memory whenever they like")
  void required_structs_24_08_growth(Growth growth) throws Throwable {
    Growth.Scene scene = growth.scene(this);
    long pointer = Growth.Scene.ADDRESS / 8 * 8;
    StructArray<Particle> array = scene.guest().memory().structs(TYPE, pointer, 2);
    scene.grow(
        () -> {
          array.set(1, particle(7));
          assertThat(scene.guest().load(8, pointer + 56))
              .as("what the guest loads after growth %s", growth)
              .isEqualTo(Double.doubleToRawLongBits(3.5));
          scene.guest().store(8, pointer + 56, Double.doubleToRawLongBits(-1));
          assertThat(array.get(1).mass()).as("mass after growth %s", growth).isEqualTo(-1);
        });
  }

  @Test
  @DisplayName("refresh takes the range that the guest tells now, or leaves the array as it was.")
  @Why("guests reallocate")
  void required_structs_24_09_refresh() {
    Guest guest = guest();
    StructArray<Particle> array = guest.instance().structs(TYPE, "ptr", "len");
    array.set(3, particle(3));
    guest.run("set_range", 2048, 2);
    assertThat(array.length()).as("length() before refresh").isEqualTo(4);
    array.refresh();
    assertThat(array.pointer()).as("pointer() after refresh").isEqualTo(2048);
    assertThat(array.length()).as("length() after refresh").isEqualTo(2);
    array.set(1, particle(7));
    assertThat(guest.load(4, 2088)).as("pos.x of struct 1").isEqualTo(Float.floatToRawIntBits(7));
    refused(OutOfBoundsException.class, "get(2) after refresh", () -> array.get(2));
    AtomicLong pointer = new AtomicLong(1024);
    StructArray<Particle> computed =
        guest
            .instance()
            .structs(TYPE, ValueDescriptor.computed(pointer::get), ValueDescriptor.of(2));
    computed.set(0, particle(7));
    fails(computed, AlignmentException.class, pointer, 1028);
    fails(computed, OutOfBoundsException.class, pointer, 2 * 65_536 - 40);
    fails(computed, DescriptorException.class, pointer, -8);
    guest.memory().structs(TYPE, 1024, 1).refresh();
  }

  @Test
  @DisplayName("After the instance is closed, every use of an array of structs is refused.")
  @Why("the memory is gone")
  void required_structs_24_10_closed() {
    Guest guest = guest();
    StructArray<Particle> array = guest.memory().structs(TYPE, 1024, 2);
    array.set(0, particle(7));
    guest.instance().close();
    refused(ClosedException.class, "get", () -> array.get(0));
    refused(ClosedException.class, "set", () -> array.set(0, particle(1)));
    refused(ClosedException.class, "toList", array::toList);
    refused(ClosedException.class, "refresh", array::refresh);
    refused(ClosedException.class, "structs", () -> guest.memory().structs(TYPE, 1024, 1));
  }

  @Test
  @DisplayName("Structs that are known at run time only are maps.")
  @Why("a tool reads layouts from a file")
  void required_structs_24_11_maps() {
    Guest guest = guest();
    ByteOrder little = ByteOrder.LITTLE_ENDIAN;
    StructType<SequencedMap<String, Object>> type =
        StructType.of(
            MemoryLayout.structLayout(
                ValueLayout.JAVA_SHORT.withOrder(little).withName("kind"),
                MemoryLayout.paddingLayout(2),
                MemoryLayout.sequenceLayout(
                        2,
                        MemoryLayout.structLayout(
                            ValueLayout.JAVA_FLOAT.withOrder(little).withName("x"),
                            ValueLayout.JAVA_BOOLEAN.withName("on"),
                            MemoryLayout.paddingLayout(3)))
                    .withName("parts"),
                MemoryLayout.sequenceLayout(3, ValueLayout.JAVA_INT.withOrder(little))
                    .withName("numbers")));
    StructArray<SequencedMap<String, Object>> array = guest.memory().structs(type, 1024, 2);
    SequencedMap<String, Object> value = new LinkedHashMap<>();
    value.put("kind", (short) 9);
    value.put("parts", List.of(Map.of("x", 1f, "on", true), Map.of("x", 2f, "on", false)));
    value.put("numbers", new int[] {4, 5, 6});
    array.set(1, value);
    long at = 1024 + type.byteSize();
    assertThat(guest.load(2, at)).as("kind").isEqualTo(9);
    assertThat(guest.load(4, at + 12)).as("parts[1].x").isEqualTo(Float.floatToRawIntBits(2));
    assertThat(guest.load(4, at + 28)).as("numbers[2]").isEqualTo(6);
    SequencedMap<String, Object> read = array.get(1);
    assertThat(read.sequencedKeySet()).containsExactly("kind", "parts", "numbers");
    assertThat(read).containsEntry("kind", (short) 9).containsEntry("numbers", new int[] {4, 5, 6});
    assertThat(read.get("parts")).as("parts").isEqualTo(value.get("parts"));
    SequencedMap<String, Object> wrong = new LinkedHashMap<>(value);
    wrong.put("kind", "nine");
    refusedUnchanged(
        TypeMismatchException.class, guest.memory(), "a kind of text", () -> array.set(0, wrong));
    wrong.put("kind", (short) 1);
    wrong.put("numbers", new int[2]);
    refusedUnchanged(
        InvalidArgumentException.class, guest.memory(), "two numbers", () -> array.set(0, wrong));
  }

  @Test
  @DisplayName("Pointers lead from struct to struct, and are of the memory's size.")
  @Why("lists and trees are made of them")
  void required_structs_24_12_pointers() {
    WasmMemory memory = guest().memory();
    Particle second = particle(2);
    memory.writeStruct(TYPE, 2048, with(second, 22, second.tail(), Pointer.ofNull(), 1, 1));
    memory.writeStruct(TYPE, 1024, with(second, 11, second.tail(), new Pointer<>(2048), 1, 1));
    Particle first = memory.readStruct(TYPE, 1024);
    Particle next = memory.readStruct(TYPE, first.next().address());
    assertThat(next.id()).as("id of the second").isEqualTo(22);
    assertThat(next.next().isNull()).as("the second leads nowhere").isTrue();
    refused(
        TypeMismatchException.class,
        "64-bit pointers in a 32-bit memory",
        () -> memory.structs(TYPE.memory64(), 1024, 1));
  }

  /** 36 bytes: name 0, city 8, code 12, letters 18, prefixed 24, script 28, after 32. */
  record Texts(
      @Text @Nullable String name,
      @Text(form = Text.Form.NUL_TERMINATED, maxBytes = 8) @Nullable String city,
      @Length(5) String code,
      @Length(6) @Text(encoding = Text.Encoding.UTF_16LE) String letters,
      @Text(form = Text.Form.LENGTH_PREFIXED, prefix = Scalar.U8) @Nullable String prefixed,
      @Text(form = Text.Form.ASSEMBLY_SCRIPT) @Nullable String script,
      int after) {}

  @Test
  @DisplayName("Texts within structs are read and written; texts that they point to are read.")
  @Why("a struct without text is rare")
  void required_structs_24_13_texts() {
    WasmMemory memory = guest().memory();
    StructType<Texts> type = StructType.of(MethodHandles.lookup(), Texts.class);
    assertThat(type.byteSize()).as("byteSize()").isEqualTo(36);
    StructArray<Texts> array = memory.structs(type, 1024, 1);
    array.set(0, new Texts(null, null, "añb", "x", null, null, 7));
    assertThat(array.get(0)).isEqualTo(new Texts("", null, "añb", "x", null, null, 7));
    array.set(0, new Texts(null, null, "12345", "€uro".substring(0, 3), null, null, 7));
    assertThat(array.get(0).code()).as("code that has no NUL").isEqualTo("12345");
    assertThat(array.get(0).letters()).as("letters that have no NUL").isEqualTo("€ur");
    memory.writeUtf8(4096, 10, "né");
    memory.writeText(4200, 8, "Köln", TextFormat.nulTerminated(TextEncoding.UTF_8, 8));
    memory.writeText(4301, 9, "vier", TextFormat.lengthPrefixed(TextEncoding.UTF_8, Scalar.U8));
    memory.data(4400, 4).setU32(0, 6);
    memory.writeText(4404, 6, "abc", TextEncoding.UTF_16LE);
    I32View fields = memory.view(ElementType.I32, 1024, 9);
    fields.copyFrom(new int[] {4096, 3, 4200});
    fields.copyFrom(6, new int[] {4301, 4404}, 0, 2);
    assertThat(array.get(0)).isEqualTo(new Texts("né", "Köln", "12345", "€ur", "vier", "abc", 7));
    fields.set(0, 2 * 65_536 - 2);
    refused(OutOfBoundsException.class, "a name outside the memory", () -> array.get(0));
    fields.set(0, 4096);
    fields.set(1, 2);
    refused(MalformedTextException.class, "half a character", () -> array.get(0));
    fields.set(1, 3);
    refusedUnchanged(
        OutOfBoundsException.class,
        memory,
        "six bytes in five",
        () -> array.set(0, new Texts(null, null, "ñññ", "", null, null, 1)));
    refusedUnchanged(
        MalformedTextException.class,
        memory,
        "a NUL within",
        () -> array.set(0, new Texts(null, null, "a\0b", "", null, null, 1)));
    refusedUnchanged(
        InvalidArgumentException.class,
        memory,
        "a text outside",
        () -> array.set(0, new Texts("name", null, "", "", null, null, 1)));
  }

  static Particle particle(int number) {
    return new Particle(
        new Vec(number, -number),
        0xffff_fff0L + number,
        true,
        Colour.GREEN,
        number / 2.0,
        new short[] {1, 2, 3, -1},
        new Pointer<>(1024),
        number + 10,
        -1);
  }

  private void isSeventh(Particle read) {
    assertThat(read.pos()).as("pos").isEqualTo(new Vec(7, -7));
    assertThat(read.id()).as("id").isEqualTo(0xffff_fff7L);
    assertThat(read.on()).as("on").isTrue();
    assertThat(read.colour()).as("colour").isEqualTo(Colour.GREEN);
    assertThat(read.mass()).as("mass").isEqualTo(3.5);
    assertThat(read.tail()).as("tail").containsExactly(1, 2, 3, -1);
    assertThat(read.next().address()).as("next").isEqualTo(1024);
    assertThat(read.bits()).as("bits").isEqualTo(17);
    assertThat(read.more()).as("more").isEqualTo(-1);
  }

  private void fails(
      StructArray<Particle> array,
      Class<? extends WasmInteropException> type,
      AtomicLong pointer,
      long wrong) {
    pointer.set(wrong);
    refused(type, "refresh with pointer %d".formatted(wrong), array::refresh);
    assertThat(array.pointer()).as("pointer() after it").isEqualTo(1024);
    assertThat(array.length()).as("length() after it").isEqualTo(2);
    isSeventh(array.get(0));
  }

  private static Particle with(
      Particle of, long id, short[] tail, Pointer<Particle> next, int bits, int more) {
    return new Particle(of.pos(), id, of.on(), of.colour(), of.mass(), tail, next, bits, more);
  }
}
