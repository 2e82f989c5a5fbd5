package io.github.wasminterop.project.guests;

import static io.github.wasminterop.ElementType.F64;
import static io.github.wasminterop.ElementType.U32;
import static io.github.wasminterop.RangeDescriptor.at;
import static io.github.wasminterop.RangeDescriptor.outParameter;
import static io.github.wasminterop.RangeDescriptor.packed;
import static io.github.wasminterop.ValueDescriptor.function;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.AllocationScope;
import io.github.wasminterop.F64View;
import io.github.wasminterop.Pointer;
import io.github.wasminterop.StructArray;
import io.github.wasminterop.StructCursor;
import io.github.wasminterop.StructField;
import io.github.wasminterop.StructType;
import io.github.wasminterop.U32View;
import io.github.wasminterop.U8View;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.WasmAllocator;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.abi.AllocatorAbi;
import io.github.wasminterop.abi.AllocatorAbi.Parameter;
import io.github.wasminterop.abi.InOut;
import io.github.wasminterop.abi.Length;
import io.github.wasminterop.abi.Moved;
import io.github.wasminterop.abi.Packing;
import io.github.wasminterop.abi.ReturnForm;
import io.github.wasminterop.abi.Returned;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.StoredAs;
import io.github.wasminterop.abi.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The code of docs/RECIPES.md, on each backend. Each block there stands here, between comments that
 * have its heading.
 */
class RecipesTest {
  private static final Path PAGE = Path.of("..", "docs", "RECIPES.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/github/wasminterop/project/guests/RecipesTest.java");

  @ParameterizedTest
  @EnumSource
  void c(Mode mode) {
    with(
        mode,
        "c-malloc/c-malloc.wasm",
        guest -> {
          // C: strings
          interface Greeter {
            @Text(form = Text.Form.NUL_TERMINATED)
            @Returned(value = ReturnForm.POINTER, free = true)
            String greet(@Text(form = Text.Form.NUL_TERMINATED) String name);
          }
          String greeting = guest.bind(Greeter.class).greet("Zoë");
          // End
          assertThat(greeting).isEqualTo("Hello, Zoë!");

          // C: arrays
          interface Numbers {
            long total(int[] values);

            void sort(@InOut double[] values);
          }
          Numbers numbers = guest.bind(Numbers.class);
          long total = numbers.total(new int[] {1, 2, 3});
          double[] values = {3, 1, 2};
          numbers.sort(values);
          // End
          assertThat(total).isEqualTo(6);
          assertThat(values).containsExactly(1, 2, 3);

          // C: an array that the guest allocates
          try (AllocationScope scope = guest.allocator().scope()) {
            U32View out = scope.allocate(U32, 2);
            guest.function("squares").call(out.pointer(), 4);
            F64View squares = scope.adopt(F64, out.get(0), out.get(1));
            assertThat(squares.copy()).containsExactly(0, 1, 4, 9);
          }
          // End

          // C: a linked list
          record Word(Pointer<Byte> text, @StoredAs(Scalar.U16) int length, Pointer<Word> next) {}
          StructType<Word> type = StructType.of(Word.class);
          List<String> words = new ArrayList<>();
          try (AllocationScope scope = guest.allocator().scope()) {
            U8View text = scope.allocateUtf8("one two three\0");
            int list = (int) guest.function("words").call(text.pointer());
            Pointer<Word> head = new Pointer<>(Integer.toUnsignedLong(list));
            for (Pointer<Word> at = head; !at.isNull(); ) {
              Word word = guest.memory().readStruct(type, at.address());
              words.add(guest.memory().readUtf8(word.text().address(), word.length()));
              at = word.next();
            }
            guest.function("free_words").call(head.address());
          }
          // End
          assertThat(words).containsExactly("one", "two", "three");
          assertThat(guest.function("live_allocations").call()).isEqualTo(0);
        });
  }

  @ParameterizedTest
  @EnumSource
  void rust(Mode mode) {
    with(
        mode,
        "rust-std/rust-std.wasm",
        guest -> {
          // Rust: text in, text out, packed
          interface Greeter {
            @Returned(value = ReturnForm.PACKED_POINTER_HIGH, free = true)
            String greet(String name);
          }
          String greeting = guest.bind(Greeter.class).greet("Zoë");
          // End
          assertThat(greeting).isEqualTo("Hello, Zoë!");

          // Rust: a Vec through an out-parameter
          try (AllocationScope scope = guest.allocator().scope()) {
            U32View vec = scope.allocate(U32, 3); // pointer, length, capacity
            F64View roots =
                guest.view(
                    F64, outParameter("square_roots", ValueDescriptor.of(vec.pointer()), 101));
            assertThat(roots.get(100)).isEqualTo(10);
            scope.adopt(F64, roots.pointer(), vec.get(2)); // it was allocated for its capacity
          }
          // End
          assertThat(guest.function("live_bytes").call()).isEqualTo(0);
        });
  }

  @ParameterizedTest
  @EnumSource
  void wasmBindgen(Mode mode) {
    with(
        mode,
        "wasm-bindgen/greeter.wasm",
        guest -> {
          // wasm-bindgen: text and vectors that the guest takes over
          interface Greeter {
            @Returned(value = ReturnForm.OUT_POINTER, free = true)
            String greet(@Moved String name);

            double total(@Moved double[] values);
          }
          Greeter greeter = guest.bind(Greeter.class);
          String greeting = greeter.greet("Zoë");
          double total = greeter.total(new double[] {1, 2, 3});
          // End
          assertThat(greeting).isEqualTo("Hello, Zoë!");
          assertThat(greeter.greet("")).isEqualTo("Hello, !");
          assertThat(total).isEqualTo(6);
          assertThat(greeter.total(new double[0])).isZero();
          assertThat(guest.function("live_bytes").call()).isEqualTo(0);
        });
  }

  @ParameterizedTest
  @EnumSource
  void tinyGo(Mode mode) {
    with(
        mode,
        "tinygo/greeter.wasm",
        guest -> {
          // TinyGo: strings and slices
          interface Greeter {
            @Returned(ReturnForm.PACKED_POINTER_HIGH)
            String greet(String name);
          }
          String greeting = guest.bind(Greeter.class).greet("Zoë");
          String motto = guest.readUtf8(at(function("motto")));
          Object total;
          try (AllocationScope scope = guest.allocator().scope()) {
            F64View values = scope.allocateFrom(F64, new double[] {1, 2, 3});
            long length = values.length();
            total = guest.function("total").call(values.pointer(), length, length);
          }
          // End
          assertThat(greeting).isEqualTo("Hello, Zoë!");
          assertThat(motto).isEqualTo("less is more");
          assertThat(total).isEqualTo(6.0);
          assertThat(guest.function("live_blocks").call()).isEqualTo(0);
        });
  }

  @ParameterizedTest
  @EnumSource
  void zig(Mode mode) {
    with(
        mode,
        "zig/texts.wasm",
        guest -> {
          // Zig: slices
          WasmAllocator heap =
              guest.allocator(
                  AllocatorAbi.of("zig", "alloc", Parameter.SIZE)
                      .releasedBy("free", Parameter.POINTER, Parameter.SIZE));
          try (AllocationScope scope = heap.scope()) {
            U8View text = scope.allocateUtf8("a slice of text");
            ValueDescriptor word = function("longest_word", text.pointer(), text.length());
            assertThat(guest.readUtf8(packed(word, Packing.POINTER_LOW))).isEqualTo("slice");
          }
          // End
          assertThat(guest.function("live_bytes").call()).isEqualTo(0);
        });
  }

  @ParameterizedTest
  @EnumSource
  void assemblyScript(Mode mode) {
    with(
        mode,
        "assemblyscript/assemblyscript.wasm",
        guest -> {
          // AssemblyScript: strings
          interface Greeter {
            @Text(form = Text.Form.ASSEMBLY_SCRIPT)
            String greet(@Text(form = Text.Form.ASSEMBLY_SCRIPT) String name);
          }
          String greeting = guest.bind(Greeter.class).greet("Zoë");
          // End
          assertThat(greeting).isEqualTo("Hello, Zoë!");

          // AssemblyScript: a typed array that comes back
          record Array(Pointer<Object> buffer, Pointer<Object> data, int byteLength) {}
          StructType<Array> type = StructType.of(Array.class);
          WasmMemory memory = guest.memory();
          double[] scaled;
          try (AllocationScope scope = guest.allocator().scope()) {
            F64View data = scope.allocateFrom(F64, new double[] {1, 2, 3}); // an ArrayBuffer
            Pointer<Object> buffer = new Pointer<>(data.pointer());
            Number array =
                (Number) guest.function("__new").call(12, guest.global("FLOAT64_ARRAY_ID").get());
            memory.writeStruct(
                type, array.longValue(), new Array(buffer, buffer, (int) data.byteLength()));
            Number result = (Number) guest.function("scaled").call(array, 2.0);
            Array read = memory.readStruct(type, result.longValue());
            scaled = memory.view(F64, read.data().address(), read.byteLength() / 8).copy();
          }
          // End
          assertThat(scaled).containsExactly(2, 4, 6);
        });
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("ArrayRecordComponent") // so it is in the guest
  void structs(Mode mode) {
    with(
        mode,
        "structs/structs-rust.wasm",
        guest -> {
          guest.function("reset").call();
          // An array of structs
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
              int kind,
              @Length(6) byte[] tag,
              Color color,
              long stamp) {}
          StructType<Particle> type = StructType.of(Particle.class);
          StructArray<Particle> particles = guest.structs(type, "particles_ptr", "particles_len");
          Particle first = particles.get(0);
          double mass = 0;
          StructField massOf = type.field("mass");
          StructField aliveOf = type.field("alive");
          for (StructCursor<Particle> at = particles.cursor(); at.next(); ) {
            mass += at.getBoolean(aliveOf) ? at.getF64(massOf) : 0;
          }
          // End
          assertThat(mass).isEqualTo(guest.function("total_mass").call());
          assertThat(first.tag()).hasSize(6);
        });
  }

  @Test
  void thePageHasThisCode() throws IOException {
    String source = Files.readString(SOURCE);
    String page = Files.readString(PAGE);
    List<String> recipes =
        Pattern.compile("(?s)\n +// (\\p{Alpha}[^\n]*)\n(.*?)\n +// End\n")
            .matcher(source)
            .results()
            .map(RecipesTest::recipe)
            .toList();
    assertThat(recipes).hasSizeGreaterThan(8);
    List<String> shown =
        Pattern.compile("(?s)## ([^\n]*)\n(?:(?!## ).)*?```java\n(.*?)```")
            .matcher(page)
            .results()
            .map(block -> "## " + block.group(1) + "\n" + block.group(2))
            .toList();
    assertThat(shown).isEqualTo(recipes);
  }

  private static String recipe(MatchResult found) {
    return "## " + found.group(1) + "\n" + found.group(2).stripIndent() + "\n";
  }

  private static void with(Mode mode, String file, Consumer<WasmInstance> recipe) {
    try (WasmRuntime runtime = mode.open();
        WasmInstance guest = runtime.instantiate(GuestTest.FOLDER.resolve(file))) {
      recipe.accept(guest);
    }
  }
}
