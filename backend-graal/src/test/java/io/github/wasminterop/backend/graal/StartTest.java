package io.github.wasminterop.backend.graal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.ElementType;
import io.github.wasminterop.WasmInstance;
import io.github.wasminterop.WasmRuntime;
import io.github.wasminterop.error.BackendException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Engine;
import org.junit.jupiter.api.Test;

/** What a JVM does from its start to its end, with the flags that the README gives. */
class StartTest {
  private static final Path JIT = Path.of("target", "jit");
  private static final int SUM_CALLS = 400;

  @Test
  void isQuietWithTheDocumentedFlags() throws Exception {
    assertThat(ForkedJvm.run(Program.class, List.of(), "direct", "1")).isEqualTo("Interpreted 40");
  }

  @Test
  void compilesGuestsOnAStockJdk() throws Exception {
    assertThat(JIT).isDirectoryContaining("glob:**/compiler-*.jar");
    assertThat(
            ForkedJvm.run(
                Program.class,
                List.of(
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:+EnableJVMCI",
                    "--upgrade-module-path=" + JIT.toAbsolutePath()),
                "direct",
                String.valueOf(SUM_CALLS)))
        .isEqualTo("GraalVM CE 40");
  }

  @Test
  void deniedNativeAccessLeavesMediatedAccess() throws Exception {
    assertThat(
            ForkedJvm.runWith(
                List.of(
                    "--illegal-native-access=deny",
                    "-Dpolyglotimpl.AttachLibraryFailureAction=ignore",
                    "--sun-misc-unsafe-memory-access=allow"),
                Denied.class))
        .contains("--enable-native-access=")
        .contains("memory=mediated")
        .endsWith("mediated 5, wrapped 6");
  }

  @Test
  void memoryStaysFlat() throws Exception {
    assertThat(ForkedJvm.run(Program.class, List.of("-Xmx64m"), "direct", "cycles"))
        .isEqualTo("closed 10000");
    assertThat(ForkedJvm.run(Program.class, List.of("-Xmx64m"), "mediated", "cycles"))
        .isEqualTo("closed 10000");
  }

  /** What works in a JVM without native access. */
  static final class Denied {
    private Denied() {}

    public static void main(String[] arguments) {
      try (WasmRuntime refused = Guests.runtime("direct")) {
        throw new AssertionError("not refused: " + refused);
      } catch (BackendException e) {
        System.out.println(e.getMessage());
      }
      byte[] wasm = Guests.wasm("plain");
      NativeGuests owner = NativeGuests.withBindings(wasm);
      try (WasmRuntime runtime = Guests.runtime("mediated");
          WasmInstance guest = runtime.instantiate(wasm);
          WasmInstance wrapped = WasmInstance.wrap(owner.instance())) {
        guest.memory().view(ElementType.I32, 0, 4).set(1, 5);
        wrapped.memory().view(ElementType.I32, 0, 4).set(1, 6);
        System.out.print("mediated " + guest.function("load").call(4));
        System.out.print(", wrapped " + wrapped.function("load").call(4));
      }
    }
  }

  /** The program: its arguments are the memory mode and how often to sum. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      if (arguments[1].equals("cycles")) {
        System.out.print(cycles(arguments[0]));
        return;
      }
      int sum = 0;
      try (WasmRuntime runtime = Guests.runtime(arguments[0]);
          WasmInstance guest = runtime.instantiate(Guests.wasm("plain"))) {
        guest.memory().view(ElementType.I32, 0, 4).set(0, 10); // read four times
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
          sum = (int) guest.function("sum").call(50_000);
        }
      }
      try (Engine engine =
          Engine.newBuilder("wasm").option("engine.WarnInterpreterOnly", "false").build()) {
        System.out.print(engine.getImplementationName() + " " + sum);
      }
    }

    /** Far more memory in all than the JVM may have at a time. */
    private static String cycles(String mode) {
      int closed = 0;
      List<MemorySegment> kept = new ArrayList<>();
      try (WasmRuntime runtime = Guests.runtime(mode)) {
        for (int i = 0; i < 10_000; i++) {
          try (WasmInstance guest = runtime.instantiate(Guests.wasm("plain"))) {
            guest.memory().grow(3);
            if (guest.memory().isZeroCopy() && kept.size() < 100) {
              kept.add(guest.memory().bytes(0, 8).segment());
            }
          }
          closed++;
        }
      }
      for (MemorySegment segment : kept) {
        try {
          closed -= 1 + segment.get(ValueLayout.JAVA_BYTE, 0);
        } catch (IllegalStateException e) {
          // As it should be.
        }
      }
      return "closed " + closed;
    }
  }
}
