package io.github.wasminterop.project.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wasminterop.F64Strided;
import io.github.wasminterop.Pointer;
import io.github.wasminterop.RangeDescriptor;
import io.github.wasminterop.StructArray;
import io.github.wasminterop.StructCursor;
import io.github.wasminterop.StructField;
import io.github.wasminterop.StructType;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.abi.Length;
import io.github.wasminterop.abi.Packing;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.StoredAs;
import io.github.wasminterop.abi.TextFormat;
import io.github.wasminterop.error.WasmInteropException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same structs, from each language's compiler, read and written by the same records. */
@ParameterizedClass
@MethodSource("guests")
class StructsTest extends GuestTest {
  private static final StructType<Particle> PARTICLE = StructType.of(Particle.class);
  private static final StructType<Node> NODE = StructType.of(Node.class);

  @Parameter(1)
  Language language;

  private StructArray<Particle> particles;

  static Stream<Arguments> guests() {
    return Arrays.stream(Mode.values())
        .flatMap(mode -> Arrays.stream(Language.values()).map(each -> Arguments.of(mode, each)));
  }

  @Override
  String file() {
    return "structs/structs-" + language.name().toLowerCase(Locale.ROOT) + ".wasm";
  }

  @BeforeEach
  void reset() {
    call("reset");
    particles = guest().structs(PARTICLE, "particles_ptr", "particles_len");
  }

  @Test
  void theCompilerLaysOutWhatTheRecordSays() {
    assertThat(PARTICLE.byteSize()).isEqualTo(address("particle_size"));
    for (int i = 0; i < PARTICLE.fields().size(); i++) {
      StructField field = PARTICLE.fields().get(i);
      assertThat(field.byteOffset()).as("%s", field).isEqualTo(address("particle_offset", i));
    }
  }

  @Test
  void particlesAreRead() {
    assertThat(particles.length()).isEqualTo(100);
    assertThat(particles.get(0)).isEqualTo(particle(0));
    assertThat(particles.get(99)).isEqualTo(particle(99));
    assertThat(particles.toList())
        .isEqualTo(Stream.iterate(0, i -> i + 1).limit(100).map(StructsTest::particle).toList());
  }

  @Test
  void theGuestReadsWhatTheHostWrites() {
    Particle written =
        new Particle(
            -0.5f,
            Float.MAX_VALUE,
            1e-30f,
            Math.PI,
            40_000,
            true,
            Kind.SPARK,
            "wxyz12",
            new Color(255, 1, 128, 254),
            Long.MIN_VALUE + 1);
    particles.set(9, written);
    assertThat(differences(9, written)).isZero();
    assertThat(differences(8, particle(8))).as("the one before").isZero();
    assertThat(differences(10, particle(10))).as("the one after").isZero();
    assertThat(differences(9, particle(9))).as("all fields").isEqualTo(0x3ff);
    assertThat(particles.get(9)).isEqualTo(written);
  }

  @Test
  void theHostSeesWhatTheGuestDoes() {
    StructCursor<Particle> cursor = particles.cursor();
    F64Strided masses = particles.f64("mass");
    call("step", 0.5f);
    cursor.moveTo(4);
    assertThat(cursor.getF32(PARTICLE.field("x"))).isEqualTo(4.75f);
    assertThat(cursor.getF32(PARTICLE.field("y"))).isEqualTo(-3f);
    assertThat(cursor.getF32(PARTICLE.field("z"))).isEqualTo(15.5f);
    assertThat(cursor.getI64(PARTICLE.field("stamp"))).isEqualTo(-4_000_000_000_000L + 1);
    assertThat(particles.get(3)).as("not alive").isEqualTo(particle(3));
    for (long i = 0; i < masses.length(); i++) {
      masses.set(i, (double) i);
    }
    assertThat(call("total_mass")).isEqualTo(99 * 100 / 2.0 - 3 * (33 * 34 / 2.0));
    cursor.setBoolean(PARTICLE.field("alive"), false);
    assertThat(call("total_mass")).isEqualTo(99 * 100 / 2.0 - 3 * (33 * 34 / 2.0) - 4);
    particles.u8("color.b").set(4, 77);
    assertThat(particles.get(4).color()).isEqualTo(new Color(4, 251, 77, 0));
  }

  @Test
  void anEnumHasNoOtherValues() {
    particles.i32("kind").set(5, 3);
    assertThatThrownBy(() -> particles.get(5))
        .isInstanceOf(WasmInteropException.class)
        .hasMessageContainingAll("kind", "3");
    assertThat(particles.get(6)).isEqualTo(particle(6));
  }

  @Test
  void aListIsFollowedFromNodeToNode() {
    Pointer<Node> head = new Pointer<>(address("list_head"));
    List<Node> nodes = new ArrayList<>();
    for (Pointer<Node> at = head; !at.isNull(); at = nodes.getLast().next()) {
      nodes.add(memory().readStruct(NODE, at.address()));
    }
    assertThat(nodes).extracting(Node::weight).containsExactly(65535, 20, 1, 300);
    assertThat(nodes).extracting(Node::value).containsExactly(-2.0, 1.5, 0.5, 4.0);
    double total = -2 * 65535 + 20 * 1.5 + 0.5 + 1200;
    assertThat(call("list_total", (int) head.address())).isEqualTo(total);
    memory().writeStruct(NODE, head.address(), new Node(2, nodes.get(1).next(), 10));
    assertThat(call("list_total", (int) head.address())).isEqualTo(20 + 0.5 + 1200);
  }

  @Test
  void eachLanguageHasItsOwnStrings() {
    assertThat(greeting()).isEqualTo("Grüße, 世界 🌍");
  }

  private String greeting() {
    ValueDescriptor greeting = ValueDescriptor.function("greeting");
    return switch (language) {
      case C -> memory().readText(address("greeting"), C_STRING);
      case RUST -> guest().readUtf8(RangeDescriptor.packed(greeting, Packing.POINTER_HIGH));
      case ZIG -> guest().readUtf8(RangeDescriptor.packed(greeting, Packing.POINTER_LOW));
      case ASSEMBLYSCRIPT -> memory().readText(address("greeting"), TextFormat.assemblyScript());
    };
  }

  /** What {@code reset} makes. */
  private static Particle particle(int i) {
    return new Particle(
        i + 0.25f,
        -(float) i,
        i * i,
        1.0 / (i + 1),
        65535 - i,
        i % 3 != 0,
        Kind.values()[i % 3],
        "p%02d".formatted(i),
        new Color(i, 255 - i, 128, i % 2 == 1 ? 255 : 0),
        i * -1_000_000_000_000L);
  }

  /** A bit for each field of a particle that, for the guest, isn't this. */
  private int differences(int index, Particle p) {
    long tag = 0;
    for (int i = 0; i < p.tag.length(); i++) {
      tag |= (long) p.tag.charAt(i) << (8 * i);
    }
    Color c = p.color;
    return (int)
        call(
            "differences",
            index,
            p.x,
            p.y,
            p.z,
            p.mass,
            p.id,
            p.alive ? 1 : 0,
            List.of(Kind.values()).indexOf(p.kind),
            tag,
            c.r | c.g << 8 | c.b << 16 | c.a << 24,
            p.stamp);
  }

  enum Kind {
    DUST,
    SPARK,
    SMOKE
  }

  record Color(
      @StoredAs(Scalar.U8) int r,
      @StoredAs(Scalar.U8) int g,
      @StoredAs(Scalar.U8) int b,
      @StoredAs(Scalar.U8) int a) {}

  record Particle(
      float x,
      float y,
      float z,
      double mass,
      @StoredAs(Scalar.U16) int id,
      boolean alive,
      Kind kind,
      @Length(6) String tag,
      Color color,
      long stamp) {}

  record Node(@StoredAs(Scalar.U16) int weight, Pointer<Node> next, double value) {}

  enum Language {
    C,
    RUST,
    ASSEMBLYSCRIPT,
    ZIG
  }
}
