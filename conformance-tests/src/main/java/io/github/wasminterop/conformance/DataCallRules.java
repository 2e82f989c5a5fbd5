package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.F64View;
import io.github.wasminterop.Pointer;
import io.github.wasminterop.StructArray;
import io.github.wasminterop.StructType;
import io.github.wasminterop.U8View;
import io.github.wasminterop.WasmExport;
import io.github.wasminterop.WasmImport;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.abi.InOut;
import io.github.wasminterop.abi.Moved;
import io.github.wasminterop.abi.Out;
import io.github.wasminterop.abi.ReturnForm;
import io.github.wasminterop.abi.Returned;
import io.github.wasminterop.abi.Text;
import io.github.wasminterop.error.InvalidArgumentException;
import io.github.wasminterop.error.LinkException;
import io.github.wasminterop.error.MalformedTextException;
import io.github.wasminterop.error.OutOfBoundsException;
import io.github.wasminterop.error.TrapException;
import io.github.wasminterop.error.TypeMismatchException;
import io.github.wasminterop.type.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Calls that take and give text, arrays, records and views, in both directions. */
abstract class DataCallRules extends RuleGroup {
  private static final String WHY_FORMS = "each toolchain returns a range in a way of its own";

  DataCallRules(Supplier<ConformanceTarget> targets) {
    super(targets);
  }

  @BeforeEach
  void needsHostFunctions() {
    needs(Capability.HOST_FUNCTIONS);
  }

  /** Two f64. */
  public record Point(double x, double y) {}

  interface Guest {
    int live();

    @WasmExport("last_freed")
    int lastFreed();

    @WasmExport("sum_bytes")
    int sumBytes(@Nullable String text);

    @WasmExport("sum_bytes")
    int sumBytes(U8View bytes);

    int strlen(@Nullable @Text(form = Text.Form.NUL_TERMINATED) String text);

    @Nullable
    @Text(form = Text.Form.NUL_TERMINATED)
    String greeting();

    @WasmExport("reverse_high")
    @Returned(value = ReturnForm.PACKED_POINTER_HIGH, free = true)
    String reverseHigh(String text);

    @WasmExport("reverse_low")
    @Returned(value = ReturnForm.PACKED_POINTER_LOW, free = true)
    String reverseLow(String text);

    @WasmExport("reverse_out")
    @Returned(value = ReturnForm.OUT_POINTER, free = true)
    String reverseOut(String text);

    @WasmExport("reverse_high")
    @Returned(ReturnForm.PACKED_POINTER_HIGH)
    U8View reverseView(byte[] bytes);

    @WasmExport("bad_range")
    @Returned(ReturnForm.PACKED_POINTER_HIGH)
    String badRange();

    @WasmExport("sum_ints")
    long sumInts(int @Nullable [] values);

    void scale(@InOut double[] values, double by);

    @WasmExport("scale")
    void scaleUnwritten(@Out double[] values, double by);

    @WasmExport("scale")
    void scaleView(F64View values, double by);

    @WasmExport("scale_and_trap")
    void scaleAndTrap(@InOut double[] values);

    @WasmExport("take_bytes")
    int takeBytes(@Moved String text);

    @WasmExport("take_second")
    int takeSecond(String kept, @Moved String taken);

    @WasmExport("take_and_trap")
    void takeAndTrap(@Moved byte[] bytes);

    double dot(Point a, Point b);

    @WasmExport("add_points")
    @Returned(ReturnForm.OUT_POINTER)
    Point add(Point a, Point b);

    @Returned(ReturnForm.POINTER)
    Point unit();

    @WasmExport("sum_points")
    double sumPoints(Point[] points);

    @WasmExport("sum_points")
    double sumPoints(StructArray<Point> points);
  }

  /** What is passed in arrays, of numbers and of records. */
  interface ArrayGuest {
    int live();

    @WasmExport("reverse_high")
    @Returned(value = ReturnForm.PACKED_POINTER_HIGH, free = true)
    byte[] reversed(byte[] bytes);

    @WasmExport("reverse_high")
    @Returned(value = ReturnForm.PACKED_POINTER_HIGH, free = true)
    short[] reversedAsShorts(byte[] bytes);

    @WasmExport("reverse_high")
    @Returned(value = ReturnForm.PACKED_POINTER_HIGH, free = true)
    Point[] reversedAsPoints(byte[] bytes);

    @WasmExport("reverse_high")
    @Returned(ReturnForm.PACKED_POINTER_HIGH)
    StructArray<Point> reversedAsStructs(byte[] bytes);

    /** The guest takes the number of points for one of numbers. */
    @WasmExport("scale")
    void scale(@InOut Point[] points, double by);

    @WasmExport("scale")
    void scaleUnwritten(@Out Point[] points, double by);

    @WasmExport("scale_and_trap")
    void scaleAndTrap(@InOut Point[] points);

    @WasmExport("sum_points")
    double sum(@Nullable Point[] points);

    @WasmExport("sum_points")
    double sum(StructArray<Point> points);

    double dot(Pointer<Point> a, Pointer<Point> b);

    @WasmExport("unit")
    @Returned(ReturnForm.POINTER)
    Pointer<Point> unit();
  }

  /** Takes what the guest points to as an array of numbers, and a bare address. */
  public static final class NumbersHost {
    @WasmImport
    public int pixels(int[] numbers) {
      return numbers.length == 2 ? numbers[0] - numbers[1] : -1;
    }

    @WasmImport
    public double point(Pointer<Point> point) {
      return point.address();
    }
  }

  /** Takes the same as an array of records. */
  public static final class RecordsHost {
    @WasmImport
    public int pixels(Point[] points) {
      return (int) (points[1].x() - points[0].y());
    }
  }

  /** Takes the same as structs in place. */
  public static final class StructsHost {
    @WasmImport
    public int pixels(StructArray<Point> points) {
      points.set(1, new Point(7, 8));
      return (int) points.length();
    }
  }

  interface Source {
    @Returned(ReturnForm.MULTI_VALUE)
    String text();
  }

  /** Methods that no export fits. */
  interface Misfit {
    @WasmExport("reverse_high")
    String unsaid(String text);

    @WasmExport("sum_bytes")
    @Returned(ReturnForm.POINTER)
    int number(String text);

    @WasmExport("reverse_high")
    @Returned(value = ReturnForm.PACKED_POINTER_HIGH, free = true)
    U8View freed(String text);

    @WasmExport("dot")
    double arity(Point a);

    @WasmExport("sum_bytes")
    int moved(@Moved U8View bytes);

    @WasmExport("scale")
    void movedBack(@InOut @Moved double[] values, double by);

    @WasmExport("dot")
    double unknown(Object a, Object b);
  }

  /** A method that no guest can call. */
  public static final class Unfit {
    @WasmImport
    public String log(Object anything) {
      return Objects.toString(anything);
    }
  }

  /** A method that would write to what the guest does not get back. */
  public static final class Writer {
    @WasmImport
    public void log(@Out byte[] message) {}
  }

  /** Methods of other types than the guest imports. */
  public static final class Other {
    @WasmImport
    public void log(int one) {}

    @WasmImport("log_z")
    public void logZ(int one) {}

    @WasmImport
    public int pixels(int one, int two) {
      return one + two;
    }

    @WasmImport
    public double point(int one) {
      return one;
    }
  }

  /** What the guest imports, and what came of it. */
  public static final class Host {
    private final List<String> log = new ArrayList<>();

    @WasmImport
    public void log(String message) {
      log.add(message);
    }

    @WasmImport("log_z")
    public void logTerminated(@Nullable @Text(form = Text.Form.NUL_TERMINATED) String message) {
      log.add(String.valueOf(message));
    }

    @WasmImport
    public int pixels(WasmInstance caller, U8View pixels) {
      pixels.set(0, 200);
      return pixels.get(1) + Math.toIntExact(caller.memory().pages());
    }

    @WasmImport
    public double point(Point point) {
      return point.x() - point.y();
    }
  }

  @Test
  @DisplayName("Text, arrays and records are passed to the guest, and freed when the call is over.")
  @Why("by hand this is five lines and a leak")
  void optional_datacalls_28_01_arguments() {
    Guest guest = guestOf(new Host());
    assertThat(guest.sumBytes("aé")).as("sumBytes(\"aé\")").isEqualTo('a' + 0xc3 + 0xa9);
    assertThat(guest.sumBytes("")).as("sumBytes(\"\")").isZero();
    assertThat(guest.strlen("héllo")).as("strlen").isEqualTo(6);
    assertThat(guest.sumInts(new int[] {1, -2, Integer.MAX_VALUE})).isEqualTo(2_147_483_646L);
    assertThat(guest.dot(new Point(1, 2), new Point(3, 4))).as("dot").isEqualTo(11);
    assertThat(guest.sumPoints(new Point[] {new Point(1, 2), new Point(3, 4)})).isEqualTo(10);
    assertThat(guest.live()).as("live allocations").isZero();
  }

  @Test
  @DisplayName("Text comes back packed either way, through an out-pointer and by a bare pointer.")
  @Why(WHY_FORMS)
  void optional_datacalls_28_02_results() {
    Guest guest = guestOf(new Host());
    assertThat(guest.reverseHigh("abc")).as("packed, pointer high").isEqualTo("cba");
    assertThat(guest.reverseLow("abc")).as("packed, pointer low").isEqualTo("cba");
    assertThat(guest.reverseOut("abc")).as("out-pointer").isEqualTo("cba");
    assertThat(guest.greeting()).as("pointer").isEqualTo("hello from the guest");
    assertThat(guest.live()).as("live allocations").isZero();
  }

  @Test
  @DisplayName("Text comes back as two results.")
  @Why(WHY_FORMS)
  void optional_datacalls_28_03_multiValue() {
    needs(Capability.MULTI_VALUE);
    assertThat(instance("calls_multi_value").bind(Source.class).text()).isEqualTo("two results");
  }

  @Test
  @DisplayName("Records come back through an out-pointer and by pointer.")
  @Why(WHY_FORMS)
  void optional_datacalls_28_04_records() {
    Guest guest = guestOf(new Host());
    assertThat(guest.add(new Point(1, 2), new Point(10, 20))).isEqualTo(new Point(11, 22));
    assertThat(guest.unit()).as("unit").isEqualTo(new Point(1, 0));
    assertThat(guest.live()).as("live allocations").isZero();
  }

  @Test
  @DisplayName("An @InOut array is copied back when the call has returned, and not when it throws.")
  @Why("half a result is worse than none")
  void optional_datacalls_28_05_copyBack() {
    Guest guest = guestOf(new Host());
    double[] values = {1, 2, 3};
    guest.scale(values, 2);
    assertThat(values).as("@InOut").containsExactly(2, 4, 6);
    refused(TrapException.class, "scaleAndTrap", () -> guest.scaleAndTrap(values));
    assertThat(values).as("@InOut, after a trap").containsExactly(2, 4, 6);
    double[] written = {1, 2, 3};
    guest.scaleUnwritten(written, 0);
    assertThat(written).as("@Out").containsExactly(0, 0, 0);
    assertThat(guest.live()).as("live allocations").isZero();
  }

  @Test
  @DisplayName("Views are passed as they are, without a copy, and come back live.")
  @Why("what is in the guest's memory already is not copied to it")
  void optional_datacalls_28_06_views() {
    WasmInstance instance = calls(new Host());
    Guest guest = instance.bind(Guest.class);
    F64View values = instance.memory().view(ElementType.F64, 2048, 2);
    values.copyFrom(new double[] {1, 2});
    guest.scaleView(values, 3);
    assertThat(values.copy()).as("what the guest wrote").containsExactly(3, 6);
    StructArray<Point> points = instance.memory().structs(StructType.of(Point.class), 2048, 1);
    assertThat(guest.sumPoints(points)).as("sumPoints").isEqualTo(9);
    U8View reversed = guest.reverseView(new byte[] {1, 2, 3});
    assertThat(reversed.copy()).as("a view returned").containsExactly(3, 2, 1);
    U8View foreign = calls(new Host()).memory().bytes(0, 4);
    refused(TypeMismatchException.class, "a view of another memory", () -> guest.sumBytes(foreign));
  }

  @Test
  @DisplayName(
      "Null is the null pointer where there is one pointer, and refused where there is a length.")
  @Why("a null that becomes an address is read by the guest as data")
  void optional_datacalls_28_07_nulls() {
    Guest guest = guestOf(new Host());
    assertThat(guest.strlen(null)).as("strlen(NULL), of zeros at address 0").isZero();
    refused(InvalidArgumentException.class, "null text", () -> guest.sumBytes((String) null));
    refused(InvalidArgumentException.class, "a null array", () -> guest.sumInts(null));
    assertThat(guest.live()).as("live allocations").isZero();
  }

  @Test
  @DisplayName("What is allocated for a call is freed when it traps, or its result is refused.")
  @Why("a leak in the failing case is found last")
  void optional_datacalls_28_08_failures() {
    Guest guest = guestOf(new Host());
    refused(OutOfBoundsException.class, "a result outside the memory", guest::badRange);
    refused(TrapException.class, "a trap", () -> guest.scaleAndTrap(new double[] {1}));
    refused(MalformedTextException.class, "half a surrogate", () -> guest.sumBytes("a\ud800"));
    assertThat(guest.live()).as("live allocations").isZero();
  }

  @Test
  @DisplayName("Misfits of an interface are listed when it is bound.")
  @Why("an error at the first call is an error in production")
  void optional_datacalls_28_09_misfits() {
    assertThat(
            refused(
                TypeMismatchException.class, "bind", () -> calls(new Host()).bind(Misfit.class)))
        .hasMessageContainingAll(
            "unsaid", "number", "freed", "arity", "unknown", "moved", "movedBack");
  }

  @Test
  @DisplayName("Host functions are given text, live views and records that the guest points to.")
  @Why("each host function begins by reading them")
  void optional_datacalls_28_10_hostArguments() {
    Host host = new Host();
    WasmInstance instance = calls(host);
    instance.memory().writeUtf8(2048, 64, "grüße\0");
    instance.function("call_log").call(2048, 7);
    instance.function("call_log_z").call(2048);
    instance.function("call_log_z").call(0);
    assertThat(host.log).containsExactly("grüße", "grüße", "null");
    U8View pixels = instance.memory().bytes(3000, 2);
    pixels.set(1, 7);
    assertThat(instance.function("call_pixels").call(3000, 2)).as("7 and 2 pages").isEqualTo(9);
    assertThat(pixels.get(0)).as("what the host wrote").isEqualTo(200);
    instance.memory().view(ElementType.F64, 4000, 2).copyFrom(new double[] {5, 3});
    assertThat(instance.function("call_point").call(4000)).as("5 - 3").isEqualTo(2.0);
  }

  @Test
  @DisplayName(
      "A bad pointer of the guest's ends its call by an exception, before the host's code runs.")
  @Why("a guest must not be able to crash its host")
  void optional_datacalls_28_11_badPointers() {
    Host host = new Host();
    WasmInstance instance = calls(host);
    long end = instance.memory().byteSize();
    for (long[] range : new long[][] {{end, 1}, {end - 1, 2}, {0xFFFF_FFFFL, 0xFFFF_FFFFL}}) {
      OutOfBoundsException refusal =
          refused(
              OutOfBoundsException.class,
              "log(%d, %d)".formatted(range[0], range[1]),
              () -> instance.function("call_log").call(range[0], range[1]));
      assertThat(refusal).hasMessageContaining("env.log");
    }
    instance.memory().bytes(2048, 1).set(0, 0xff);
    refused(
        MalformedTextException.class,
        "malformed text",
        () -> instance.function("call_log").call(2048, 1));
    assertThat(host.log).as("what reached the host").isEmpty();
    instance.function("call_log").call(end, 0);
    assertThat(host.log).as("an empty text at the end").containsExactly("");
  }

  @Test
  @DisplayName("Host objects without a marked method, or with one that does not fit, are refused.")
  @Why("an import that is silently missing is found by the guest")
  void optional_datacalls_28_12_hostMisfits() {
    refused(
        TypeMismatchException.class,
        "an object without marked methods",
        () -> WasmImports.none().functions("env", "text"));
    refused(
        TypeMismatchException.class,
        "a parameter of a class that does not cross",
        () -> WasmImports.none().functions("env", new Unfit()));
    refused(
        TypeMismatchException.class,
        "an array to write to",
        () -> WasmImports.none().functions("env", new Writer()));
    refused(LinkException.class, "log with one number", () -> calls(new Other()));
  }

  @Test
  @DisplayName("What is marked as @Moved is the guest's once the call begins, also when it traps.")
  @Why("guests that take over what they are passed free it, and twice is once too often")
  void optional_datacalls_28_13_moved() {
    Guest guest = guestOf(new Host());
    assertThat(guest.takeBytes("\1\2")).as("1 + 2").isEqualTo(3);
    assertThat(guest.live()).as("live allocations, after the guest freed it").isZero();
    refused(TrapException.class, "a trap", () -> guest.takeAndTrap(new byte[] {1}));
    assertThat(guest.live()).as("live allocations, after a trap").isZero();
    refused(MalformedTextException.class, "half a surrogate", () -> guest.takeBytes("a\ud800"));
    assertThat(guest.takeSecond("\1", "\2")).as("one of two taken").isEqualTo(3);
    assertThat(guest.live()).as("live allocations, of what was and was not taken").isZero();
  }

  @Test
  @DisplayName("Arrays of numbers and of records are passed both ways as text is.")
  @Why("a guest's lists are seldom text")
  @SuppressWarnings("NullAway") // null on purpose
  void optional_datacalls_28_14_arrays() {
    WasmInstance instance = calls(new Host());
    ArrayGuest guest = instance.bind(ArrayGuest.class, instance.allocator());
    assertThat(guest.reversed(new byte[] {1, 2, 3})).as("bytes").containsExactly(3, 2, 1);
    assertThat(guest.reversedAsShorts(new byte[] {1})).as("one short").hasSize(1);
    assertThat(guest.reversedAsPoints(new byte[] {1})).as("one record").hasSize(1);
    assertThat(guest.live()).as("live allocations, of results that are freed").isZero();
    Point[] points = {new Point(1, 2), new Point(3, 4)};
    guest.scale(points, 2);
    assertThat(points).as("@InOut").containsExactly(new Point(2, 4), new Point(3, 4));
    refused(TrapException.class, "scaleAndTrap", () -> guest.scaleAndTrap(points));
    assertThat(points[0]).as("@InOut, after a trap").isEqualTo(new Point(2, 4));
    guest.scaleUnwritten(points, 0);
    assertThat(points[0]).as("@Out").isEqualTo(new Point(0, 0));
    refused(
        InvalidArgumentException.class,
        "an array with a null",
        () -> guest.sum(new Point[] {points[0], null}));
    assertThat(guest.live()).as("live allocations, of arguments").isZero();
    assertThat(guest.reversedAsStructs(new byte[] {1}).length()).as("structs").isEqualTo(1);
    StructArray<Point> foreign =
        calls(new Host()).memory().structs(StructType.of(Point.class), 2048, 1);
    refused(TypeMismatchException.class, "structs of another memory", () -> guest.sum(foreign));
    assertThat(instance.memory().readStruct(StructType.of(Point.class), guest.unit().address()))
        .as("what the address leads to")
        .isEqualTo(new Point(1, 0));
    assertThat(guest.dot(guest.unit(), guest.unit())).as("dot of addresses").isEqualTo(1);
  }

  @Test
  @DisplayName("Host functions are given arrays, structs in place, and bare addresses.")
  @Why("a guest's lists are seldom text")
  void optional_datacalls_28_15_hostArrays() {
    WasmInstance numbers =
        instance(
            "calls",
            WasmImports.none().functions("env", new Host()).functions("env", new NumbersHost()));
    numbers.memory().view(ElementType.I32, 3000, 2).copyFrom(new int[] {50, 8});
    assertThat(numbers.function("call_pixels").call(3000, 2)).as("50 - 8").isEqualTo(42);
    assertThat(numbers.function("call_point").call(0xFFFF_0000L))
        .as("an address")
        .isEqualTo((double) 0xFFFF_0000L);
    for (Object host : List.of(new RecordsHost(), new StructsHost())) {
      WasmInstance guest =
          instance("calls", WasmImports.none().functions("env", new Host()).functions("env", host));
      StructArray<Point> points = guest.memory().structs(StructType.of(Point.class), 3000, 2);
      points.set(0, new Point(1, 2));
      points.set(1, new Point(30, 4));
      boolean inPlace = host instanceof StructsHost;
      assertThat(guest.function("call_pixels").call(3000, 2))
          .as("what the host makes of the points")
          .isEqualTo(inPlace ? 2 : 28);
      assertThat(points.get(1))
          .as("the second point")
          .isEqualTo(inPlace ? new Point(7, 8) : new Point(30, 4));
    }
  }

  private Guest guestOf(Host host) {
    return calls(host).bind(Guest.class);
  }

  private WasmInstance calls(Object host) {
    return instance("calls", WasmImports.none().functions("env", host));
  }
}
