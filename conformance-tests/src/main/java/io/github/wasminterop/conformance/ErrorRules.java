package io.github.wasminterop.conformance;

import static io.github.wasminterop.ElementType.U8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.ViewDescriptor;
import io.github.wasminterop.WasmExtern;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendSelectionException;
import io.github.wasminterop.error.ClosedException;
import io.github.wasminterop.error.DescriptorException;
import io.github.wasminterop.error.ExportException;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TrapKind;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.error.WasmInteropException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 9: one family of exceptions, each with its facts. */
abstract class ErrorRules extends RuleGroup {

  ErrorRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  static List<Arguments> traps() {
    return List.of(
        Arguments.of(TrapKind.UNREACHABLE, "unreachable", List.of()),
        Arguments.of(TrapKind.MEMORY_OUT_OF_BOUNDS, "load", List.of(65_533)),
        Arguments.of(TrapKind.MEMORY_OUT_OF_BOUNDS, "load", List.of(-1)),
        Arguments.of(TrapKind.MEMORY_OUT_OF_BOUNDS, "load", List.of(Integer.MIN_VALUE)),
        Arguments.of(TrapKind.MEMORY_OUT_OF_BOUNDS, "load_offset", List.of(0)),
        Arguments.of(TrapKind.MEMORY_OUT_OF_BOUNDS, "load_offset", List.of(-1)),
        Arguments.of(TrapKind.MEMORY_OUT_OF_BOUNDS, "store64", List.of(65_529)),
        Arguments.of(TrapKind.INTEGER_DIVIDE_BY_ZERO, "divide", List.of(1, 0)),
        Arguments.of(TrapKind.INTEGER_DIVIDE_BY_ZERO, "remainder64", List.of(1L, 0L)),
        Arguments.of(TrapKind.INTEGER_OVERFLOW, "divide", List.of(Integer.MIN_VALUE, -1)),
        Arguments.of(TrapKind.INTEGER_OVERFLOW, "truncate", List.of(1e10)),
        Arguments.of(TrapKind.INVALID_CONVERSION_TO_INTEGER, "truncate", List.of(Double.NaN)),
        Arguments.of(TrapKind.UNINITIALIZED_ELEMENT, "indirect", List.of(1)),
        Arguments.of(TrapKind.TABLE_OUT_OF_BOUNDS, "indirect", List.of(3)),
        Arguments.of(TrapKind.TABLE_OUT_OF_BOUNDS, "indirect", List.of(-1)),
        Arguments.of(TrapKind.INDIRECT_CALL_TYPE_MISMATCH, "indirect_one", List.of(0)));
  }

  @ParameterizedTest(name = "{0}: {1}{2}")
  @MethodSource("traps")
  @DisplayName("A trap is a TrapException of the right kind, and the instance stays usable.")
  @Why("programs tell an assertion from a wild pointer by it")
  void required_errors_9_01_trapsHaveTheirKind(
      TrapKind kind, String function, List<Object> arguments) {
    WasmInstance instance = instance("traps");
    TrapException trap =
        refused(
            TrapException.class,
            function + arguments,
            () -> instance.function(function).call(arguments.toArray()));
    assertThat(trap.kind()).as("kind() of %s", trap).isEqualTo(kind);
    assertThat(instance.function("fine").call()).as("a call afterwards").isEqualTo(1);
  }

  @Test
  @DisplayName(
      "Endless recursion of the guest's is a TrapException of kind STACK_OVERFLOW, again"
          + " and again.")
  @Why("a guest must not end the host's thread")
  void required_errors_9_02_stackOverflow() {
    WasmInstance instance = instance("traps");
    for (int i = 0; i < 2; i++) {
      TrapException trap =
          refused(TrapException.class, "recurse(0)", () -> instance.function("recurse").call(0L));
      assertThat(trap.kind()).as("kind() of %s", trap).isEqualTo(TrapKind.STACK_OVERFLOW);
    }
    assertThat(instance.function("fine").call()).as("a call afterwards").isEqualTo(1);
  }

  @Test
  @DisplayName("A trap comes out of handles and bound interfaces as out of call.")
  @Why("the way of calling does not change what happens")
  void required_errors_9_03_trapsThroughEachWayOfCalling() {
    WasmInstance instance = instance("traps");
    refused(
        TrapException.class,
        "handle",
        () -> {
          var _ = (int) instance.function("divide").handle().invokeExact(1, 0);
        });
    Divider divider = instance.bind(Divider.class);
    assertThat(divider.divide(7, 2)).as("divide(7, 2)").isEqualTo(3);
    refused(TrapException.class, "a bound interface", () -> divider.divide(1, 0));
  }

  /** An interface to bind. */
  interface Divider {
    int divide(int a, int b);
  }

  @Test
  @DisplayName("An export that is missing or of another kind is an ExportException that names it.")
  @Why("a typo is the most common mistake")
  void required_errors_9_04_exports() {
    WasmInstance instance = guest().instance();
    ExportException missing =
        refused(ExportException.class, "export(\"momery\")", () -> instance.export("momery"));
    assertThat(missing.export()).as("export()").isEqualTo("momery");
    assertThat(missing).as("the message lists what there is").hasMessageContaining("'memory'");
    Map<String, ThrowingCallable> wrong =
        Map.of(
            "memory is no function", () -> instance.function("memory"),
            "ptr is no global", () -> instance.global("ptr"),
            "ptr is no table", () -> instance.table("ptr"),
            "ptr_global is no memory", () -> instance.memory("ptr_global"),
            "default memory", () -> instance.withDefaultMemory("ptr"));
    wrong.forEach((done, code) -> refused(ExportException.class, done, code));
  }

  @Test
  @DisplayName("Every exception names what it is about and carries the facts as accessors.")
  @Why("a message that a person can act on saves an hour")
  void required_errors_9_05_factsAreAccessible() {
    WasmInstance instance = guest().instance();
    ViewDescriptor<?> descriptor = ViewDescriptor.of(U8).ptr(131_000).length(100).name("pixels");
    OutOfBoundsException bounds =
        refused(OutOfBoundsException.class, "a view too long", () -> instance.view(descriptor));
    assertThat(bounds.subject()).as("subject()").isEqualTo("pixels");
    assertThat(bounds.offset()).as("offset()").isEqualTo(131_000);
    assertThat(bounds.size()).as("size()").isEqualTo(100);
    String size = Long.toString(instance.memory().byteSize());
    assertThat(bounds.limit()).as("limit()").hasToString(size);
    assertThat(bounds).hasMessageContainingAll("pixels", "131000", "100", size);
    DescriptorException value =
        refused(
            DescriptorException.class,
            "a missing export",
            () -> instance.view(ViewDescriptor.of(U8).ptr("nowhere").length(1).name("pixels")));
    assertThat(value.view()).as("view()").isEqualTo("pixels");
    assertThat(value.descriptor()).as("descriptor()").contains("nowhere");
    assertThat(value).hasMessageContainingAll("pixels", "nowhere", "missing");
    instance.close();
    ClosedException closed = refused(ClosedException.class, "exports", instance::exports);
    assertThat(closed.subject()).as("subject()").isNotBlank();
  }

  @Test
  @DisplayName("An unknown backend, option or value is refused by a message that lists the known.")
  @Why("nothing is guessed")
  void required_errors_9_06_choice() {
    String name = target().backend();
    BackendSelectionException none =
        refused(
            BackendSelectionException.class,
            "load(\"no-such-backend\")",
            () -> WasmRuntime.load("no-such-backend"));
    assertThat(none.candidates()).as("candidates()").containsKey(name);
    assertThat(none).hasMessageContainingAll("no-such-backend", name);
    refused(
        InvalidArgumentException.class,
        "an unknown option",
        () -> WasmRuntime.load(name, Map.of("no-such-option", "1")));
    for (String option : target().options().keySet()) {
      refused(
          InvalidArgumentException.class,
          "an unknown value of option " + option,
          () -> WasmRuntime.load(name, Map.of(option, "no-such-value")));
    }
  }

  @Test
  @DisplayName("An object that no backend knows cannot be wrapped.")
  @Why("the message tells which classes are known")
  void required_errors_9_07_foreignObjects() {
    refused(
        BackendSelectionException.class,
        "WasmInstance.wrap(a String)",
        () -> WasmInstance.wrap("no instance"));
    refused(
        BackendSelectionException.class,
        "WasmExtern.wrap(a String)",
        () -> WasmExtern.wrap("no memory"));
    WasmInstance instance = guest().instance();
    refused(
        TypeMismatchException.class,
        "ofMemory(a function)",
        () -> WasmInstance.ofMemory(instance.function("ptr")));
  }

  @Test
  @DisplayName("Whatever is asked for, what is thrown is of the family.")
  @Why("a program that catches the family must have caught everything")
  void required_errors_9_08_noForeignException() {
    Guest guest = guest();
    WasmMemory memory = guest.memory();
    Random random = new Random(9);
    long[] numbers = {0, 1, -1, 7, 1024, 131_071, 131_072, 1L << 31, 1L << 32, Long.MAX_VALUE};
    List<ElementCase<?>> types = ElementCase.all();
    for (int i = 0; i < 3_000; i++) {
      long a = numbers[random.nextInt(numbers.length)];
      long b = numbers[random.nextInt(numbers.length)];
      ElementType<?> type = types.get(random.nextInt(types.size())).type();
      int which = random.nextInt(9);
      Throwable thrown =
          catchThrowable(
              () -> {
                switch (which) {
                  case 0 -> memory.view(type, a, b).copy();
                  case 1 -> memory.view(type, 1024, 8).slice(a, b).copy();
                  case 2 -> memory.bytes(1024, 8).set(a, (int) b);
                  case 3 -> memory.data(1024, 8).setI64(a, b);
                  case 4 -> memory.readUtf8(a, b);
                  case 5 -> memory.grow(a);
                  case 6 -> guest.load8(a & 0xffff_ffffL);
                  case 7 -> guest.instance().function("store8").call(a, b);
                  default -> guest.instance().function("sum8").call((int) a, (int) (b & 0xff));
                }
              });
      if (thrown != null) {
        assertThat(thrown)
            .as("operation %d on %s with %d and %d", which, type, a, b)
            .isInstanceOf(WasmInteropException.class)
            .hasMessageMatching("(?s).*\\S.*");
      }
    }
  }
}
