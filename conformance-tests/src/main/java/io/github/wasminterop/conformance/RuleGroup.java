package io.github.wasminterop.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wasminterop.HostCode;
import io.github.wasminterop.WasmImports;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmMemory;
import io.github.wasminterop.WasmModule;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.WasmInteropException;
import io.github.wasminterop.type.Capability;
import io.github.wasminterop.type.FunctionType;
import io.github.wasminterop.type.MemoryType;
import io.github.wasminterop.type.ValueType;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;

/**
 * The tests of some rules. Each test has a runtime of its own, so that what one leaves behind does
 * not help or harm another.
 */
@ExtendWith(RuleReport.class)
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class RuleGroup {
  private static final byte[] SCRAMBLED = scrambled();

  private final Supplier<ConformanceTarget> targets;
  private WasmRuntime runtime;

  RuleGroup(Supplier<ConformanceTarget> targets) {
    this.targets = targets;
  }

  @BeforeEach
  final void open() {
    runtime = newRuntime();
  }

  @AfterEach
  final void close() {
    runtime.close();
  }

  final ConformanceTarget target() {
    return targets.get();
  }

  final WasmRuntime runtime() {
    return runtime;
  }

  /** Another runtime of the same backend, which the caller closes. */
  final WasmRuntime newRuntime() {
    WasmRuntime started = WasmRuntime.load(target().backend(), target().options());
    assertThat(started.backendName())
        .as("WasmRuntime.load(\"%s\").backendName()", target().backend())
        .isEqualTo(target().backend());
    return started;
  }

  final WasmModule module(String fixture) {
    return runtime.compile(Fixtures.wasm(fixture));
  }

  final WasmInstance instance(String fixture) {
    return instance(fixture, WasmImports.none());
  }

  final WasmInstance instance(String fixture, WasmImports imports) {
    return runtime.instantiate(Fixtures.wasm(fixture), imports);
  }

  /** The imports of {@code callback.wat}. */
  static WasmImports callback(HostCode code) {
    return WasmImports.none()
        .function("env", "callback", FunctionType.of(ValueType.I32).returning(ValueType.I32), code);
  }

  /** A guest of {@code memory.wat}, whose memory holds something everywhere. */
  final Guest guest() {
    Guest guest = new Guest(instance("memory"));
    scramble(guest.memory());
    return guest;
  }

  final boolean can(Capability capability) {
    return runtime.capabilities().contains(capability);
  }

  /** Skips the test, visibly, if the backend does not declare a capability. */
  final void needs(Capability capability) {
    Assumptions.assumeTrue(
        can(capability),
        () ->
            "skipped: %s does not declare %s (%s)"
                .formatted(target(), capability, capability.title()));
  }

  /** Marks a rule that no test can hold to the truth here. */
  static TestAbortedException notVerified(String reason) {
    return new TestAbortedException("not verified by the kit: " + reason);
  }

  /** Asserts that something is refused by exactly one exception of the family. */
  static <E extends WasmInteropException> E refused(
      Class<E> type, String done, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown)
        .as("%s; expected it to be refused by %s", done, type.getSimpleName())
        .isExactlyInstanceOf(type);
    assertThat(thrown.getMessage()).as("%s; the message of %s", done, thrown).isNotBlank();
    return type.cast(thrown);
  }

  /** Asserts that something is refused and that not a byte of a memory changed by it. */
  static <E extends WasmInteropException> E refusedUnchanged(
      Class<E> type, WasmMemory memory, String done, ThrowingCallable call) {
    byte[] before = contents(memory);
    E refusal = refused(type, done, call);
    assertSameBytes(done + "; the memory after it", contents(memory), before);
    return refusal;
  }

  /**
   * A copy of all bytes of a memory, counted in whole pages: that its size is exact is for the
   * rules about size.
   */
  static byte[] contents(WasmMemory memory) {
    return memory.bytes(0, memory.pages() * MemoryType.PAGE_SIZE).copy();
  }

  /** Asserts that bytes are the same, by a message that shows where they are not. */
  static void assertSameBytes(String what, byte[] actual, byte[] expected) {
    int at = Arrays.mismatch(actual, expected);
    assertThat(actual).as("%s: how many bytes", what).hasSize(expected.length);
    assertThat(at < 0 ? "all the same" : "%02x at %d".formatted(actual[at], at))
        .as("%s: the first byte that differs", what)
        .isEqualTo(at < 0 ? "all the same" : "%02x at %d".formatted(expected[at], at));
  }

  /**
   * Fills the two pages that the fixtures begin with by bytes of which none is zero, apart from the
   * fixture's text and as much at the end. That way not every rule breaks if the memory is told to
   * be a little longer or shorter than it is.
   */
  static void scramble(WasmMemory memory) {
    memory.bytes(512, SCRAMBLED.length).copyFrom(SCRAMBLED);
  }

  private static byte[] scrambled() {
    byte[] bytes = new byte[2 * 65_536 - 2 * 512];
    Random random = new Random(1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (1 + random.nextInt(255));
    }
    return bytes;
  }
}
